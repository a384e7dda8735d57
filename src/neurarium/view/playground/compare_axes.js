/**
 * Which variants a comparison trains: one or two hyperparameters, each with the values it takes.
 * Pure: no DOM, no store.
 */

import { ACTIVATION_LABELS } from "../core/activations.js";
import { t } from "../core/language.js";
import { INITIALIZERS, OPTIMIZERS } from "./choices.js";

/** @typedef {string | number} Value */
/** @typedef {{path: string, values: Value[]}} Axis */
/**
 * A hyperparameter that can be varied. `options`: the choices of a named one. For a number: its
 * bounds, whether it is whole, and whether a range is spread by equal factors.
 * @typedef {{path: string, label: string, suggested: Value[], options?: string[],
 *   low?: number, high?: number, whole?: boolean, byFactor?: boolean, text?: boolean}} Parameter
 */

export const MAX_VARIANTS = 64;

/**
 * All hyperparameters that a comparison may vary, the most asked for first. `path` is what the
 * server understands: a dotted name of the configuration; `units`, `hidden_layers`,
 * `activation` and `dropout` stand for all hidden layers at once.
 * @returns {Parameter[]}
 */
export function comparableParameters() {
  return [...trainingParameters(), ...networkParameters(), ...dataParameters()];
}

/**
 * Return a value of a hyperparameter as a person reads it: Leaky ReLU for leaky_relu.
 * @param {string} path
 * @param {string} value
 * @returns {string}
 */
export function valueName(path, value) {
  const names = {
    activation: Object.entries(ACTIVATION_LABELS),
    optimizer: OPTIMIZERS,
    initializer: INITIALIZERS,
    regularization: [["none", t("None")]],
  };
  const known = names[/** @type {keyof typeof names} */ (path)] ?? [];
  return known.find(([name]) => name === value)?.[1] ?? value;
}

/** @returns {Parameter[]} */
function trainingParameters() {
  return [
    { path: "learning_rate", label: t("learning rate"), suggested: [0.003, 0.01, 0.03, 0.1, 0.3, 1], low: 0, high: 100, byFactor: true },
    { path: "batch_size", label: t("batch size"), suggested: [1, 5, 10, 30, 100, 250], low: 1, high: 5000, whole: true, byFactor: true },
    { path: "optimizer", label: t("optimizer"), suggested: ["sgd", "momentum", "adam"], options: ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] },
    { path: "regularization", label: t("regularization"), suggested: ["none", "L1", "L2"], options: ["none", "L1", "L2"] },
    { path: "regularization_rate", label: t("regularization rate"), suggested: [0, 0.001, 0.003, 0.01, 0.03, 0.1], low: 0, high: 100, byFactor: true },
    { path: "dropout", label: t("dropout"), suggested: [0, 0.1, 0.2, 0.4], low: 0, high: 0.9 },
    { path: "initializer", label: t("initial weights"), suggested: ["original", "glorot", "he", "zero"], options: ["original", "glorot", "he", "zero"] },
    { path: "weights_seed", label: t("seed of the weights"), suggested: ["1", "2", "3", "4", "5", "6", "7", "8"], text: true },
  ];
}

/** @returns {Parameter[]} */
function networkParameters() {
  const activations = ["relu", "leaky_relu", "elu", "gelu", "silu", "tanh", "sigmoid", "softplus", "sin", "linear"];
  return [
    { path: "units", label: t("units in each hidden layer"), suggested: [1, 2, 3, 4, 6, 8], low: 1, high: 16, whole: true },
    { path: "hidden_layers", label: t("number of hidden layers"), suggested: [0, 1, 2, 3, 4], low: 0, high: 8, whole: true },
    { path: "activation", label: t("activation"), suggested: ["relu", "tanh", "sigmoid", "linear"], options: activations },
  ];
}

/** @returns {Parameter[]} */
function dataParameters() {
  return [
    { path: "data.noise", label: t("noise of the data"), suggested: [0, 10, 20, 30, 40, 50], low: 0, high: 50 },
    { path: "data.train_percent", label: t("share of training data (%)"), suggested: [10, 30, 50, 70, 90], low: 10, high: 90, whole: true },
    { path: "data.seed", label: t("seed of the data"), suggested: ["0.1", "0.2", "0.3", "0.4", "0.5"], text: true },
  ];
}

/**
 * Read the values that a person typed: "0.01, 0.1, 1", or a range "0.001..1 × 8".
 * @param {Parameter} parameter
 * @param {string} text
 * @returns {{values: Value[], problem: null} | {values: null, problem: string}}
 */
