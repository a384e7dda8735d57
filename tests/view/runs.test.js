import assert from "node:assert/strict";
import { test } from "node:test";
import { shortNames } from "../../src/neurarium/view/runs/compare.js";
import { dataOfRuns, groupedRuns, NO_WISH, sparkPoints, wishedRuns } from "../../src/neurarium/view/runs/run_list.js";

/** @param {string} id @param {object} [fields] @returns {any} */
const run = (id, fields = {}) => ({
  id, name: id, kind: "train", created: `2026-11-${id.slice(1)}T00:00:00Z`, data: { name: "digits", title: "Digits" }, spec: "100-10", parameters: 7510,
  state: { state: "finished", epoch: 5, epochs: 5 }, config: { optimizer: "adam" }, best: null, test: null, curve: [], queue_place: null, group: null, ...fields,
});
/** @param {any[]} runs */
const ids = (runs) => runs.map(({ id }) => id);

test("every word of a search must stand somewhere in what a row tells", () => {
  const runs = [run("r01"), run("r02", { config: { optimizer: "sgd" }, name: "slow one" }), run("r03", { data: { name: "mnist", title: "MNIST" }, state: { state: "running", epoch: 1, epochs: 5 } })];
  assert.deepEqual(ids(wishedRuns(runs, { ...NO_WISH, text: "SGD slow" })), ["r02"]);
  assert.deepEqual(ids(wishedRuns(runs, { ...NO_WISH, text: "sgd mnist" })), []);
  assert.deepEqual(ids(wishedRuns(runs, { ...NO_WISH, data: "mnist" })), ["r03"]);
  assert.deepEqual(ids(wishedRuns(runs, { ...NO_WISH, state: "finished" })), ["r02", "r01"]);
  const script = run("r04", { data: { name: null, title: null }, spec: null, config: null, kind: "log" });
  assert.deepEqual(ids(wishedRuns([script], { ...NO_WISH, text: "log" })), ["r04"]);
});

test("runs come newest first, or the best first; one without a result comes last", () => {
  const runs = [run("r01", { best: { val_accuracy: 0.9 } }), run("r02", { best: { val_accuracy: 0.95 } }), run("r03"), run("r04", { best: { val_loss: 0.1 } }), run("r05", { best: { val_loss: 0.05 } })];
  assert.deepEqual(ids(wishedRuns(runs, NO_WISH)), ["r05", "r04", "r03", "r02", "r01"]);
  assert.deepEqual(ids(wishedRuns(runs, { ...NO_WISH, order: "best" })), ["r02", "r01", "r05", "r04", "r03"]);
  assert.deepEqual(ids(wishedRuns(runs, { ...NO_WISH, order: "oldest" }))[0], "r01");
});

test("runs that were trained together stand together, a last one of them stands alone", () => {
  const runs = [run("r05"), run("r04", { group: "g" }), run("r03"), run("r02", { group: "g" }), run("r01", { group: "h" })];
  assert.deepEqual(groupedRuns(runs).map(({ group, runs: some }) => [group, ids(some)]), [[null, ["r05"]], ["g", ["r04", "r02"]], [null, ["r03"]], [null, ["r01"]]]);
});

test("data sets of all runs come once each, those without are left out", () => {
  const runs = [run("r01"), run("r02", { data: { name: "mnist", title: "MNIST" } }), run("r03"), run("r04", { data: { name: null, title: null } })];
  assert.deepEqual(dataOfRuns(runs), [["digits", "Digits"], ["mnist", "MNIST"]]);
});

test("a sparkline fills its box and leaves out what is no number", () => {
  assert.deepEqual(sparkPoints([0.5, null, 1], { width: 100, height: 10 }), [[0, 10], [100, 0]]);
  assert.deepEqual(sparkPoints([1, 1], { width: 100, height: 10 }), [[0, 5], [100, 5]]);
  assert.equal(sparkPoints([0.5], { width: 100, height: 10 }), null);
});

test("compared runs are named by the one setting in which they differ, else by their names", () => {
  const runs = [run("r01"), run("r02")];
  assert.deepEqual(shortNames(runs, [{ setting: "optimizer", values: ["sgd", "adam"] }, { setting: "versions.keras", values: ["3.1", "3.2"] }]), ["sgd", "adam"]);
  assert.deepEqual(shortNames(runs, [{ setting: "optimizer", values: ["sgd", "adam"] }, { setting: "batch", values: [1, 2] }]), ["r01", "r02"]);
  assert.deepEqual(shortNames(runs, []), ["r01", "r02"]);
  assert.deepEqual(shortNames([run("a-k3f", { name: "same" }), run("a-x2p", { name: "same" }), run("b")], []), ["same · k3f", "same · x2p", "b"]);
});
