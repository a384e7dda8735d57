import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenName } from "../../src/neurarium/view/data/data_page.js";
import { formatBytes, shapeInWords, tuple } from "../../src/neurarium/view/data/words.js";
import { moments } from "../../src/neurarium/view/try/moments.js";
import { edgeIsLight } from "../../src/neurarium/view/try/own_image.js";
import { chosenRun, runInWords, triable } from "../../src/neurarium/view/try/run_choice.js";
import { toBase64 } from "../../src/neurarium/view/try/session.js";
import { fourDecimals, lossInNumbers, probabilityInNumbers, softmaxOf, sureness } from "../../src/neurarium/view/try/softmax.js";
import { weighted } from "../../src/neurarium/view/try/unit_dense.js";

test("the page Data opens what the address asks for, else images that are here", () => {
  const sets = [
    { name: "mnist", state: "absent", kind: "images" },
    { name: "iris", state: "here", kind: "table" },
    { name: "digits", state: "here", kind: "images" },
  ];
  assert.equal(chosenName(sets, "?data=mnist"), "mnist");
  assert.equal(chosenName(sets, "?data=gone"), "digits");
  assert.equal(chosenName(sets, ""), "digits");
  assert.equal(chosenName(sets.slice(0, 2), ""), "iris");
  assert.equal(chosenName(sets.slice(0, 1), ""), "mnist");
  assert.equal(chosenName([], ""), null);
});

test("sizes and shapes read as a person, and Python, writes them", () => {
  assert.deepEqual([11_490_434, 340_000, 12, 1.7e8, 2.5e9].map(formatBytes), ["11 MB", "340 kB", "1 kB", "170 MB", "2.5 GB"]);
  assert.deepEqual([[4], [28, 28], [32, 32, 3]].map(tuple), ["(4,)", "(28, 28)", "(32, 32, 3)"]);
  assert.match(shapeInWords([28, 28]), /28 × 28.*grey/);
  assert.match(shapeInWords([32, 32, 3]), /32 × 32.*colour/);
});

/** @param {object} changes */
function summary(changes) {
  return { id: "a", name: "a", data: { name: "mnist", title: "MNIST" }, spec: "784-10", state: { state: "finished", epoch: 3 }, test: null, ...changes };
}

test("the newest finished network on images is tried, unless the address names one", () => {
  const runs = [
    summary({ id: "queued", state: { state: "queued", epoch: 0 } }),
    summary({ id: "running", state: { state: "running", epoch: 1 } }),
    summary({ id: "table", data: { name: "iris", title: "Iris" } }),
    summary({ id: "done" }),
  ];
  const found = triable(runs, new Set(["mnist"]));
  assert.deepEqual(found.map(({ id }) => id), ["running", "done"]);
  assert.equal(chosenRun(found, ""), "done");
  assert.equal(chosenRun(found, "?run=running"), "running");
  assert.equal(chosenRun(found.slice(0, 1), ""), "running");
  assert.equal(chosenRun([], ""), null);
  assert.match(runInWords(summary({ test: { loss: 0.1, accuracy: 0.975 } })), /MNIST · 784-10 · 97\.5 %/);
});

test("a finished network ends with itself, a running one with this moment", () => {
  const run = (/** @type {string} */ state) => ({ snapshots: [0, 1, 5], state: { state, epoch: 5 } });
  assert.deepEqual(moments(run("finished")).map(({ at }) => at), [0, 1, 5, "final"]);
  assert.deepEqual(moments(run("running")).map(({ at }) => at), [0, 1, 5, "live"]);
  assert.match(moments(run("running"))[0].text, /before training/);
});

test("softmax and loss are right, also where doubles end", () => {
  const { rows, sum, shift } = softmaxOf([1, 2, 3]);
  const e = [1, 2, 3].map(Math.exp);
  const total = e[0] + e[1] + e[2];
  assert.equal(shift, 0);
  assert.ok(Math.abs(sum - total) < 1e-12);
  rows.forEach((row, i) => {
    assert.ok(Math.abs(row.p - e[i] / total) < 1e-15);
    assert.ok(Math.abs(row.minusLogP + Math.log(e[i] / total)) < 1e-12);
  });
  const far = softmaxOf([1000, 0, -1000]);
  assert.deepEqual(far.rows.map(({ p }) => p), [1, 0, 0]);
  assert.deepEqual(far.rows.map(({ minusLogP }) => minusLogP), [0, 1000, 2000]);
  assert.equal(far.shift, 1000);
});

test("a probability is written out with the numbers that it is made of", () => {
  const softmax = softmaxOf([0, Math.log(3)]);
  assert.equal(probabilityInNumbers(softmax, softmax.rows[1], "dog"), "p(dog) = e^1.1 / (e^0 + e^1.1) = 3 / 4 = 0.75");
  assert.equal(lossInNumbers(softmax.rows[0], "cat"), "loss = −log p(cat) = −log 0.25 = 1.386");
  const many = softmaxOf([-1.5, 0, 0, 0, 2]);
  assert.match(probabilityInNumbers(many, many.rows[4], "4"), /^p\(4\) = e\^2 \/ \(e\^\(−1\.5\) \+ … \+ e\^2\)/);
});

test("nothing is said to be certain that is not", () => {
  assert.deepEqual([1, 0.99999, 0.982, 0.0001, 0].map(sureness), ["100 %", "> 99.9 %", "98.2 %", "< 0.1 %", "0 %"]);
  assert.deepEqual([1, 0.99999, 0.5, 0.00001, 0].map(fourDecimals), ["1.0000", "> 0.9999", "0.5000", "< 0.0001", "0.0000"]);
});

test("a dense unit's sum is that of its inputs times its own column of the kernel", () => {
  // (3 inputs, 2 units)
  const kernel = [1, 10, 2, 20, 3, 30];
  const { weights, products, sum } = weighted([1, 0.5, -1], kernel, 1, 2);
  assert.deepEqual([...weights], [10, 20, 30]);
  assert.deepEqual([...products], [10, 10, -30]);
  assert.equal(sum, -10);
});

test("light paper is told from a dark background by its edge alone", () => {
  const picture = (/** @type {number} */ edge, /** @type {number} */ inside) => {
    const data = new Uint8ClampedArray(4 * 25);
    for (let i = 0; i < 25; i += 1) {
      const [row, column] = [Math.floor(i / 5), i % 5];
      const value = row && column && row < 4 && column < 4 ? inside : edge;
      data.set([value, value, value, 255], 4 * i);
    }
    return { data, width: 5, height: 5 };
  };
  assert.equal(edgeIsLight(picture(250, 0)), true);
  assert.equal(edgeIsLight(picture(10, 255)), false);
});

test("bytes become base64 as Python reads it, however many there are", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => (i * 31) % 256);
  assert.equal(toBase64(bytes), Buffer.from(bytes).toString("base64"));
  assert.equal(toBase64(new Uint8Array(0)), "");
});
