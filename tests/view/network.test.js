import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createPass, forwardPoints, layerSlices, parameterIndex } from "../../src/neurarium/view/core/network.js";
import { gridPoints } from "../../src/neurarium/view/core/features.js";

const vectors = JSON.parse(readFileSync(new URL("./vectors.json", import.meta.url), "utf8"));

test("the vectors cover all ten activations and all four outputs", () => {
  const hidden = new Set(vectors.flatMap((/** @type {any} */ v) => v.network.activations));
  assert.equal(hidden.size, 10);
  assert.equal(new Set(vectors.map((/** @type {any} */ v) => v.network.output)).size, 4);
});

for (const [index, vector] of vectors.entries()) {
  const { network, parameters, points, activations } = vector;
  test(`case ${index}: ${network.activations} → ${network.output} as in Python`, () => {
    const x = points.map((/** @type {number[]} */ p) => p[0]);
    const y = points.map((/** @type {number[]} */ p) => p[1]);
    const layers = createPass(network, x, y).run(Float32Array.from(parameters));
    activations.forEach((/** @type {number[][]} */ units, /** @type {number} */ layer) => {
      assert.equal(layers[layer].length, units.length);
      units.forEach((values, unit) => {
        values.forEach((expected, i) => {
          const got = layers[layer][unit][i];
          const allowed = 1e-6 * Math.max(1, Math.abs(expected));
          assert.ok(Math.abs(got - expected) <= allowed, `${layer}/${unit}: ${got}, ${expected}`);
        });
      });
    });
    const outputs = forwardPoints(network, parameters, points);
    assert.deepEqual(outputs, layers[layers.length - 1]);
  });
}

test("weights come before biases, layer by layer", () => {
  assert.deepEqual(layerSlices([2, 4, 1]), [
    { inputs: 2, units: 4, weights: 0, biases: 8 },
    { inputs: 4, units: 1, weights: 12, biases: 16 },
  ]);
  assert.equal(parameterIndex([2, 4, 1], { layer: 0, unit: 3, input: 1 }), 7);
  assert.equal(parameterIndex([2, 4, 1], { layer: 1, unit: 0, input: null }), 16);
  assert.throws(() => parameterIndex([2, 1], { layer: 4, unit: 0, input: 0 }), /no layer 4/);
});

test("the grid's first cell is the top left one: up is up", () => {
  const { x, y } = gridPoints(4);
  assert.deepEqual([x[0], y[0]], [-4.5, 4.5]);
  assert.deepEqual([x[15], y[15]], [4.5, -4.5]);
});

test("an unknown activation is named", () => {
  const network = { features: ["x"], sizes: [1, 1, 1], activations: ["swoosh"], output: "tanh" };
  assert.throws(() => forwardPoints(network, [1, 0, 1, 0], [[0, 0]]), /swoosh/);
});

test("a huge total input saturates tanh and is not NaN", () => {
  const network = { features: ["x"], sizes: [1, 1], activations: [], output: "tanh" };
  assert.deepEqual([...forwardPoints(network, [1e6, 0], [[5, 0], [-5, 0]])[0]], [1, -1]);
});
