/**
 * From logits to probabilities to the loss, in numbers that can be written out.
 *
 * p_i = e^(z_i) / Σ_j e^(z_j), loss = −log p of the true class (natural logarithm).
 */

import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";

/** Above this e^z has more digits than one wants to read (and above 709 no double has it). */
const LARGE = 40;

/**
 * @typedef {object} SoftmaxRow
 * @property {number} index of the class
 * @property {number} z
 * @property {number} power e^(z − shift)
 * @property {number} p
 * @property {number} minusLogP
 *
 * @typedef {{rows: SoftmaxRow[], sum: number, shift: number}} Softmax `shift` is taken off every
 *   logit first where they are large; probabilities are the same with any
 */

/**
 * @param {ArrayLike<number>} logits
 * @returns {Softmax}
 */
export function softmaxOf(logits) {
  const all = Array.from(logits, Number);
  const top = Math.max(...all);
  const shift = top > LARGE ? top : 0;
  const powers = all.map((z) => Math.exp(z - shift));
  const sum = powers.reduce((total, power) => total + power, 0);
  // The logarithm of a probability that rounds to 0 would be infinite; this way it is not.
  const logSum = Math.log(all.reduce((total, z) => total + Math.exp(z - top), 0)) + top;
  const rows = all.map((z, index) => ({
    index, z, power: powers[index] ?? 0, p: (powers[index] ?? 0) / sum, minusLogP: logSum - z,
  })); // prettier-ignore
  return { rows, sum, shift };
}

/**
 * Return p as a person reads it: 98.2 %, 0.3 %, < 0.1 %, > 99.9 %.
 * @param {number} p
 * @returns {string}
 */
export function sureness(p) {
  if (p > 0.9995) return p === 1 ? "100 %" : "> 99.9 %";
  if (p < 0.0005) return p === 0 ? "0 %" : "< 0.1 %";
  return `${(100 * p).toFixed(1)} %`;
}

/**
 * Return p as it stands in the table: four decimals, and never 0 or 1 that it is not.
 * @param {number} p
 * @returns {string}
 */
export function fourDecimals(p) {
  if (p > 0 && p < 0.00005) return "< 0.0001";
  if (p < 1 && p > 0.99995) return "> 0.9999";
  return p.toFixed(4);
}

/**
 * Return p with enough digits to be told from 1: 0.888, 0.99989.
 * @param {number} p
 */
function manyDigits(p) {
  if (p <= 0.99 || p === 1) return threeDigits(p);
  const nines = Math.floor(-Math.log10(1 - p));
  return nines > 12 ? t("almost 1") : p.toFixed(nines + 2);
}

/**
 * Return a positive number with about three digits: 4,064, 12.3, 0.0021, 3.1e−9.
 * @param {number} value
 * @returns {string}
 */
export function threeDigits(value) {
  if (value === 0) return "0";
  if (value >= 1e7 || value < 1e-4) return value.toExponential(2).replace("e+", "e").replaceAll("-", "−");
  if (value >= 1000) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
  return String(+value.toPrecision(3));
}

/**
 * Return the softmax of one class written out with its numbers.
 * @param {Softmax} softmax
 * @param {SoftmaxRow} row
 * @param {string} name
 * @returns {string} "p(3) = e^2.1 / (e^−0.3 + … + e^2.1) = 8.17 / 9.2 = 0.888"
 */
export function probabilityInNumbers({ rows, sum, shift }, row, name) {
  const power = (/** @type {SoftmaxRow} */ one) => `e^${exponent(one.z - shift)}`;
  const shown = rows.length > 3 ? [power(/** @type {SoftmaxRow} */ (rows[0])), "…", power(/** @type {SoftmaxRow} */ (rows[rows.length - 1]))] : rows.map(power);
  return `p(${name}) = ${power(row)} / (${shown.join(" + ")}) = ${threeDigits(row.power)} / ${threeDigits(sum)} = ${manyDigits(row.p)}`;
}

/** @param {number} z */
function exponent(z) {
  const text = formatNumber(z, 2);
  return z < 0 ? `(${text})` : text;
}

/**
 * Return the loss of one class written out.
 * @param {SoftmaxRow} row
 * @param {string} name
 * @returns {string}
 */
export function lossInNumbers(row, name) {
  return t("loss = −log p({name}) = −log {p} = {loss}", { name, p: manyDigits(row.p), loss: formatNumber(row.minusLogP, 3) });
}
