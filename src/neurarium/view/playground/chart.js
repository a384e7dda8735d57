/**
 * The chart: training and test loss over epochs, or accuracy, or the gradient size of each layer.
 *
 * @import { Store } from "./store.js"
 * @import { Quantity } from "./chart_sources.js"
 * @import { Ink } from "../curves/ink.js"
 * @import { Curve, Drawing } from "./chart_draw.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { fittedContext } from "../curves/axes.js";
import { inkOf, layerColour } from "../curves/ink.js";
import { valueEnds } from "../curves/scale.js";
import { drawChart } from "./chart_draw.js";
import { channelNames, Sources } from "./chart_sources.js";

/** Drawing takes at most one part in so many of the time while training runs. */
const REST = 8;

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountChart(el, store) {
  const chart = new Chart(el, store);
  return chart.start();
}

/** One mounted chart: what is chosen, what is hovered, and the canvas. */
class Chart {
  /** @type {Quantity} */
  quantity = "loss";
  log = false;
  /** @type {number | null} */
  cursor = null;
  /** @type {import("../curves/scale.js").Scale | null} */
  across = null;
  /** @type {Ink | null} */
  ink = null;
  shape = "";
  legendKey = "";
  /** Size of the canvas in CSS pixels; measured when it changes, not in every frame. */
  size = { width: 0, height: 0 };
  /** When it was drawn last and how long that took. */
  last = { at_ms: 0, took_ms: 0 };

  /**
   * @param {HTMLElement} el
   * @param {Store} store
   */
  constructor(el, store) {
    this.el = el;
    this.store = store;
    this.sources = new Sources();
    this.parts = buildChart(el, store.capabilities.train);
  }

  /** @returns {() => void} */
  start() {
    const { canvas, quantity, log } = this.parts;
    const sizes = new ResizeObserver(() => {
      this.size = { width: canvas.clientWidth, height: canvas.clientHeight };
      this.draw();
    });
    sizes.observe(canvas);
    this.takeState();
    this.takeFrame();
    return together([
      () => this.el.replaceChildren(),
      () => sizes.disconnect(),
      this.store.on("state", () => this.takeState()),
      this.store.on("frame", () => this.takeFrame()),
      this.store.on("ui", () => this.restyle()),
      listen(quantity, "change", () => this.choose(/** @type {Quantity} */ (quantity.value))),
      listen(log, "change", () => {
        this.log = log.checked;
        this.draw();
      }),
      listen(canvas, "pointermove", (event) => this.point(event.offsetX)),
      listen(canvas, "pointerleave", () => this.pointAt(null)),
      listen(canvas, "blur", () => this.pointAt(null)),
      listen(canvas, "keydown", (event) => this.key(event)),
      listen(canvas, "click", () => this.cursor !== null && this.store.send({ type: "seek", epoch: this.cursor })),
    ]);
  }

  takeState() {
    const { state } = this.store.get();
    // Accuracies and gradients of another network or of other points say nothing about this one.
    const shape = JSON.stringify([state.network.sizes, state.points.task, state.points.classes, state.setup.config.data.name]);
    if (this.shape && shape !== this.shape) this.sources.forget();
    this.shape = shape;
    const scoreName = state.points.task === "regression" ? t("R²") : t("Accuracy");
    const option = this.parts.quantity.options[1];
    if (option.textContent !== scoreName) option.textContent = scoreName;
    this.takeFrame();
  }

  takeFrame() {
    const { state, frame, curve } = this.store.get();
    if (frame) this.sources.take({ state, frame, curve }, this.quantity);
    const { at_ms, took_ms } = this.last;
    const busy = performance.now() - at_ms < REST * took_ms;
    // The longer the curves, the less often while running: they change little, and frames matter.
    if (state.status !== "running" || !busy) this.draw();
  }

  /** @param {Quantity} quantity */
  choose(quantity) {
    this.quantity = quantity;
    this.takeFrame();
  }

  restyle() {
    this.ink = null;
    this.legendKey = "";
    // After the page has set its new theme.
    requestAnimationFrame(() => this.draw());
  }

  /** @param {number} x in CSS pixels of the canvas */
  point(x) {
    if (!this.across) return;
    this.pointAt(Math.min(Math.max(Math.round(this.across.fromPixel(x)), 0), this.across.high));
  }

  /** @param {number | null} epoch */
  pointAt(epoch) {
    const found = epoch === null ? null : this.sources[this.quantity].nearest(epoch);
    this.cursor = found ? found.epoch : null;
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const series = this.sources[this.quantity];
    const at = this.cursor ?? series.lastEpoch;
    const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
    const pixels = moves[/** @type {keyof typeof moves} */ (event.key)];
    if (event.key === "Home") this.pointAt(series.firstEpoch);
    else if (event.key === "End") this.pointAt(series.lastEpoch);
    else if (event.key === "Enter" && this.cursor !== null) this.store.send({ type: "seek", epoch: this.cursor });
    else if (event.key === "Escape") this.pointAt(null);
    else if (pixels) this.pointAt(at + Math.sign(pixels) * Math.max(1, Math.round((Math.abs(pixels) * (series.lastEpoch - series.firstEpoch)) / 200)));
    else return;
    event.preventDefault();
  }

