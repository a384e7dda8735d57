/** Numbers and formulas as a person reads them: true minus signs, thousands apart. */

import { featureNamed } from "./features.js";
import { layerSlices } from "./network.js";

const MINUS = "−";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/**
 * Return a number with at most `digits` decimals and no needless zeros: −1.2, 0.31, 3e−5.
 * @param {number} value
 * @param {number} [digits]
 * @returns {string}
 */
export function formatNumber(value, digits = 2) {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : `${MINUS}∞`;
  const size = Math.abs(value);
  const tiny = size > 0 && size < 0.5 * 10 ** -digits;
  const text = tiny || size >= 1e6 ? value.toExponential(1) : String(+value.toFixed(digits));
  return text.replace("e+", "e").replaceAll("-", MINUS);
}

/**
 * Return a loss with three decimals, 0.021, or, where these would be zeros, as 4.1e−5.
 * @param {number} value
 * @returns {string}
 */
export function formatLoss(value) {
  if (!Number.isFinite(value)) return formatNumber(value);
  if (value > 0 && value < 0.0005) return value.toExponential(1).replaceAll("-", MINUS);
  return value >= 1000 ? formatNumber(value, 0) : value.toFixed(3).replace("-", MINUS);
}

/**
 * Return a whole number with commas between the thousands: 12,345.
 * @param {number} value
 * @returns {string}
 */
export function formatInteger(value) {
  return String(Math.round(value))
    .replace(/\B(?=(\d{3})+$)/g, ",")
    .replace("-", MINUS);
}

/**
 * Return 0 to 1 as percent: 98.4 %.
 * @param {number} share
 * @returns {string}
 */
export function formatPercent(share) {
  return Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;
}

/** @param {number} number @returns {string} 12 → ₁₂ */
export function subscript(number) {
  return [...String(number)].map((digit) => SUBSCRIPTS[Number(digit)]).join("");
}

/**
 * Return what a unit's inputs are called: features by their symbol, units of a layer h₁, h₂, ….
 * @param {{features: string[]}} network
 * @param {number} layer 0 is the first after the input
 * @param {number} input
 * @returns {string}
 */
export function inputSymbol(network, layer, input) {
  if (layer > 0) return `h${subscript(input + 1)}`;
  return featureNamed(network.features[input] ?? "x").symbol;
}

/**
 * Return a unit's formula: tanh(0.31·x₁ − 1.2·x₂ + 0.1).
 * @param {{features: string[], sizes: number[], activations: string[], output: string}} network
 * @param {ArrayLike<number>} parameters
 * @param {{layer: number, unit: number}} neuron layer 0 is the first after the input
 * @returns {string}
 */
export function unitFormula(network, parameters, { layer, unit }) {
  const slice = layerSlices(network.sizes)[layer];
  if (!slice) return "";
  const start = slice.weights + unit * slice.inputs;
  const terms = Array.from({ length: slice.inputs }, (_, input) => ({
    value: Number(parameters[start + input]),
    symbol: `·${inputSymbol(network, layer, input)}`,
  }));
  terms.push({ value: Number(parameters[slice.biases + unit]), symbol: "" });
  const sum = joined(terms);
  const name = network.activations[layer] ?? network.output;
  return name === "linear" ? sum : `${name}(${sum})`;
}

/** @param {{value: number, symbol: string}[]} terms @returns {string} */
function joined(terms) {
  return terms
    .map(({ value, symbol }, i) => {
      const number = formatNumber(Math.abs(value)) + symbol;
      if (i === 0) return value < 0 ? MINUS + number : number;
      return value < 0 ? `${MINUS} ${number}` : `+ ${number}`;
    })
    .join(" ");
}
