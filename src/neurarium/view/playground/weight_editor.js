/**
 * Editing numbers of the network: one link's weight, or a unit's bias and all weights into it
 * (so that every weight can be reached without a mouse).
 *
 * @import { Store, Link, Neuron } from "./store.js"
 */

import { element, listen, together } from "../core/dom.js";
import { inputSymbol } from "../core/format.js";
import { t } from "../core/language.js";
import { layerSlices, parameterIndex } from "../core/network.js";
import { neuronName } from "./diagram_nodes.js";
import { icon } from "../controls/icons.js";
import { placeBelow } from "../controls/menu.js";

const SLIDER_END = 5;

/**
 * @param {HTMLElement} stage
 * @param {Store} store
 * @param {(target: Link | Neuron) => {x: number, y: number, size: number}} anchor in the stage
 * @returns {() => void}
 */
export function mountWeightEditor(stage, store, anchor) {
  /** @type {Opened | null} */
  let opened = null;
  const close = () => {
    opened?.el.remove();
    opened = null;
  };
  const follow = () => {
    const { selected } = store.get().ui;
    if (opened?.target === selected) return;
    close();
    if (!selected || !store.get().frame) return;
    opened = open(stage, store, selected);
    const { x, y, size } = anchor(selected);
    const box = stage.getBoundingClientRect();
    const half = size / 2;
    placeBelow(opened.el, new DOMRect(box.left + x - half, box.top + y - half, size, size));
    opened.focus();
  };
  return together([
    store.on("ui", follow),
    store.on("frame", () => opened?.refresh()),
    store.on("state", () => {
      const { selected } = store.get().ui;
      if (selected && !exists(store, selected)) store.setUi({ selected: null });
    }),
    close,
  ]);
}

/** @param {Store} store @param {Link | Neuron} target */
function exists(store, target) {
  const slice = layerSlices(store.get().state.network.sizes)[target.layer];
  if (!slice || target.unit >= slice.units) return false;
  return !("input" in target) || target.input === null || target.input < slice.inputs;
}

/**
 * @typedef {{el: HTMLElement, target: Link | Neuron, refresh: () => void, focus: () => void}} Opened
 */

/**
 * @param {HTMLElement} stage
 * @param {Store} store
 * @param {Link | Neuron} target
 * @returns {Opened}
 */
function open(stage, store, target) {
  const { network } = store.get().state;
  const rows = linksOf(network.sizes, target).map((link) => numberRow(store, link));
  const closeButton = element(
    "button",
    { type: "button", class: "nr-round", "aria-label": t("Close") },
    [icon("close", 14)],
  );
  const title = t("Edit: {name}", { name: neuronName(store, target) });
  const el = element("div", { class: "nr-menu nr-editor", popover: "auto", role: "dialog", "aria-label": title }, [
    element("div", { class: "nr-menu-title" }, [element("strong", {}, [title]), closeButton]),
    element("div", { class: "nr-editor-rows" }, rows.map((row) => row.el)),
  ]);
  (stage.closest(".nr") ?? document.body).append(el);
  el.showPopover();
  listen(closeButton, "click", () => el.hidePopover());
  listen(el, "toggle", (/** @type {ToggleEvent} */ event) => {
    if (event.newState !== "closed") return;
    const back = stage.querySelector(`[data-layer="${target.layer}"][data-unit="${target.unit}"]`);
    if (back instanceof HTMLElement && el.contains(document.activeElement)) back.focus();
    if (store.get().ui.selected === target) store.setUi({ selected: null });
  });
  listen(el, "keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault(); // else the same key press reaches the unit's button, which opens it again
    rows.forEach((row) => row.commit());
    el.hidePopover();
  });
  return {
    el,
    target,
    refresh: () => rows.forEach((row) => row.refresh()),
    focus: () => rows[0]?.focus(),
  };
}

/**
 * Return the numbers that a target stands for: a link's own, or a unit's bias and weights.
 * @param {readonly number[]} sizes
 * @param {Link | Neuron} target
 * @returns {Link[]}
 */
function linksOf(sizes, target) {
  if ("input" in target) return [target];
  const inputs = layerSlices(sizes)[target.layer]?.inputs ?? 0;
  const weights = Array.from({ length: inputs }, (_, input) => ({ ...target, input }));
  return [{ ...target, input: null }, ...weights];
}

/**
 * @param {Store} store
 * @param {Link} link
 * @returns {{el: HTMLElement, refresh: () => void, focus: () => void, commit: () => void}}
 *   `commit` sends what was typed and not sent yet
 */
function numberRow(store, link) {
  const { network } = store.get().state;
  const index = parameterIndex(network.sizes, link);
  const symbol = link.input === null ? null : inputSymbol(network, link.layer, link.input);
  const label = symbol ? t("Weight from {from}", { from: symbol }) : t("Bias");
  const number = element("input", { type: "number", step: "any", class: "nr-input", "aria-label": label });
  const slider = element("input", {
    type: "range",
    min: -SLIDER_END,
    max: SLIDER_END,
    step: 0.01,
    class: "nr-range",
    "aria-label": label,
  });
  let typed = false;
  const refresh = () => {
    const value = Number(store.get().frame?.parameters[index] ?? 0);
    if (!typed) number.value = String(Number(value.toFixed(4)));
    if (document.activeElement !== slider) slider.value = String(value);
  };
  /** @param {HTMLInputElement} field */
  const send = (field) => {
    if (field.value === "" || !Number.isFinite(field.valueAsNumber)) return;
    store.send({ type: "edit", edits: [{ ...link, value: field.valueAsNumber }] });
    if (field === slider) number.value = slider.value;
    else slider.value = number.value;
  };
  const commit = () => {
    if (typed) send(number);
    typed = false;
  };
  listen(number, "input", () => (typed = true));
  listen(number, "change", commit);
  listen(slider, "input", () => send(slider));
  refresh();
  const el = element("div", { class: "nr-editor-row" }, [
    element("span", { "aria-hidden": "true" }, [symbol ?? t("Bias")]),
    slider,
    number,
  ]);
  return { el, refresh, focus: () => number.select(), commit };
}
