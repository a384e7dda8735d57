import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axesProblem, bestVariant, comparableParameters, gridOrder, gridShape, MAX_VARIANTS, readValues, spread, valueName, variantCount,
} from "../../src/neurarium/view/playground/compare_axes.js";

/** @param {string} path */
function parameter(path) {
  const found = comparableParameters().find((each) => each.path === path);
  assert.ok(found, path);
  return found;
}

test("what is suggested for each hyperparameter can be read back", () => {
  for (const each of comparableParameters()) {
    const { values, problem } = readValues(each, each.suggested.join(", "));
    assert.equal(problem, null, each.path);
    assert.deepEqual(values, each.suggested, each.path);
  }
});

test("a list of values is read with commas or blanks, twins once", () => {
  assert.deepEqual(readValues(parameter("learning_rate"), "0.01, 0.1 1,0.1").values, [0.01, 0.1, 1]);
  assert.deepEqual(readValues(parameter("weights_seed"), "a, 7").values, ["a", "7"]);
});

test("a range is spread by equal factors for rates, by equal steps for others", () => {
  assert.deepEqual(readValues(parameter("learning_rate"), "0.001..1 × 4").values, [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(readValues(parameter("data.noise"), "0 .. 50 x 6").values, [0, 10, 20, 30, 40, 50]);
  assert.deepEqual(readValues(parameter("units"), "1..4 x 16").values, [1, 2, 3, 4]);
  assert.deepEqual(spread(parameter("regularization_rate"), 0, 1, 4), [0, 0.001, 0.0316, 1]);
});

test("what does not fit is named with the bounds", () => {
  for (const [path, text, part] of [
    ["learning_rate", "0.1, fast", "“fast”"], ["units", "2, 17", "“17”"], ["units", "2.5", "whole number"],
    ["optimizer", "adam, ada", "“ada”"], ["data.noise", "0..60 x 3", "“60”"], ["learning_rate", " , ", "at least one value"],
  ]) {
    const { values, problem } = readValues(parameter(path), text);
    assert.equal(values, null);
    assert.ok(problem?.includes(part), `${path}: ${problem}`);
  }
});

test("two axes multiply, up to 64 variants", () => {
  const eight = { path: "learning_rate", values: [1, 2, 3, 4, 5, 6, 7, 8] };
  assert.equal(variantCount([eight, { ...eight, path: "units" }]), MAX_VARIANTS);
  assert.equal(axesProblem([eight, { ...eight, path: "units" }]), null);
  assert.match(axesProblem([eight, { path: "units", values: [...eight.values, 9] }]) ?? "", /72 variants/);
  assert.match(axesProblem([eight, eight]) ?? "", /same setting/);
  assert.match(axesProblem([{ path: "units", values: [3] }]) ?? "", /nothing to compare/);
});

test("the longer of two axes goes across; one axis wraps", () => {
  assert.deepEqual(gridShape([4, 7]), { rows: 4, columns: 7, across: 1 });
  assert.deepEqual(gridShape([3, 2]), { rows: 2, columns: 3, across: 0 });
  assert.deepEqual(gridOrder([2, 3]), [0, 1, 2, 3, 4, 5]);
  assert.deepEqual(gridOrder([3, 2]), [0, 2, 4, 1, 3, 5], "the first row holds the second axis's first value");
  assert.deepEqual(gridShape([6]), { rows: 1, columns: 6, across: 0 });
  const { rows, columns } = gridShape([64]);
  assert.ok(rows * columns >= 64 && columns > rows);
});

test("the best variant is finite and has not diverged", () => {
  const of = (/** @type {number} */ testLoss, status = "running") => ({ testLoss, status });
  assert.equal(bestVariant([of(0.5), of(0.1, "diverged"), of(NaN), of(0.3), of(0.3)]), 3);
  assert.equal(bestVariant([of(NaN), of(0, "diverged")]), -1);
});

test("values are named as the page's controls name them", () => {
  assert.equal(valueName("activation", "leaky_relu"), "Leaky ReLU");
  assert.equal(valueName("optimizer", "rmsprop"), "RMSprop");
  assert.equal(valueName("regularization", "L2"), "L2");
  assert.equal(valueName("learning_rate", "0.1"), "0.1");
});
