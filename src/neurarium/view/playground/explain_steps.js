/**
 * The arithmetic of one update, arranged as rows that a person can check by hand.
 *
 * The packing order is the one of the parameter vector: layer by layer, in a layer first the
 * weights row by row ([unit][input]), then the biases. Pure: no DOM, no store.
 */

import { layerSlices, parameterIndex } from "../core/network.js";

/**
 * What the server answers to `explain`.
 * @typedef {{epoch: number, step: number, rows: number[][], batch_size: number,
 *   updates_per_epoch: number, n_train: number, learning_rate: number, optimizer: string,
 *   updates?: boolean, loss_before: number, loss_after: number, parameters: number[], gradient: number[],
 *   regularization: number[], step_taken: number[]}} Explanation
 */

/**
 * One parameter in one update; `input` is null for the bias.
 * @typedef {{index: number, input: number | null, before: number, gradient: number,
 *   regularization: number, step: number, after: number}} ParameterStep
 */

/**
 * What one update does to a unit's weights and bias, the weights in the order of its inputs.
 * @param {Explanation} explanation
 * @param {readonly number[]} sizes
 * @param {number} layer
 * @param {number} unit
 * @returns {ParameterStep[]} the bias last
 */
export function unitSteps(explanation, sizes, layer, unit) {
  const inputs = Array.from({ length: sizes[layer] }, (_, input) => input);
  return [...inputs, null].map((input) =>
    parameterStep(explanation, parameterIndex(sizes, { layer, unit, input }), input),
  );
}

/**
 * @param {Explanation} explanation
 * @param {number} index place in the parameter vector
 * @param {number | null} input
 * @returns {ParameterStep}
 */
function parameterStep(explanation, index, input) {
  const before = explanation.parameters[index];
  const step = explanation.step_taken[index];
  return {
    index,
    input,
    before,
    gradient: explanation.gradient[index],
    regularization: explanation.regularization[index] ?? 0,
    step,
    after: before + step,
  };
}

/**
 * True if the step of every parameter is −learning rate × (gradient + regularization), so that a
 * reader can multiply along; false for optimizers that remember earlier steps.
 * @param {Explanation} explanation
 * @returns {boolean}
 */
export function isPlainDescent(explanation) {
  const { learning_rate: rate, optimizer, parameters, gradient, regularization, step_taken: taken } = explanation;
  if (optimizer !== "sgd") return false;
  return parameters.every((parameter, i) => {
    const plain = -rate * (gradient[i] + (regularization[i] ?? 0));
    // The engine keeps parameters in single precision: a step is off by their last bits.
    const bits = 4e-7 * Math.max(1, Math.abs(parameter));
    return Math.abs(plain - taken[i]) <= 1e-4 * Math.abs(plain) + bits;
  });
}

/**
 * Decimals with which a table is printed: the largest step keeps three digits, so that
 * `weight + step = new weight` can be followed in the printed numbers.
 * @param {readonly ParameterStep[]} steps
 * @returns {number} 3 to 8
 */
export function tableDecimals(steps) {
  return threeDigits(steps.map((step) => step.step), { fewest: 3, most: 8 });
}

/**
 * Decimals that show three digits of the largest value; the fewest (but 4) when all are 0.
 * @param {readonly number[]} values
 * @param {{fewest: number, most: number}} bounds
 */
function threeDigits(values, { fewest, most }) {
  const largest = Math.max(0, ...values.map(Math.abs).filter(Number.isFinite));
  if (largest === 0) return Math.max(4, fewest);
  return Math.min(most, Math.max(fewest, 2 - Math.floor(Math.log10(largest))));
}

/**
 * Decimals of the losses before and after: three digits of the smaller one.
 * @param {Pick<Explanation, "loss_before" | "loss_after">} explanation
 */
export function lossDecimals({ loss_before: before, loss_after: after }) {
  const smaller = Math.min(...[before, after].filter((loss) => loss > 0));
  return threeDigits([smaller], { fewest: 5, most: 12 });
}

/**
 * Decimals of the gradients beside it: as many as the steps have, more where a learning rate
 * above 1 would blow their rounding up, and enough for three digits of the largest.
 * @param {readonly ParameterStep[]} steps
 * @param {number} learningRate
 */
export function gradientDecimals(steps, learningRate) {
  const follows = tableDecimals(steps) + Math.max(0, Math.ceil(Math.log10(Math.max(learningRate, 1))));
  const readable = threeDigits(steps.map((step) => step.gradient), { fewest: 0, most: 10 });
  return Math.min(10, Math.max(follows, readable));
}

/**
 * Which of an epoch's updates comes now, and how many points it takes out of the bag.
 * @param {Explanation} explanation
 * @param {number} batch the batch size that is set
 * @returns {{number: number, of: number, points: number, bag: number, batch: number,
 *   isLeftover: boolean}} `number` counts from 1; `isLeftover`: the last, smaller batch
 */
export function updateInEpoch(explanation, batch) {
  const { step, updates_per_epoch: of, rows, n_train: bag } = explanation;
  const points = rows.length;
  return { number: step + 1, of, points, bag, batch: Math.min(batch, bag), isLeftover: points < Math.min(batch, bag) };
}

/**
 * Which rows of the page's points the batch holds: rows travel rounded to six decimals.
 * @param {readonly number[][]} batch
 * @param {readonly number[][]} rows the page's, training points first
 * @param {number} nTrain
 * @returns {number[]} their indices, ascending
 */
export function batchIndices(batch, rows, nTrain) {
  const key = (/** @type {number[]} */ row) => row.map((value) => Math.round(value * 1e6)).join();
  /** @type {Map<string, number[]>} */
  const places = new Map();
  rows.slice(0, nTrain).forEach((row, i) => places.set(key(row), [...(places.get(key(row)) ?? []), i]));
  return batch
    .map((row) => places.get(key(row))?.shift())
    .filter((i) => i !== undefined)
    .sort((a, b) => a - b);
}

/**
 * Length of the gradient of one layer, weights and biases together.
 * @param {Explanation} explanation
 * @param {readonly number[]} sizes
 * @param {number} layer
 * @returns {number}
 */
export function layerGradientSize(explanation, sizes, layer) {
  const { weights, inputs, units } = layerSlices(sizes)[layer];
  let sum = 0;
  for (let i = weights; i < weights + units * (inputs + 1); i++) sum += explanation.gradient[i] ** 2;
  return Math.sqrt(sum);
}
