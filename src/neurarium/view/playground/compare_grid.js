/**
 * The grid of a comparison: one live output map for each variant, with its loss.
 *
 * @import { VariantsFrame } from "../core/frame.js"
 * @import { Pass, Shape } from "../core/network.js"
 * @import { Palette } from "../core/palette.js"
 * @import { Axis } from "./compare_axes.js"
 * @import { PointSet } from "./store.js"
 *
 * @typedef {Shape & {labels: string[]}} Variant
 * @typedef {{type: "variants", axes: Axis[], items: Variant[], points?: PointSet | null}} Variants
 * @typedef {{button: HTMLButtonElement, canvas: HTMLCanvasElement, loss: HTMLElement,
 *   note: HTMLElement}} Cell
 */

import { t } from "../core/language.js";
import { element } from "../core/dom.js";
import { formatInteger, formatLoss } from "../core/format.js";
import { paintClasses, paintValues } from "../core/heatmap.js";
import { createGridPass } from "../core/network.js";
import { bestVariant, comparableParameters, gridOrder, gridShape, valueName } from "./compare_axes.js";

const CELLS = 40;
/** Painting stops here and goes on with the next frame: the page stays smooth. */
const PAINT_MS = 9;

/** A grid on the page. */
export class CompareGrid {
  /** @type {Map<string, Pass>} networks of one shape share one pass and its arrays */
  passes = new Map();
  next = 0;
  /** @type {VariantsFrame | null} */
  frame = null;

