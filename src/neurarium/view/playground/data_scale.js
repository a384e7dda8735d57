/**
 * How a person's own data lie on the plane: as a formula, "2.3·x₁ + 5.84 = sepal length", and
 * in words, "1 unit = 2.3 of sepal length, 0 is 5.84".
 *
 * @import { AxisScale, PointSet } from "./store.js"
 */

import { t } from "../core/language.js";
import { formatNumber } from "../core/format.js";

/**
 * One formula for each axis that was scaled, in the order of `scaleSentences`.
 * @param {Pick<PointSet, "x_axis" | "y_axis" | "target_axis">} points
 * @returns {string[]}
 */
export function scaleFormulas({ x_axis, y_axis, target_axis }) {
  const axes = /** @type {const} */ ([["x₁", x_axis], ["x₂", y_axis], [t("target"), target_axis]]);
  return axes.flatMap(([symbol, axis]) => (axis && isScaled(axis) ? [scaleFormula(symbol, axis)] : []));
}

/** The name comes last: it is what may be cut. @param {string} symbol @param {AxisScale} axis */
function scaleFormula(symbol, { name, offset, unit }) {
  const scaled = unit === 1 ? symbol : `${significant(unit)}·${symbol}`;
  if (offset === 0) return `${scaled} = ${name}`;
  return `${scaled} ${offset < 0 ? "−" : "+"} ${significant(Math.abs(offset))} = ${name}`;
}

/**
 * One sentence for each axis that was scaled; none when the numbers are the plane's own.
 * @param {Pick<PointSet, "x_axis" | "y_axis" | "target_axis">} points
 * @returns {string[]}
 */
export function scaleSentences({ x_axis, y_axis, target_axis }) {
  const sentences = [];
  if (isScaled(x_axis)) sentences.push(t("Across: {scale}.", { scale: scaleText(x_axis) }));
  if (isScaled(y_axis)) sentences.push(t("Up: {scale}.", { scale: scaleText(y_axis) }));
  if (target_axis && isScaled(target_axis)) sentences.push(t("Target: {scale}.", { scale: scaleText(target_axis) }));
  return sentences;
}

/** @param {AxisScale} axis */
function isScaled(axis) {
  return axis.unit !== 1 || axis.offset !== 0;
}

/** @param {AxisScale} axis */
function scaleText({ name, offset, unit }) {
  return t("1 unit = {unit} of {name}, 0 is {offset}", {
    unit: significant(unit), name, offset: significant(offset),
  });
}

/** @param {number} value three digits that count */
function significant(value) {
  const digits = value === 0 ? 0 : Math.min(8, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return formatNumber(value, digits);
}