  draw() {
    const { canvas } = this.parts;
    const { width, height } = this.size;
    if (!width || !height) return;
    const start = performance.now();
    const context = fittedContext(canvas, width, height);
    if (!context) return;
    const drawing = this.drawing();
    this.across = drawChart(context, width, height, drawing);
    this.showLegend(drawing.curves);
    this.showReadout(drawing);
    this.last = { at_ms: start, took_ms: performance.now() - start };
  }

  /** @returns {Drawing} */
  drawing() {
    const { state, frame } = this.store.get();
    this.ink ??= inkOf(this.parts.canvas);
    const series = this.sources[this.quantity];
    const scored = this.quantity === "accuracy";
    const regression = state.points.task === "regression";
    const best = this.quantity === "loss" && series.length > 1 ? series.best("test") : null;
    return {
      series,
      curves: this.curves(state.network.sizes.length - 1),
      ends: valueEnds(series.extent(this.log), { log: this.log, top: scored && !regression ? 1 : undefined }),
      log: this.log,
      best: best && best.value > 0 ? best : null,
      past: frame?.past ? frame.epoch : null,
      cursor: this.cursor,
      ink: this.ink,
    };
  }

  /**
   * @param {number} layers
   * @returns {Curve[]}
   */
  curves(layers) {
    const { train, test, dark } = /** @type {Ink} */ (this.ink);
    const names = channelNames(this.quantity, layers);
    return names.map(({ channel, label }, i) => {
      if (this.quantity === "gradient") {
        return { channel, label, colour: layerColour(i, layers, dark), width: 1.5, dash: i % 2 ? [5, 2] : [] };
      }
      const tested = channel === "test";
      return { channel, label, colour: tested ? test : train, width: tested ? 2 : 1.5, dash: tested ? [] : [4, 2] };
    });
  }

  /** @param {Curve[]} curves */
  showLegend(curves) {
    const key = curves.map((curve) => curve.label + curve.colour).join();
    if (key === this.legendKey) return;
    this.legendKey = key;
    this.parts.legend.replaceChildren(
      ...curves.map((curve) => {
        const sample = element("span", { class: "nr-chart-sample" });
        sample.style.borderTop = `${curve.width}px ${curve.dash.length ? "dashed" : "solid"} ${curve.colour}`;
        return element("li", {}, [sample, curve.label]);
      }),
    );
  }

  /** @param {Drawing} drawing */
  showReadout(drawing) {
    const { readout, canvas } = this.parts;
    const epoch = drawing.cursor;
    const found = epoch === null ? null : drawing.series.nearest(epoch);
    readout.hidden = !found;
    if (!found) return;
    const values = drawing.curves.map((curve) => {
      const value = found.values[drawing.series.channels.indexOf(curve.channel)];
      return `${curve.label} ${formatNumber(value, 4)}`;
    });
    const text = `${t("epoch {epoch}", { epoch: formatInteger(found.epoch) })} · ${values.join(" · ")}`;
    if (readout.textContent !== text) readout.textContent = text;
    const right = (this.across?.toPixel(found.epoch) ?? 0) > canvas.clientWidth / 2;
    readout.classList.toggle("nr-chart-readout-left", right);
  }
}

/**
 * @param {HTMLElement} el
 * @param {boolean} trains a replay carries no gradients
 */
function buildChart(el, trains) {
  const quantity = element("select", { class: "nr-select nr-chart-quantity", "aria-label": t("What the chart shows"), title: t("What the chart shows") }, [
    element("option", { value: "loss" }, [t("Loss")]),
    element("option", { value: "accuracy" }, [t("Accuracy")]),
    ...(trains ? [element("option", { value: "gradient" }, [t("Gradient size")])] : []),
  ]);
  const log = element("input", { type: "checkbox", class: "nr-check" });
  const legend = element("ul", { class: "nr-chart-legend" });
  const canvas = element("canvas", {
    class: "nr-chart-canvas", tabindex: 0, role: "img",
    "aria-label": t("Chart over epochs. Arrow keys read values, Enter goes to that epoch."),
  });
  const readout = element("output", { class: "nr-chart-readout", hidden: true });
  el.replaceChildren(
    element("div", { class: "nr-chart" }, [
      element("div", { class: "nr-chart-head" }, [
        quantity,
        legend,
        element("label", { class: "nr-chart-log", title: t("Logarithmic scale: small losses become visible") }, [log, t("log")]),
      ]),
      element("div", { class: "nr-chart-body" }, [canvas, readout]),
    ]),
  );
  return { quantity, log, legend, canvas, readout };
}
