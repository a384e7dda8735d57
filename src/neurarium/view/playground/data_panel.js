/**
 * The data panel: which points are learned from, as recognisable pictures; a formula, drawn
 * points or a file of one's own; split, noise, batch size; and how data lie on the plane.
 *
 * @import { State, Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { openCsvDialog } from "./csv_dialog.js";
import { mountDataChoice } from "./data_choice.js";
import { mountDataFormula } from "./data_formula.js";
import { buildSlider } from "./data_slider.js";
import { scaleFormulas, scaleSentences } from "./data_scale.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountDataPanel(el, store) {
  const choice = element("div", { "data-control": "dataset" });
  const formula = element("div", { "data-control": "dataset" });
  const own = ownData(store);
  const sliders = dataSliders(store);
  const scale = element("ul", { class: "nr-data-scale", hidden: true, "aria-label": t("How the data lie on the map") });
  const regenerate = element("button", { type: "button", class: "nr-button nr-data-regenerate", "data-control": "regenerate" }, [t("Regenerate")]);
  regenerate.title = t("Draw other points of the same kind");
  el.replaceChildren(
    element("div", { class: "nr-data" }, [
      element("h2", { class: "nr-data-title" }, [t("Data")]),
      choice,
      own.el,
      formula,
      scale,
      element("fieldset", { class: "nr-data-sliders", disabled: !store.capabilities.train, "aria-label": t("Points") }, [...sliders.map((slider) => slider.el), regenerate]),
    ]),
  );
  const refresh = () => {
    const { state, ui } = store.get();
    own.show(state, ui.brush !== null);
    for (const slider of sliders) slider.show(state);
    const sentences = scaleSentences(state.points);
    const formulas = scaleFormulas(state.points);
    scale.hidden = !sentences.length;
    scale.replaceChildren(...formulas.map((formula, i) => element("li", { title: sentences[i] }, [formula])));
    const { name } = state.setup.config.data;
    regenerate.hidden = name === "custom";
  };
  refresh();
  return together([
    () => el.replaceChildren(),
    mountDataChoice(choice, store),
    mountDataFormula(formula, store),
    ...own.offs,
    ...sliders.map((slider) => slider.off),
    listen(regenerate, "click", () => store.send({ type: "regenerate" })),
    store.on("state", refresh),
    store.on("ui", refresh),
  ]);
}

/**
 * The two ways to bring points: draw them, open a file. (A formula has its own part.)
 * @param {Store} store
 */
function ownData(store) {
  const draw = element("button", { type: "button", class: "nr-button", "aria-pressed": "false" }, [t("Draw points")]);
  draw.title = t("Draw points on the output map with the mouse, a finger or the keyboard");
  const csv = element("button", { type: "button", class: "nr-button" }, [t("CSV…")]);
  csv.title = t("Learn from a file of your own");
  const offs = [
    listen(draw, "click", () => {
      const { ui } = store.get();
      store.setUi({ brush: ui.brush === null ? 0 : null });
    }),
    listen(csv, "click", () => openCsvDialog(csv, store)),
  ];
  const el = element("div", { class: "nr-data-own", "data-control": "dataset" }, [draw, store.capabilities.upload ? csv : null]);
  return {
    el,
    offs,
    /** @param {State} state @param {boolean} drawing */
    show(state, drawing) {
      el.hidden = !store.capabilities.train;
      draw.setAttribute("aria-pressed", String(drawing));
      draw.textContent = drawing ? t("Stop drawing") : t("Draw points");
      const chosen = state.setup.config.data.name === "custom";
      csv.classList.toggle("nr-data-chosen", chosen && !drawing);
    },
  };
}

/** @param {Store} store */
function dataSliders(store) {
  const setData = (/** @type {Record<string, any>} */ changes) => store.send({ type: "set", changes: { data: changes } });
  const percent = (/** @type {number} */ value) => `${value} %`;
  return [
    buildSlider({
      label: t("Training data"), hides: "percTrainData", wide: true, low: 10, high: 90, step: 10, text: percent,
      read: (state) => state.setup.config.data.train_percent,
      send: (value) => setData({ train_percent: value }),
    }),
    buildSlider({
      label: t("Noise"), hides: "noise", wide: true, low: 0, high: 50, highest: 80, step: 5, text: percent,
      read: (state) => (["custom"].includes(state.setup.config.data.name) ? null : state.setup.config.data.noise),
      send: (value) => setData({ noise: value }),
    }),
    buildSlider({
      label: t("Batch size"), hides: "batchSize", values: batchSizes, text: String,
      read: (state) => state.setup.config.batch_size,
      send: (value) => store.send({ type: "set", changes: { batch_size: value } }),
    }),
    buildSlider({
      label: t("Classes"), hides: "dataset", hint: "classes", low: 3, high: 6, step: 1, text: String,
      read: (state) => (["rings", "pinwheel"].includes(state.setup.config.data.name) ? state.setup.config.data.classes : null),
      send: (value) => setData({ classes: value }),
    }),
    buildSlider({
      label: t("Samples"), hides: "samples", values: () => [50, 100, 200, 300, 500, 800, 1200, 2000, 3000, 5000], text: String,
      read: (state) => (state.setup.config.data.name === "custom" ? null : state.setup.config.data.samples ?? state.points.rows.length),
      send: (value) => setData({ samples: value }),
    }),
  ];
}

/**
 * Batch sizes as in the original (1 to 30), then on to all training points at once.
 * @param {State} state
 * @returns {number[]}
 */
function batchSizes(state) {
  const all = state.points.n_train;
  const steps = [...Array.from({ length: 30 }, (_, i) => i + 1), 40, 50, 64, 80, 100, 128, 160, 200, 256, 400, 512, 1024, 2048];
  return [...new Set([...steps.filter((size) => size < all), Math.max(1, all)])];
}
