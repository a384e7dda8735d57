/**
 * What stands above each layer: fewer or more units, and a small menu with the layer's
 * activation and dropout.
 *
 * @import { Store, HiddenLayer } from "./store.js"
 * @import { DiagramLayout } from "./diagram_layout.js"
 */

import { element, listen, setAttributes } from "../core/dom.js";
import { ACTIVATION_LABELS } from "../core/activations.js";
import { t } from "../core/language.js";
import { hintFor } from "./hints.js";
import { icon } from "../controls/icons.js";
import { openMenu } from "../controls/menu.js";

const MAX_UNITS = 16;
const MAX_DROPOUT = 0.9;

/**
 * @param {Store} store
 * @returns {{el: HTMLElement, place: (layout: DiagramLayout | null, store: Store) => void,
 *   cleanup: () => void}}
 */
export function createHeads(store) {
  const el = element("div", { class: "nr-heads" });
  /** @type {Head[]} */
  let heads = [];
  const features = element("div", { class: "nr-head nr-head-plain" }, [t("Features")]);
  const output = element("div", { class: "nr-head nr-head-plain" });
  return {
    el,
    place(layout) {
      const { state } = store.get();
      const { layers } = state.setup.config;
      if (!layout) return;
      if (heads.length !== layers.length) {
        heads = layers.map((_, index) => createHead(store, index));
        el.replaceChildren(features, ...heads.map((head) => head.el), output);
      } else if (!el.children.length) el.replaceChildren(features, output);
      el.classList.toggle("nr-heads-tight", layout.gap < 72);
      el.style.setProperty("--gap", `${layout.gap}px`);
      heads.forEach((head, index) => {
        const layer = layers[index];
        head.el.style.left = `${layout.columns[index]?.x ?? 0}px`;
        if (layer) head.show(layer);
      });
      features.style.left = `${layout.featureX - 22}px`;
      output.style.left = `${layout.columns[layout.columns.length - 1]?.x ?? 0}px`;
      output.replaceChildren(t("Output"), outputKind(state.network.output));
    },
    cleanup: () => el.remove(),
  };
}

/** @param {string} output */
function outputKind(output) {
  return element("span", { class: "nr-head-kind" }, [output === "softmax" ? "Softmax" : labelOf(output)]);
}

/** @typedef {{el: HTMLElement, show: (layer: HiddenLayer) => void}} Head */

/**
 * @param {Store} store
 * @param {number} index of the hidden layer
 * @returns {Head}
 */
function createHead(store, index) {
  const number = index + 1;
  const fewer = roundButton("minus", t("Layer {number}: remove a unit", { number }));
  const more = roundButton("plus", t("Layer {number}: add a unit", { number }));
  const count = element("span", { class: "nr-head-count" });
  const kind = element("button", {
    type: "button",
    class: "nr-head-menu",
    "aria-haspopup": "dialog",
  });
  const layers = () => store.get().state.setup.config.layers;
  /** @param {Partial<HiddenLayer>} changes */
  const change = (changes) => {
    const changed = layers().map((layer, i) => (i === index ? { ...layer, ...changes } : layer));
    store.send({ type: "set", changes: { layers: changed } });
  };
  listen(fewer, "click", () => change({ units: (layers()[index]?.units ?? 2) - 1 }));
  listen(more, "click", () => change({ units: (layers()[index]?.units ?? 0) + 1 }));
  listen(kind, "click", () => {
    const layer = layers()[index];
    if (layer) openMenu(kind, t("Layer {number}", { number }), layerMenu(store, index, layer, change));
  });
  const el = element("div", { class: "nr-head", role: "group", "aria-label": t("Layer {number}", { number }) }, [
    element("div", { class: "nr-head-row" }, [fewer, count, more]),
    kind,
  ]);
  return {
    el,
    show(layer) {
      const label = labelOf(layer.activation);
      const dropout = layer.dropout ? t(" · drop {percent} %", { percent: Math.round(layer.dropout * 100) }) : "";
      count.textContent = String(layer.units);
      count.title = t("{count} units", { count: layer.units });
      kind.replaceChildren(element("span", {}, [label + dropout]), icon("chevron", 12));
      const name = t("Layer {number}: {activation}, activation and dropout", { number, activation: label });
      kind.setAttribute("aria-label", name);
      kind.title = t("Activation and dropout of this layer");
      const fixed = !store.capabilities.train;
      setAttributes(fewer, { disabled: fixed || layer.units <= 1 });
      setAttributes(more, { disabled: fixed || layer.units >= MAX_UNITS });
      setAttributes(kind, { disabled: fixed });
    },
  };
}

/** @param {string} activation */
function labelOf(activation) {
  return ACTIVATION_LABELS[/** @type {keyof typeof ACTIVATION_LABELS} */ (activation)] ?? activation;
}

/** @param {"plus" | "minus"} name @param {string} label */
function roundButton(name, label) {
  return element("button", { type: "button", class: "nr-round", "aria-label": label, title: label }, [
    icon(name, 14),
  ]);
}

/**
 * @param {Store} store
 * @param {number} index
 * @param {HiddenLayer} layer
 * @param {(changes: Partial<HiddenLayer>) => void} change
 * @returns {HTMLElement[]}
 */
function layerMenu(store, index, layer, change) {
  const activation = element("select", { class: "nr-select" }, activationOptions(layer.activation));
  listen(activation, "change", () => change({ activation: activation.value }));
  const dropout = element("input", {
    type: "range",
    min: 0,
    max: MAX_DROPOUT,
    step: 0.05,
    value: layer.dropout,
    class: "nr-range",
  });
  const percent = element("span", { class: "nr-value", "aria-hidden": "true" });
  const show = () => {
    percent.textContent = `${Math.round(Number(dropout.value) * 100)} %`;
    dropout.setAttribute("aria-valuetext", percent.textContent);
  };
  show();
  listen(dropout, "input", show);
  listen(dropout, "change", () => change({ dropout: Number(dropout.value) }));
  const remove = element("button", { type: "button", class: "nr-button" }, [t("Remove this layer")]);
  listen(remove, "click", () => {
    const layers = store.get().state.setup.config.layers.filter((_, i) => i !== index);
    store.send({ type: "set", changes: { layers } });
    remove.closest("[popover]")?.remove();
  });
  return [
    element("label", { class: "nr-field", title: hintFor("activation") }, [element("span", {}, [t("Activation")]), activation]),
    element("label", { class: "nr-field", title: hintFor("dropout") }, [
      element("span", {}, [t("Dropout"), percent]),
      dropout,
    ]),
    remove,
  ];
}

/**
 * @param {string | null} chosen
 * @returns {HTMLOptionElement[]}
 */
export function activationOptions(chosen) {
  return Object.entries(ACTIVATION_LABELS).map(([value, label]) =>
    element("option", { value, selected: value === chosen }, [label]),
  );
}
