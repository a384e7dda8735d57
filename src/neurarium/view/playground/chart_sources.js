/**
 * What a chart can show: losses come with the frames, accuracy is computed here, gradient sizes
 * are read off the frames as they pass.
 *
 * @import { Frame } from "../core/frame.js"
 * @import { State } from "./store.js"
 */

import { t } from "../core/language.js";
import { accuracy, confusion, rSquared } from "../core/metrics.js";
import { forwardPoints } from "../core/network.js";
import { Series } from "./chart_series.js";

/** @typedef {"loss" | "accuracy" | "gradient"} Quantity */

/**
 * How good the network of a frame is: accuracy of a classification (0 to 1), R² of a regression,
 * on the training points and on the test points.
 * @param {State} state
 * @param {Frame} frame
 * @returns {{train: number, test: number}}
 */
export function scores(state, frame) {
  const { points, network } = state;
  const parts = [points.rows.slice(0, points.n_train), points.rows.slice(points.n_train)];
  const [train, test] = parts.map((rows) => {
    if (!rows.length) return NaN;
    const units = forwardPoints(network, frame.parameters, rows);
    if (points.task === "regression") return rSquared(units[0], rows);
    return accuracy(confusion(network.output, units, rows, points.classes.length));
  });
  return { train, test };
}

/** Keeps the series of a page: one for each quantity, fed from the newest frame. */
export class Sources {
  constructor() {
    this.loss = new Series(["train", "test"]);
    this.accuracy = new Series(["train", "test"]);
    this.gradient = new Series([]);
  }

  /**
   * Take what a frame brings. Accuracy costs a forward pass: only if it is `wanted`.
   * @param {{state: State, frame: Frame, curve: {epochs: number[], train: number[], test: number[]}}} shown
   * @param {Quantity} wanted
   */
  take({ state, frame, curve }, wanted) {
    this.loss.follow(curve);
    if (frame.past) return;
    if (wanted === "accuracy" && !this.#has(this.accuracy, frame)) {
      const { train, test } = scores(state, frame);
      this.accuracy.add(frame.epoch, [train, test]);
    }
    if (frame.gradientNorms.length !== this.gradient.channels.length) {
      this.gradient = new Series(Array.from(frame.gradientNorms, (_, layer) => String(layer)));
    }
    if (!Number.isNaN(frame.gradientNorms[0] ?? NaN)) this.gradient.add(frame.epoch, frame.gradientNorms);
  }

  /** Forget what was computed here: it belongs to other points or to another network. */
  forget() {
    this.accuracy.clear();
    this.gradient.clear();
  }

  /**
   * @param {Series} series
   * @param {Frame} frame
   */
  #has(series, frame) {
    return series.length > 0 && series.lastEpoch === frame.epoch && !frame.step;
  }
}

/**
 * Names of a quantity's channels, in the order of the legend.
 * @param {Quantity} quantity
 * @param {number} layers layers after the input
 * @returns {{channel: string, label: string}[]}
 */
export function channelNames(quantity, layers) {
  if (quantity !== "gradient") {
    return [
      { channel: "train", label: t("training") },
      { channel: "test", label: t("test") },
    ];
  }
  return Array.from({ length: layers }, (_, layer) => ({
    channel: String(layer),
    label: layer === layers - 1 ? t("output") : t("layer {number}", { number: layer + 1 }),
  }));
}
