/**
 * The forward pass in the browser: from a vector of parameters to every unit's activations, for
 * many points at once. Packing order: docs/architecture.md.
 *
 * @typedef {object} Shape the part of a state's `network` that the forward pass needs
 * @property {string[]} features
 * @property {number[]} sizes inputs, hidden layers, outputs
 * @property {string[]} activations one a hidden layer
 * @property {string} output
 *
 * @typedef {{inputs: number, units: number, weights: number, biases: number}} LayerSlice
 *   `weights` and `biases` are where they begin in the vector
 */

import { activationNamed, softmaxInPlace } from "./activations.js";
import { featureColumns, gridPoints } from "./features.js";

/**
 * Return where each layer after the input lies in the parameter vector.
 * @param {readonly number[]} sizes
 * @returns {LayerSlice[]}
 */
export function layerSlices(sizes) {
  const slices = [];
  let start = 0;
  for (let layer = 1; layer < sizes.length; layer += 1) {
    const inputs = sizes[layer - 1] ?? 0;
    const units = sizes[layer] ?? 0;
    slices.push({ inputs, units, weights: start, biases: start + inputs * units });
    start += (inputs + 1) * units;
  }
  return slices;
}

/**
 * Return where in the parameter vector a link's weight (or, `input` null, a unit's bias) is.
 * @param {readonly number[]} sizes
 * @param {{layer: number, unit: number, input: number | null}} link layer 0 is the first hidden one
 * @returns {number}
 */
export function parameterIndex(sizes, { layer, unit, input }) {
  const slice = layerSlices(sizes)[layer];
  if (!slice) throw new Error(`There is no layer ${layer}.`);
  return input === null ? slice.biases + unit : slice.weights + unit * slice.inputs + input;
}

/**
 * A forward pass over fixed points, that reuses its arrays: what `run` returns is overwritten by
 * the next `run`.
 * @typedef {object} Pass
 * @property {Float32Array[]} inputs the features at the points
 * @property {(parameters: ArrayLike<number>) => Float32Array[][]} run [layer][unit] → activations
 */

/**
 * @param {Shape} shape
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @returns {Pass}
 */
export function createPass(shape, x, y) {
  const count = x.length;
  const inputs = featureColumns(shape.features, x, y);
  const slices = layerSlices(shape.sizes);
  const last = slices.length - 1;
  const layers = slices.map(({ units }) =>
    Array.from({ length: units }, () => new Float32Array(count)),
  );
  const totals = new Float64Array(count);
  /** @param {ArrayLike<number>} parameters */
  const run = (parameters) => {
    let previous = inputs;
    slices.forEach((slice, index) => {
      const units = /** @type {Float32Array[]} */ (layers[index]);
      const softmax = index === last && shape.output === "softmax";
      const name = index === last ? shape.output : (shape.activations[index] ?? "linear");
      const activate = activationNamed(softmax ? "linear" : name);
      units.forEach((out, unit) => {
        totals.fill(Number(parameters[slice.biases + unit]));
        addWeighted(totals, previous, parameters, slice.weights + unit * slice.inputs);
        activate(totals, out);
      });
      if (softmax) softmaxInPlace(units);
      previous = units;
    });
    return layers;
  };
  return { inputs, run };
}

/**
 * totals += Σ weight · input. Four inputs a sweep: fewer walks through `totals`.
 * @param {Float64Array} totals
 * @param {Float32Array[]} inputs
 * @param {ArrayLike<number>} parameters
 * @param {number} start index of the first weight
 */
function addWeighted(totals, inputs, parameters, start) {
  const blank = /** @type {Float32Array} */ (inputs[0]);
  for (let k = 0; k < inputs.length; k += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((j) => inputs[k + j] ?? blank);
    const [p, q, r, s] = [0, 1, 2, 3].map((j) =>
      k + j < inputs.length ? Number(parameters[start + k + j]) : 0,
    );
    addFour(
      totals,
      /** @type {Float32Array[]} */ ([a, b, c, d]),
      /** @type {number[]} */ ([p, q, r, s]),
    );
  }
}

/**
 * @param {Float64Array} totals
 * @param {Float32Array[]} arrays four
 * @param {number[]} weights four
 */
function addFour(totals, arrays, weights) {
  const [a, b, c, d] = /** @type {[Float32Array, Float32Array, Float32Array, Float32Array]} */ (
    arrays
  );
  const [p, q, r, s] = /** @type {[number, number, number, number]} */ (weights);
  for (let i = 0; i < totals.length; i += 1) {
    const sum = p * /** @type {number} */ (a[i]) + q * /** @type {number} */ (b[i]);
    const more = r * /** @type {number} */ (c[i]) + s * /** @type {number} */ (d[i]);
    totals[i] = /** @type {number} */ (totals[i]) + sum + more;
  }
}

/**
 * Return a pass over the cells of a size×size grid on the plane; cell 0 is the top left one.
 * @param {Shape} shape
 * @param {number} size
 * @returns {Pass}
 */
export function createGridPass(shape, size) {
  const { x, y } = gridPoints(size);
  return createPass(shape, x, y);
}

/**
 * Return the outputs at `rows` ([x, y, …] each): one array an output unit.
 * @param {Shape} shape
 * @param {ArrayLike<number>} parameters
 * @param {readonly (readonly number[])[]} rows
 * @returns {Float32Array[]}
 */
export function forwardPoints(shape, parameters, rows) {
  const x = rows.map((row) => row[0] ?? 0);
  const y = rows.map((row) => row[1] ?? 0);
  const layers = createPass(shape, x, y).run(parameters);
  return layers[layers.length - 1] ?? [];
}