export function readValues(parameter, text) {
  const range = /^\s*(\S+?)\s*(?:\.\.|…|–)\s*(\S+?)\s*[x×*]\s*(\d+)\s*$/i.exec(text);
  if (range && !parameter.options && !parameter.text) {
    const [low, high, count] = [Number(range[1]), Number(range[2]), Number(range[3])];
    const wrong = [low, high].map((value, i) => numberProblem(parameter, value, range[i + 1])).find(Boolean);
    if (wrong) return { values: null, problem: wrong };
    return { values: spread(parameter, low, high, Math.min(count, MAX_VARIANTS)), problem: null };
  }
  const words = text.split(/[,;\s]+/).filter(Boolean);
  if (!words.length) {
    return { values: null, problem: t("Type at least one value of the {name}, separated by commas.", { name: parameter.label }) };
  }
  /** @type {Value[]} */
  const values = [];
  for (const word of words) {
    const problem = wordProblem(parameter, word);
    if (problem) return { values: null, problem };
    values.push(parameter.options || parameter.text ? word : Number(word));
  }
  return { values: [...new Set(values)], problem: null };
}

/**
 * @param {Parameter} parameter
 * @param {string} word
 * @returns {string | null}
 */
function wordProblem(parameter, word) {
  if (parameter.options) {
    if (parameter.options.includes(word)) return null;
    return t("“{word}” is not a known {name}. Known: {options}.", {
      word, name: parameter.label, options: parameter.options.join(", "),
    });
  }
  return parameter.text ? null : numberProblem(parameter, Number(word), word);
}

/**
 * @param {Parameter} parameter
 * @param {number} value
 * @param {string} word as it was typed
 * @returns {string | null}
 */
function numberProblem(parameter, value, word) {
  const { low = -Infinity, high = Infinity, label, whole } = parameter;
  if (Number.isFinite(value) && value >= low && value <= high && (!whole || Number.isInteger(value))) return null;
  const kind = whole ? t("a whole number") : t("a number");
  return t("“{word}” does not fit: the {name} is {kind} from {low} to {high}.", { word, name: label, kind, low, high });
}

/**
 * `count` values from low to high: by equal factors for rates and sizes (a range that starts at 0
 * keeps the 0 and spreads the rest over three powers of ten), by equal steps otherwise.
 * @param {Parameter} parameter
 * @param {number} low
 * @param {number} high
 * @param {number} count
 * @returns {number[]}
 */
export function spread(parameter, low, high, count) {
  if (count <= 1 || low === high) return [low];
  if (parameter.byFactor && low <= 0 && high > 0) {
    return [0, ...(count > 2 ? spread(parameter, high / 1000, high, count - 1) : [high])];
  }
  const values = [];
  for (let i = 0; i < count; i++) {
    const part = i / (count - 1);
    const value = parameter.byFactor ? low * (high / low) ** part : low + (high - low) * part;
    values.push(parameter.whole ? Math.round(value) : Number(value.toPrecision(3)));
  }
  return [...new Set(values)];
}

/**
 * How many variants the axes make.
 * @param {readonly Axis[]} axes
 */
export function variantCount(axes) {
  return axes.reduce((product, axis) => product * axis.values.length, 1);
}

/**
 * Why these axes cannot be compared, as a sentence; null if they can.
 * @param {readonly Axis[]} axes
 * @returns {string | null}
 */
export function axesProblem(axes) {
  if (axes.length === 2 && axes[0].path === axes[1].path) {
    return t("Both choices vary the same setting: choose two different ones.");
  }
  const count = variantCount(axes);
  if (count < 2) return t("One variant is nothing to compare: give at least two values.");
  if (count <= MAX_VARIANTS) return null;
  return t("{count} variants are too many: at most {most}. Take some values out.", { count, most: MAX_VARIANTS });
}

/**
 * How the variants are laid out. Two axes: the longer one goes across, the other down. One axis:
 * wrapped into rows, about as wide as a page.
 * @param {readonly number[]} lengths number of values of each axis
 * @returns {{rows: number, columns: number, across: number}} `across`: the axis that goes across
 */
export function gridShape(lengths) {
  if (lengths.length === 2) {
    const across = lengths[0] > lengths[1] ? 0 : 1;
    return { rows: lengths[1 - across], columns: lengths[across], across };
  }
  const count = lengths[0] ?? 0;
  const columns = count <= 8 ? count : Math.ceil(Math.sqrt(count * 1.6));
  return { rows: columns ? Math.ceil(count / columns) : 0, columns, across: 0 };
}

/**
 * Numbers of the variants in the order in which a grid of two axes shows them, row by row.
 * @param {readonly number[]} lengths number of values of both axes; the second changes fastest
 * @returns {number[]}
 */
export function gridOrder(lengths) {
  const { rows, columns, across } = gridShape(lengths);
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return across === 1 ? row * columns + column : column * rows + row;
  });
}

/**
 * The variant with the smallest finite test loss that has not diverged; −1 if there is none yet.
 * @param {readonly {testLoss: number, status: string}[]} variants
 */
export function bestVariant(variants) {
  let best = -1;
  variants.forEach((variant, i) => {
    if (variant.status === "diverged" || !Number.isFinite(variant.testLoss)) return;
    if (best < 0 || variant.testLoss < variants[best].testLoss) best = i;
  });
  return best;
}