  /** @param {Variants} variants */
  constructor(variants) {
    this.variants = variants;
    this.names = variants.axes.map(({ path }) => comparableParameters().find((known) => known.path === path)?.label ?? path);
    this.cells = variants.items.map(() => buildCell());
    this.el = this.#build();
    this.image = new ImageData(CELLS, CELLS);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  #build() {
    const lengths = this.variants.axes.map((axis) => axis.values.length);
    const two = lengths.length === 2;
    const { rows, columns } = gridShape(lengths);
    const grid = element("div", { class: two ? "nr-compare-grid nr-compare-grid-two" : "nr-compare-grid", role: "group", "aria-label": t("Variants") });
    grid.style.setProperty("--nr-columns", String(columns));
    // Many rows: small maps, so that most of them are seen at once.
    grid.style.setProperty("--nr-cell", rows > 3 ? "max(76px, 6vw)" : "max(110px, 8.6vw)");
    this.cells.forEach(({ button }, i) => (button.dataset.index = String(i)));
    grid.append(...(two ? this.#table(lengths) : this.cells.map(({ button }, i) =>
      element("div", { class: "nr-compare-named" }, [element("span", {}, [this.#label(i, 0)]), button]))));
    return grid;
  }

  /** @param {number} index of the variant @param {number} axis @returns {string} */
  #label(index, axis) {
    return valueName(this.variants.axes[axis]?.path ?? "", this.variants.items[index]?.labels[axis] ?? "");
  }

  /** @param {number} index of the variant @returns {string} "learning rate 0.1, optimizer Adam" */
  #said(index) {
    return this.names.map((name, axis) => `${name} ${this.#label(index, axis)}`).join(", ");
  }

  /**
   * Two axes: a line of names, then line by line its name and its cells.
   * @param {number[]} lengths
   */
  #table(lengths) {
    const { columns, across } = gridShape(lengths);
    const order = gridOrder(lengths);
    const label = (/** @type {number} */ place, /** @type {number} */ axis) => this.#label(order[place], axis);
    const corner = element("span", { class: "nr-compare-corner" }, [`${this.names[1 - across]} ↓ ${this.names[across]} →`]);
    const heads = Array.from({ length: columns }, (_, i) => element("span", { class: "nr-compare-column" }, [label(i, across)]));
    const cells = order.flatMap((index, place) => {
      const name = element("span", { class: "nr-compare-row" }, [label(place, 1 - across)]);
      return place % columns === 0 ? [name, this.cells[index].button] : [this.cells[index].button];
    });
    return [corner, ...heads, ...cells];
  }

  /**
   * Show a frame's numbers at once, and paint its maps as far as time allows.
   * @param {VariantsFrame} frame
   * @param {{palette: Palette, discretize: boolean}} look
   * @returns {boolean} true when every map is painted
   */
  show(frame, look) {
    this.frame = frame;
    const best = bestVariant(frame.variants);
    frame.variants.forEach((variant, i) => {
      const cell = this.cells[i];
      if (!cell) return;
      const diverged = variant.status === "diverged";
      cell.loss.textContent = diverged ? "–" : formatLoss(variant.testLoss);
      cell.note.textContent = diverged ? t("diverged") : i === best ? t("best") : "";
      cell.button.classList.toggle("nr-compare-best", i === best);
      cell.button.classList.toggle("nr-compare-diverged", diverged);
      cell.button.setAttribute("aria-label", this.#name(i, cell));
    });
    return this.paint(look);
  }

  /**
   * @param {number} i
   * @param {Cell} cell
   */
  #name(i, cell) {
    const labels = this.#said(i);
    const said = `${cell.loss.textContent} ${cell.note.textContent}`.trim();
    return t("{labels}: test loss {said}. Open in the page.", { labels, said });
  }

  /**
   * Paint on from where the last call stopped.
   * @param {{palette: Palette, discretize: boolean}} look
   * @returns {boolean} true when it came around
   */
  paint(look) {
    const { frame } = this;
    if (!frame) return true;
    const start = performance.now();
    const count = Math.min(frame.variants.length, this.cells.length);
    for (let done = 0; done < count; done++) {
      if (performance.now() - start > PAINT_MS) return false;
      this.next %= count;
      this.#paintOne(this.next, frame.variants[this.next].parameters, look);
      this.next += 1;
    }
    return true;
  }

  /**
   * @param {number} i
   * @param {Float32Array} parameters
   * @param {{palette: Palette, discretize: boolean}} look
   */
  #paintOne(i, parameters, { palette, discretize }) {
    if (!parameters.length) return;
    const item = this.variants.items[i];
    const layers = this.#passOf(item).run(parameters);
    const units = layers[layers.length - 1];
    if (item.output === "softmax") {
      const classColors = units.length > 2 ? palette.classPixels : [palette.table[0], palette.table[255]];
      paintClasses(this.pixels, units, palette, { discretize, classColors });
    } else {
      paintValues(this.pixels, units[0], palette.table, { size: CELLS, stride: 1, discretize, unit: item.output === "sigmoid" });
    }
    this.cells[i].canvas.getContext("2d")?.putImageData(this.image, 0, 0);
  }

  /** @param {Variant} item */
  #passOf(item) {
    const key = JSON.stringify([item.features, item.sizes, item.activations, item.output]);
    let pass = this.passes.get(key);
    if (!pass) this.passes.set(key, (pass = createGridPass(item, CELLS)));
    return pass;
  }

  /** @returns {string} what a screen reader hears now and then */
  summary() {
    const { frame } = this;
    if (!frame?.variants.length) return "";
    const best = bestVariant(frame.variants);
    const epoch = formatInteger(Math.max(...frame.variants.map((variant) => variant.epoch)));
    if (best < 0) return t("epoch {epoch}", { epoch });
    const labels = this.#said(best);
    return t("epoch {epoch}, best so far: {labels} with test loss {loss}", { epoch, labels, loss: formatLoss(frame.variants[best].testLoss) });
  }
}

/** @returns {Cell} */
function buildCell() {
  const canvas = element("canvas", { width: CELLS, height: CELLS, "aria-hidden": true });
  const loss = element("span", { class: "nr-compare-loss" }, ["–"]);
  const note = element("span", { class: "nr-compare-note" });
  const button = element("button", { type: "button", class: "nr-compare-cell", title: t("Open this one in the page") }, [canvas, element("span", { class: "nr-compare-foot" }, [loss, " ", note])]);
  return { button, canvas, loss, note };
}
