/**
 * A chart of curves over epochs: title, legend, logarithmic switch, values under the pointer and
 * by the arrow keys. It is drawn anew only when there is something new.
 *
 * @import { Drawing } from "./draw_curves.js"
 * @import { Ink } from "./ink.js"
 * @import { Scale } from "./scale.js"
 *
 * @typedef {object} ChartOptions
 * @property {string} title
 * @property {boolean} [canLog] offers a logarithmic scale
 * @property {(value: number) => string} format of the values
 * @property {(x: number) => string} where what an x is called: "epoch 3"
 * @property {(log: boolean, ink: Ink) => Drawing | null} drawing asked for at each drawing; null: nothing yet
 * @property {(epoch: number) => void} [onChoose] a click or Enter on a whole epoch
 * @property {string} [empty] what stands there before the first value
 */

import { element, listen, setText, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { fittedContext } from "./axes.js";
import { drawCurves } from "./draw_curves.js";
import { inkOf } from "./ink.js";
import { nearestX, readableX } from "./run_curves.js";

/**
 * @param {HTMLElement} el
 * @param {ChartOptions} options
 * @returns {{draw: () => void, restyle: () => void, close: () => void}}
 */
export function createCurveChart(el, options) {
  const chart = new CurveChart(el, options);
  const close = chart.start();
  return { draw: () => chart.draw(), restyle: () => chart.restyle(), close };
}

/** One chart: what is hovered, and the canvas. */
class CurveChart {
  /** @type {number | null} */
  cursor = null;
  /** @type {Scale | null} */
  across = null;
  /** @type {Ink | null} */
  ink = null;
  /** @type {Drawing | null} */
  drawn = null;
  legendKey = "";
  size = { width: 0, height: 0 };

  /**
   * @param {HTMLElement} el
   * @param {ChartOptions} options
   */
  constructor(el, options) {
    this.el = el;
    this.options = options;
    this.parts = build(el, options);
  }

  /** @returns {() => void} */
  start() {
    const { canvas, log } = this.parts;
    const sizes = new ResizeObserver(() => {
      this.size = { width: canvas.clientWidth, height: canvas.clientHeight };
      this.draw();
    });
    sizes.observe(canvas);
    return together([
      () => this.el.replaceChildren(),
      () => sizes.disconnect(),
      listen(log, "change", () => this.draw()),
      listen(canvas, "pointermove", (event) => this.point(event.offsetX)),
      listen(canvas, "pointerleave", () => this.pointAt(null)),
      listen(canvas, "blur", () => this.pointAt(null)),
      listen(canvas, "keydown", (event) => this.key(event)),
      listen(canvas, "click", () => this.choose()),
    ]);
  }

  restyle() {
    this.ink = null;
    this.legendKey = "";
    this.draw();
  }

  choose() {
    if (this.cursor !== null && Number.isInteger(this.cursor)) this.options.onChoose?.(this.cursor);
  }

  /** @returns {number[]} */
  readable() {
    return readableX((this.drawn?.curves ?? []).map((curve) => curve.points));
  }

  /** @param {number} pixel in CSS pixels of the canvas */
  point(pixel) {
    if (this.across) this.pointAt(nearestX(this.readable(), this.across.fromPixel(pixel)));
  }

  /** @param {number | null} x */
  pointAt(x) {
    if (this.cursor === x) return;
    this.cursor = x;
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const all = this.readable();
    const whole = all.filter(Number.isInteger);
    const xs = whole.length ? whole : all;
    const at = this.cursor === null ? xs.length : xs.indexOf(/** @type {number} */ (nearestX(xs, this.cursor)));
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: xs.length - 1 }[event.key];
    if (event.key === "Escape") this.pointAt(null);
    else if (event.key === "Enter") this.choose();
    else if (to !== undefined && xs.length) this.pointAt(xs[Math.min(Math.max(to, 0), xs.length - 1)] ?? null);
    else return;
    event.preventDefault();
  }

  draw() {
    const { canvas, log, empty } = this.parts;
    const { width, height } = this.size;
    if (!width || !height) return;
    const context = fittedContext(canvas, width, height);
    if (!context) return;
    this.ink ??= inkOf(canvas);
    this.drawn = this.options.drawing(log.checked, this.ink);
    empty.hidden = this.drawn !== null;
    if (!this.drawn) {
      context.clearRect(0, 0, width, height);
      this.parts.readout.hidden = true;
      return;
    }
    this.across = drawCurves(context, this.size, this.drawn, { ink: this.ink, cursor: this.cursor });
    this.showLegend(this.drawn);
    this.showReadout(this.drawn);
  }

  /** @param {Drawing} drawing */
  showLegend({ curves }) {
    const named = curves.filter((curve) => curve.inLegend);
    const key = named.map((curve) => curve.label + curve.colour).join();
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.parts.legend.replaceChildren(
      ...named.map((curve) => {
        const sample = element("span", { class: "nr-curves-sample" });
        sample.style.borderTop = `${Math.max(2, curve.width)}px ${curve.dash.length ? "dashed" : "solid"} ${curve.colour}`;
        return element("li", {}, [sample, curve.label]);
      }),
    );
  }

  /** @param {Drawing} drawing */
  showReadout({ curves }) {
    const { readout, canvas } = this.parts;
    const x = this.cursor;
    readout.hidden = x === null;
    if (x === null) return;
    const values = curves.flatMap((curve) => {
      const point = curve.points.find((one) => one[0] === x);
      return point && Number.isFinite(point[1]) ? [`${curve.label} ${this.options.format(point[1])}`] : [];
    });
    setText(readout, [this.options.where(x), ...values].join(" · "));
    readout.classList.toggle("nr-curves-readout-left", (this.across?.toPixel(x) ?? 0) > canvas.clientWidth / 2);
  }
}

/**
 * @param {HTMLElement} el
 * @param {ChartOptions} options
 */
function build(el, { title, canLog, onChoose, empty: nothing = t("No values yet.") }) {
  const log = element("input", { type: "checkbox", class: "nr-check" });
  const legend = element("ul", { class: "nr-curves-legend" });
  const keys = onChoose ? t("Arrow keys read values, Enter looks at that epoch.") : t("Arrow keys read values.");
  const canvas = element("canvas", { class: "nr-curves-canvas", tabindex: 0, role: "img", "aria-label": `${t("{what} over epochs.", { what: title })} ${keys}` });
  const readout = element("output", { class: "nr-curves-readout", hidden: true });
  const empty = element("p", { class: "nr-curves-empty" }, [nothing]);
  const switcher = element("label", { class: "nr-curves-log", title: t("Logarithmic scale: small values become visible") }, [log, t("log scale")]);
  el.replaceChildren(
    element("div", { class: "nr-curves" }, [
      element("div", { class: "nr-curves-head" }, [element("h3", {}, [title]), legend, canLog ? switcher : null]),
      element("div", { class: "nr-curves-body" }, [canvas, readout, empty]),
      element("p", { class: "nr-curves-axis", "aria-hidden": "true" }, [t("epochs")]),
    ]),
  );
  return { log, legend, canvas, readout, empty };
}
