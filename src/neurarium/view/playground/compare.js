/**
 * Compare: up to 64 variants that differ in one or two hyperparameters, trained side by side.
 *
 * @import { VariantsFrame } from "../core/frame.js"
 * @import { Axis } from "./compare_axes.js"
 * @import { Variants } from "./compare_grid.js"
 * @import { Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { paletteNamed } from "../core/palette.js";
import { CompareGrid } from "./compare_grid.js";
import { buildSetup } from "./compare_setup.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountCompare(el, store) {
  const comparison = new Comparison(el, store);
  const { parts } = comparison;
  comparison.showControls();
  return together([
    () => el.replaceChildren(),
    () => comparison.stopPainting(),
    parts.setup.off,
    store.on("variants", (/** @type {Variants} */ variants) => comparison.begin(variants)),
    store.on("variantsFrame", (/** @type {VariantsFrame} */ frame) => comparison.show(frame)),
    store.on("ui", () => comparison.repaint()),
    listen(parts.run, "click", () => comparison.toggle()),
    listen(parts.stop, "click", () => comparison.end()),
    listen(parts.place, "click", (event) => {
      const cell = event.target.closest(".nr-compare-cell");
      if (!cell) return;
      store.send({ type: "compare_open", index: Number(cell.dataset.index) });
      store.setUi({ centre: "network" });
    }),
  ]);
}

/** The comparison that is on the page, if one is. */
class Comparison {
  /** @type {CompareGrid | null} */
  grid = null;
  running = false;
  /** The animation frame that goes on painting. */
  painting = 0;

  /** @param {HTMLElement} el @param {Store} store */
  constructor(el, store) {
    this.el = el;
    this.store = store;
    this.parts = buildCompare(el, (axes) => store.send({ type: "compare", axes }));
  }

  /** @param {Variants} variants none: it was ended */
  begin(variants) {
    this.grid = variants.items.length ? new CompareGrid(variants) : null;
    this.parts.place.replaceChildren(...(this.grid ? [this.grid.el] : []));
    this.running = Boolean(this.grid);
    this.showControls();
  }

  /** @param {VariantsFrame} frame */
  show(frame) {
    if (!this.grid || !this.el.offsetParent) return;
    this.stopPainting();
    if (!this.grid.show(frame, this.look())) this.repaint();
    this.parts.summary.textContent = this.grid.summary();
    if (this.running === frame.running) return;
    this.running = frame.running;
    this.showControls();
  }

  /** Paint with the next animation frames, as much in each as time allows. */
  repaint() {
    if (!this.grid || this.painting) return;
    this.painting = requestAnimationFrame(() => {
      this.painting = 0;
      if (this.grid && !this.grid.paint(this.look())) this.repaint();
    });
  }

  stopPainting() {
    cancelAnimationFrame(this.painting);
    this.painting = 0;
  }

  toggle() {
    this.store.send({ type: this.running ? "compare_pause" : "compare_run" });
    this.running = !this.running;
    this.showControls();
  }

  end() {
    this.store.send({ type: "compare_stop" });
    this.grid = null;
    this.running = false;
    this.parts.place.replaceChildren();
    this.showControls();
  }

  showControls() {
    const { run, stop, summary, intro } = this.parts;
    run.hidden = stop.hidden = summary.hidden = !this.grid;
    intro.hidden = Boolean(this.grid);
    run.textContent = this.running ? t("Pause") : t("Run");
  }

  look() {
    const { ui, state } = this.store.get();
    return { palette: paletteNamed(ui.palette, ui.dark), discretize: state.setup.view.discretize };
  }
}

/**
 * @param {HTMLElement} el
 * @param {(axes: Axis[]) => void} start
 */
function buildCompare(el, start) {
  const run = element("button", { type: "button", class: "nr-button" }, [t("Run")]);
  const stop = element("button", { type: "button", class: "nr-button" }, [t("Stop")]);
  const summary = element("p", { class: "nr-compare-summary" });
  const setup = buildSetup(start, [run, stop, summary]);
  const intro = element("p", { class: "nr-compare-intro", "data-teaches": true }, [
    t("Train many variants of this network at once, on the same points, and see which learns best. Everything that is not varied stays as it is set now. A click opens a variant in the page."),
  ]);
  const place = element("div", { class: "nr-compare-place" });
  el.replaceChildren(element("div", { class: "nr-compare" }, [element("h2", {}, [t("Compare variants")]), setup.el, intro, place]));
  return { run, stop, summary, setup, intro, place };
}
