import assert from "node:assert/strict";
import { test } from "node:test";
import { extentOf, nearestX, readableX, runCurves, thinned } from "../../src/neurarium/view/curves/run_curves.js";
import { shareEnds } from "../../src/neurarium/view/curves/scale.js";

const EPOCHS = [
  { kind: "epoch", epoch: 1, loss: 0.5, val_loss: 0.4, accuracy: 0.8, val_accuracy: 0.82 },
  { kind: "epoch", epoch: 2, loss: 0.3, val_loss: null, accuracy: 0.9, val_accuracy: 0.88 },
];
const BATCHES = [
  { kind: "batch", epoch: 1, step: 60, loss: 2.3, accuracy: 0.1 },
  { kind: "batch", epoch: 2, step: 50, loss: 0.6, accuracy: 0.8 },
];

test("an epoch's values stand at its end, a batch's within it, and what is missing is a gap", () => {
  const { train, validation, batches } = runCurves({ epochs: EPOCHS, batches: BATCHES }, "loss", 100);
  assert.deepEqual(train, [[1, 0.5], [2, 0.3]]);
  assert.deepEqual(validation, [[1, 0.4], [2, NaN]]);
  assert.deepEqual(batches, [[0.6, 2.3], [1.5, 0.6]]);
});

test("a script that has no accuracy, or does not tell its updates, has no such curve", () => {
  const run = runCurves({ epochs: [{ kind: "epoch", epoch: 1, loss: 1 }], batches: BATCHES }, "accuracy", null);
  assert.deepEqual(run, { train: [], validation: [], batches: [] });
});

test("the first epoch's batches set the scale only until there are two epochs", () => {
  const early = runCurves({ epochs: EPOCHS.slice(0, 1), batches: BATCHES }, "loss", 100);
  assert.deepEqual(extentOf([early]), { low: 0.4, high: 2.3 });
  const later = runCurves({ epochs: EPOCHS, batches: BATCHES }, "loss", 100);
  assert.deepEqual(extentOf([later]), { low: 0.3, high: 0.6 });
  assert.equal(extentOf([]), null);
  assert.deepEqual(extentOf([{ train: [[1, 0], [2, 5]], validation: [], batches: [] }], true), { low: 5, high: 5 });
});

test("a long curve is thinned without losing a peak, in the order of time", () => {
  const points = Array.from({ length: 50_000 }, (_, i) => /** @type {[number, number]} */ ([i, i === 33_333 ? 99 : Math.sin(i)]));
  const few = thinned(points, 1000);
  assert.ok(few.length <= 1001, `${few.length}`);
  assert.ok(few.some(([x, y]) => x === 33_333 && y === 99));
  assert.ok(few.every(([x], i) => i === 0 || x > few[i - 1][0]));
  assert.equal(thinned(points.slice(0, 10), 1000).length, 10);
});

test("the nearest place that has a value is read", () => {
  const xs = readableX([[[1, 0], [2, 0]], [[0.5, 0], [1, 0]]]);
  assert.deepEqual(xs, [0.5, 1, 2]);
  assert.deepEqual([nearestX(xs, 1.4), nearestX(xs, 99), nearestX([], 1)], [1, 2, null]);
});

test("an axis of accuracies shows what there is with air, and stays between 0 and 1", () => {
  const ends = shareEnds({ low: 0.9, high: 0.98 });
  assert.ok(ends.low > 0.85 && ends.low < 0.9 && ends.high > 0.98 && ends.high <= 1);
  assert.deepEqual(shareEnds({ low: 0, high: 1 }), { low: 0, high: 1 });
  assert.deepEqual(shareEnds(null), { low: 0, high: 1 });
  const one = shareEnds({ low: 1, high: 1 });
  assert.ok(one.high > one.low);
});

test("where whole epochs passed without a word from their batches, the curve has a gap", () => {
  const lines = [[1, 50], [1, 90], [4, 10]].map(([epoch, step]) => ({ kind: "batch", epoch, step, loss: 1 }));
  const { batches } = runCurves({ epochs: [], batches: lines }, "loss", 100);
  assert.deepEqual(batches.map(([x, y]) => [x, Number.isFinite(y)]), [[0.5, true], [0.9, true], [2, false], [3.1, true]]);
  assert.deepEqual(readableX([batches]), [0.5, 0.9, 3.1]);
});
