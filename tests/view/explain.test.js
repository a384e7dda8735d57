import assert from "node:assert/strict";
import { test } from "node:test";
import {
  batchIndices, gradientDecimals, isPlainDescent, layerGradientSize, lossDecimals, tableDecimals, unitSteps, updateInEpoch,
} from "../../src/neurarium/view/playground/explain_steps.js";
import { fixed } from "../../src/neurarium/view/playground/explain_table.js";

/** A 2-2-1 network: 9 parameters, W1 row by row, b1, W2, b2. */
const SIZES = [2, 2, 1];

/** @param {Partial<import("../../src/neurarium/view/playground/explain_steps.js").Explanation>} [changes] */
function explanation(changes = {}) {
  const parameters = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
  const gradient = [1, -2, 3, -4, 5, -6, 7, -8, 9];
  const rate = 0.03;
  return {
    epoch: 3, step: 12, rows: [[0, 0, 1], [1, 1, 0]], batch_size: 10, updates_per_epoch: 25, n_train: 250,
    learning_rate: rate, optimizer: "sgd", loss_before: 0.5, loss_after: 0.4, parameters, gradient,
    regularization: gradient.map(() => 0), step_taken: gradient.map((g) => -rate * g), ...changes,
  };
}

test("a unit's rows are its weights in the order of its inputs, then its bias", () => {
  const rows = unitSteps(explanation(), SIZES, 0, 1);
  assert.deepEqual(rows.map((row) => row.before), [0.3, 0.4, 0.6]);
  assert.deepEqual(rows.map((row) => row.gradient), [3, -4, -6]);
  assert.deepEqual(rows.map((row) => row.input), [0, 1, null]);
  const output = unitSteps(explanation(), SIZES, 1, 0);
  assert.deepEqual(output.map((row) => row.before), [0.7, 0.8, 0.9]);
});

test("a new weight is the weight plus its step", () => {
  for (const row of unitSteps(explanation(), SIZES, 1, 0)) {
    assert.ok(Math.abs(row.after - (row.before + row.step)) < 1e-12);
    assert.ok(Math.abs(row.step + 0.03 * row.gradient) < 1e-12);
  }
});

test("printed digits can be added up by hand", () => {
  const told = explanation({ gradient: explanation().gradient.map((g) => g / 731), step_taken: explanation().gradient.map((g) => (-0.03 * g) / 731) });
  for (const unit of [0, 1]) {
    const rows = unitSteps(told, SIZES, 0, unit);
    const decimals = tableDecimals(rows);
    const last = 10 ** -decimals;
    for (const row of rows) {
      const [before, step, after] = [row.before, row.step, row.after].map((value) => Number(value.toFixed(decimals)));
      assert.ok(Math.abs(before + step - after) <= 1.01 * last, "off by the last digit at most");
    }
    assert.ok(rows.some((row) => Math.abs(row.step) >= 100 * last), "the largest step shows three digits");
  }
});

test("decimals stay between 3 and 8, and a large learning rate asks for more of the gradient", () => {
  const steps = (/** @type {number} */ step, gradient = 0) => [{ index: 0, input: 0, before: 0, gradient, regularization: 0, step, after: 0 }];
  assert.equal(tableDecimals(steps(12)), 3);
  assert.equal(tableDecimals(steps(0.012)), 4);
  assert.equal(tableDecimals(steps(1e-12)), 8);
  assert.equal(tableDecimals(steps(0)), 4);
  assert.equal(gradientDecimals(steps(0.012, 0.4), 0.03), 4);
  assert.equal(gradientDecimals(steps(0.012, 0.0012), 10), 5);
  assert.equal(gradientDecimals(steps(0.03, 0.0000412), 0.03), 7, "Adam's steps say nothing of the gradient's size");
});

test("losses show three digits, however small they are", () => {
  assert.equal(lossDecimals({ loss_before: 0.5, loss_after: 0.4 }), 5);
  assert.equal(lossDecimals({ loss_before: 0.00001, loss_after: 0.0000031 }), 8);
  assert.equal(lossDecimals({ loss_before: 0, loss_after: 0 }), 5);
});

test("plain descent is told apart from optimizers that remember", () => {
  assert.equal(isPlainDescent(explanation()), true);
  assert.equal(isPlainDescent(explanation({ optimizer: "momentum" })), false);
  const shrunk = explanation({ regularization: explanation().gradient.map(() => 0.5) });
  assert.equal(isPlainDescent(shrunk), false, "the regularization is missing in the step");
  assert.equal(isPlainDescent({ ...shrunk, step_taken: shrunk.gradient.map((g) => -0.03 * (g + 0.5)) }), true);
  const single = explanation();
  single.step_taken = single.parameters.map((p, i) => Math.fround(Math.fround(p) + single.step_taken[i]) - Math.fround(p));
  assert.equal(isPlainDescent(single), true, "single precision is near enough");
});

test("the update is counted from 1, and the last, smaller batch is named", () => {
  const rows = Array.from({ length: 10 }, () => [0, 0, 0]);
  assert.deepEqual(updateInEpoch(explanation({ rows }), 10), { number: 13, of: 25, points: 10, bag: 250, batch: 10, isLeftover: false });
  const last = updateInEpoch(explanation({ rows: rows.slice(0, 4), step: 8, updates_per_epoch: 9, n_train: 84 }), 10);
  assert.deepEqual([last.number, last.of, last.isLeftover], [9, 9, true]);
  assert.equal(updateInEpoch(explanation({ rows, n_train: 10 }), 400).batch, 10, "a batch is never more than the bag");
});

test("the batch's rows are found among the training points, twins included", () => {
  const rows = [[1, 2, 0], [3, 4, 1], [1, 2, 0], [5, 6, 1], [3, 4, 1]];
  assert.deepEqual(batchIndices([[1.0000001, 2, 0], [1, 2, 0], [3, 4, 1]], rows, 4), [0, 1, 2]);
  assert.deepEqual(batchIndices([[3, 4, 1], [3, 4, 1]], rows, 4), [1], "test points are not in the bag");
});

test("a layer's gradient size takes weights and biases together", () => {
  assert.ok(Math.abs(layerGradientSize(explanation(), SIZES, 0) - Math.sqrt(1 + 4 + 9 + 16 + 25 + 36)) < 1e-12);
  assert.ok(Math.abs(layerGradientSize(explanation(), SIZES, 1) - Math.sqrt(49 + 64 + 81)) < 1e-12);
});

test("numbers are printed with a true minus, and never as −0", () => {
  assert.equal(fixed(-1.5, 2), "−1.50");
  assert.equal(fixed(-0.0001, 2), "0.00");
  assert.equal(fixed(NaN, 2), "–");
  assert.equal(fixed(-Infinity, 2), "−∞");
});
