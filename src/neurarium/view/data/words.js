/**
 * What is said of a data set, in words.
 *
 * @import { DataSet } from "./data_page.js"
 */

import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";

/** @param {number} bytes @returns {string} 11 MB, 340 kB */
export function formatBytes(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}

/** @param {readonly number[]} shape @returns {string} "28 × 28 pixels, grey" */
export function shapeInWords(shape) {
  const [height = 0, width = 0, channels = 1] = shape;
  const size = `${height} × ${width}`;
  return channels >= 3 ? t("{size} pixels, colour", { size }) : t("{size} pixels, grey", { size });
}

/** @param {readonly number[]} shape @returns {string} as Python writes a tuple: (28, 28), (4,) */
export function tuple(shape) {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
}

/** What is learned from it, shortly. @param {DataSet} set @returns {string} */
export function kindInWords({ kind, task, input_shape, classes, features }) {
  const what = kind === "images" ? shapeInWords(input_shape) : t("table with {count} columns", { count: features.length || input_shape[0] || 0 });
  const goal = task === "regression" ? t("a number to predict") : t("{count} classes", { count: classes.length });
  return `${what} · ${goal}`;
}

/** @param {DataSet} set @returns {string} */
export function countsInWords({ n_train, n_test }) {
  return t("{train} for training, {test} for testing", { train: formatInteger(n_train), test: formatInteger(n_test) });
}
