/**
 * The bar of the point brush: one brush for each class (or value), eraser, new class, clear, undo.
 *
 * @import { Store, Task } from "./store.js"
 *
 * @typedef {{addClass: () => void, clear: () => void, undo: () => void}} BrushActions
 */

import { t } from "../core/language.js";
import { element, listen } from "../core/dom.js";
import { classColor, paletteNamed, valueColor } from "../core/palette.js";
import { MAX_CLASSES, VALUE_BRUSHES } from "./point_brush_model.js";

/**
 * @param {Store} store
 * @param {BrushActions} actions
 */
export function buildBrushBar(store, actions) {
  const brushes = element("div", { class: "nr-brush-colours", role: "group", "aria-label": t("Brush") });
  const add = barButton("＋", t("Add a class"));
  const eraser = barButton("", t("Eraser"));
  eraser.classList.add("nr-brush-eraser");
  const undo = barButton("↶", t("Undo"));
  const clear = element("button", { type: "button", class: "nr-brush-button", title: t("Take all points away") }, [t("Clear")]);
  const done = element("button", { type: "button", class: "nr-brush-button nr-brush-done", title: t("Stop drawing") }, [t("Done")]);
  const el = element("div", { class: "nr-brush-bar", role: "toolbar", "aria-label": t("Drawing points") }, [brushes, add, eraser, undo, clear, done]);
  const offs = [
    listen(brushes, "click", (event) => {
      const button = event.target.closest("button");
      if (button) store.setUi({ brush: Number(button.dataset.value) });
    }),
    listen(add, "click", actions.addClass),
    listen(eraser, "click", () => store.setUi({ brush: "eraser" })),
    listen(undo, "click", actions.undo),
    listen(clear, "click", actions.clear),
    listen(done, "click", () => store.setUi({ brush: null })),
  ];
  let shown = "";
  return {
    el,
    off: () => offs.forEach((off) => off()),
    /** @param {readonly string[]} classes @param {Task} task */
    show(classes, task) {
      const { ui } = store.get();
      const key = JSON.stringify([classes, task, ui.palette, ui.dark]);
      if (key !== shown) {
        const focused = brushes.contains(document.activeElement);
        brushes.replaceChildren(...brushButtons(store, classes, task));
        if (focused) /** @type {HTMLElement | null} */ (brushes.lastElementChild)?.focus();
      }
      shown = key;
      add.hidden = task === "regression" || classes.length >= MAX_CLASSES;
      eraser.setAttribute("aria-pressed", String(ui.brush === "eraser"));
      for (const button of brushes.querySelectorAll("button")) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.value) === ui.brush));
      }
    },
  };
}

/**
 * @param {Store} store
 * @param {readonly string[]} classes
 * @param {Task} task
 */
function brushButtons(store, classes, task) {
  const { ui } = store.get();
  const palette = paletteNamed(ui.palette, ui.dark);
  const values = task === "regression" ? VALUE_BRUSHES : classes.map((_, i) => i);
  return values.map((value) => {
    const name = task === "regression" ? t("value {value}", { value }) : t("class {name}", { name: classes[value] });
    const button = barButton("", name);
    button.classList.add("nr-brush-colour");
    button.dataset.value = String(value);
    button.style.setProperty("--nr-brush", task === "regression" ? valueColor(palette, value) : classColor(palette, value, classes.length));
    return button;
  });
}

/**
 * @param {string} text
 * @param {string} name
 */
function barButton(text, name) {
  return element("button", { type: "button", class: "nr-brush-button", title: name, "aria-label": name }, [text]);
}
