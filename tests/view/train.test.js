import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOf, sizeText } from "../../src/neurarium/view/train/form.js";
import { templatesFor } from "../../src/neurarium/view/train/templates.js";
import { adoptedLayers, chosenSettings, layersOfCards, movedLayer, placeForNew, withLayer, withOutputs, withoutLayer, withSetting } from "../../src/neurarium/view/train/layer_stack.js";
import { layerTitles } from "../../src/neurarium/view/train/layer_words.js";
import { afterTail, bestEpoch, countersOf, progressOf, scoreOf, withLines } from "../../src/neurarium/view/train/run_progress.js";
import { duration, moment } from "../../src/neurarium/view/train/run_words.js";

/** @param {string[]} kinds */
function stackOf(kinds) {
  return adoptedLayers([], kinds.map((kind) => ({ kind, settings: {} })));
}

/** @param {import("../../src/neurarium/view/train/layer_stack.js").Card[]} cards */
const keys = (cards) => cards.map((card) => card.key);

test("layers are added, set, moved and removed; the stack before stays as it was", () => {
  const first = withLayer([], "dense", 0, { units: 100, activation: "relu" });
  const two = withLayer(first, "dropout", 1, { rate: 0.3 });
  const set = withSetting(two, first[0].key, "units", 30);
  assert.deepEqual(set.map((card) => card.settings), [{ units: 30, activation: "relu" }, { rate: 0.3 }]);
  assert.equal(first[0].settings.units, 100);
  assert.deepEqual(movedLayer(set, set[1].key, 0).map((card) => card.kind), ["dropout", "dense"]);
  assert.deepEqual(movedLayer(set, set[0].key, 99).map((card) => card.kind), ["dropout", "dense"]);
  assert.deepEqual(keys(withoutLayer(set, set[0].key)), [set[1].key]);
  assert.equal(new Set(keys(withLayer(set, "dense", 1))).size, 3);
});

test("a setting that is cleared goes back to its default, and other data change only the answers", () => {
  const cards = adoptedLayers([], [{ kind: "dense", settings: { units: 10, activation: "relu" } }, { kind: "dense", settings: { units: 10, activation: "softmax" } }]);
  assert.deepEqual(withSetting(cards, cards[0].key, "activation", null)[0].settings, { units: 10 });
  assert.deepEqual(withOutputs(cards, 10, 3).map((card) => card.settings), [{ units: 10, activation: "relu" }, { units: 3 }]);
  assert.deepEqual(withOutputs(cards, 7, 3), cards);
  assert.equal(placeForNew(cards), 1);
  assert.equal(placeForNew([]), 0);
});

test("a layer that was put in by itself is no card: it stands before the one that needed it", () => {
  const layers = [{ kind: "reshape", text: null }, { kind: "conv2d", text: "conv(3,3)" }, { kind: "flatten", text: null }, { kind: "dense", text: "10" }];
  assert.deepEqual(layersOfCards(layers).map(({ layer, before }) => [layer.kind, before.map((one) => one.kind)]), [["conv2d", ["reshape"]], ["dense", ["flatten"]]]);
});

test("what is at its default need not be written; a stride that follows its window goes on doing so", () => {
  const setting = (/** @type {string} */ name, /** @type {any} */ fallback) => ({ name, type: "size", default: fallback });
  const pool = { kind: "max_pooling2d", title: "", settings: [setting("pool_size", 2), setting("strides", null), setting("padding", "valid")] };
  assert.deepEqual(chosenSettings({ pool_size: 3, strides: [3, 3], padding: "valid" }, pool), { pool_size: 3 });
  assert.deepEqual(chosenSettings({ pool_size: 2, strides: 1, padding: "same" }, pool), { strides: 1, padding: "same" });
  const dense = { kind: "dense", title: "", settings: [setting("units", null), setting("activation", null), setting("use_bias", true)] };
  assert.deepEqual(chosenSettings({ units: 10, activation: "relu", use_bias: true }, dense), { units: 10, activation: "relu" });
  assert.deepEqual(chosenSettings({ anything: 1 }, undefined), { anything: 1 });
});

test("templates fit the data: convolutions for images alone, one output for a number", () => {
  const images = { kind: "images", task: "classification", input_shape: [32, 32, 3], classes: new Array(10) };
  assert.deepEqual(templatesFor(images).map((one) => one.spec.split("-").at(-1)), ["10", "10", "10", "10"]);
  assert.ok(templatesFor(images)[3].spec.startsWith("32x32x3-conv("));
  const table = { kind: "table", task: "regression", input_shape: [8], classes: [] };
  assert.deepEqual(templatesFor(table).map((one) => one.spec), ["1", "100(sigmoid)-1", "100(relu)-dropout(0.3)-1"]);
});

test("a size is one number or several", () => {
  assert.deepEqual(["3", "3×2", " 3 x 2 ", "28, 28, 1", "", "a", "3x"].map(sizeOf), [3, [3, 2], [3, 2], [28, 28, 1], null, null, null]);
  assert.deepEqual([sizeText(3), sizeText([3, 2]), sizeText(null)], ["3", "3×2", ""]);
});

test("cards keep their keys where a typed spec leaves their layers alone", () => {
  const cards = stackOf(["dense", "dropout", "dense"]);
  const typed = adoptedLayers(cards, ["dense", "conv", "dropout", "dense"].map((kind) => ({ kind, settings: {} })));
  assert.deepEqual([typed[0].key, typed[2].key, typed[3].key], keys(cards));
  assert.ok(!keys(cards).includes(typed[1].key));
  const shorter = adoptedLayers(cards, [{ kind: "dense", settings: { units: 3 } }]);
  assert.deepEqual(shorter, [{ key: cards[0].key, kind: "dense", settings: { units: 3 } }]);
});

const STATE = { state: "running", epoch: 2, epochs: 5, step: 820, updates_per_epoch: 1500 };
/** @param {number} epoch @param {object} [values] */
const epochLine = (epoch, values = {}) => ({ kind: "epoch", epoch, loss: 1 / epoch, accuracy: 0.5, val_loss: 1, val_accuracy: 0.5, ...values });
/** @param {number} epoch @param {number} step */
const batchLine = (epoch, step) => ({ kind: "batch", epoch, step, loss: 1, accuracy: 0.5 });

test("a tail's lines are appended, and the progress before stays as it was", () => {
  const before = progressOf({ state: STATE, epochs: [epochLine(1)], batches: [], units: null, events: [], test: null, snapshots: [0, 1], offset: 10 });
  const lines = [batchLine(2, 40), epochLine(2), { kind: "units", epoch: 2, layers: [] }, { kind: "event", name: "best", epoch: 2, text: "" }, { kind: "test", loss: 0.1, accuracy: 0.9 }];
  const after = afterTail(before, { state: { ...STATE, epoch: 3 }, lines, offset: 99, snapshots: [0, 1, 2], live: [3, 7], queue_place: null });
  assert.equal(before.epochs.length, 1);
  assert.deepEqual(after.epochs.map((line) => line.epoch), [1, 2]);
  assert.deepEqual([after.batches.length, after.units?.epoch, after.events.length, after.test?.accuracy], [1, 2, 1, 0.9]);
  assert.deepEqual([after.offset, after.state.epoch, after.snapshots, after.live], [99, 3, [0, 1, 2], [3, 7]]);
});

test("where a run goes on from an earlier epoch, what was seen of later ones is void", () => {
  const seen = withLines(progressOf({ state: STATE }), [
    batchLine(1, 10), epochLine(1), batchLine(2, 10), epochLine(2), { kind: "units", epoch: 2, layers: [] }, { kind: "test", loss: 1, accuracy: 1 },
    { kind: "resumed", epoch: 1 }, batchLine(2, 20), epochLine(2, { loss: 0.25 }),
  ]); // prettier-ignore
  assert.deepEqual(seen.epochs.map((line) => [line.epoch, line.loss]), [[1, 1], [2, 0.25]]);
  assert.deepEqual(seen.batches.map((line) => [line.epoch, line.step]), [[1, 10], [2, 20]]);
  assert.deepEqual([seen.units, seen.test], [null, null]);
});

test("the best epoch has the smallest validation loss; a loss that is not a number is never best", () => {
  assert.equal(bestEpoch([]), null);
  const epochs = [epochLine(1, { val_loss: 0.4 }), epochLine(2, { val_loss: null }), epochLine(3, { val_loss: 0.3 }), epochLine(4, { val_loss: 0.3 })];
  assert.equal(bestEpoch(epochs)?.epoch, 3);
  assert.equal(bestEpoch([{ kind: "epoch", epoch: 1, loss: 2 }, { kind: "epoch", epoch: 2, loss: 1 }])?.epoch, 2);
});

test("counters say the epoch that is being worked on, and never more than were asked for", () => {
  assert.deepEqual(countersOf(STATE), { epoch: 3, epochs: 5, batch: 820, batches: 1500, share: (2 + 820 / 1500) / 5 });
  assert.equal(countersOf(STATE, batchLine(3, 900)).batch, 900);
  assert.equal(countersOf(STATE, batchLine(2, 1490)).batch, 820);
  assert.deepEqual(countersOf({ ...STATE, state: "finished", epoch: 5, step: 0 }), { epoch: 5, epochs: 5, batch: 1500, batches: 1500, share: 1 });
  assert.deepEqual(countersOf({ ...STATE, epoch: 0, step: 0 }), { epoch: 1, epochs: 5, batch: 0, batches: 1500, share: 0 });
  const stopped = countersOf({ ...STATE, state: "stopped", epoch: 2, step: 0 });
  assert.deepEqual([stopped.epoch, stopped.batch], [2, 1500]);
  const script = countersOf({ ...STATE, epochs: null, updates_per_epoch: null });
  assert.deepEqual([script.epoch, script.epochs, script.batches, script.share], [3, null, null, 0]);
});

test("regression is scored by its mean absolute error", () => {
  assert.equal(scoreOf(progressOf({ state: STATE, epochs: [{ kind: "epoch", epoch: 1, loss: 1, mae: 2 }] })), "mae");
  assert.equal(scoreOf(progressOf({ state: STATE, epochs: [epochLine(1)] })), "accuracy");
  assert.equal(scoreOf(progressOf({ state: STATE, epochs: [{ kind: "epoch", epoch: 1, loss: 1 }] })), null);
});

test("times are said as a person says them", () => {
  assert.deepEqual([0, 4.24, 42, 200, 7500].map(duration), ["0 s", "4.2 s", "42 s", "3 min 20 s", "2 h 5 min"]);
  assert.equal(duration(NaN), "–");
  const now = new Date(2026, 10, 23, 18, 0);
  assert.equal(moment(new Date(2026, 10, 23, 14, 5).toISOString(), now), "today 14:05");
  assert.equal(moment(new Date(2026, 9, 2, 9, 30).toISOString(), now), "2 Oct 09:30");
});

test("layers are called as in the builder: counted without those that were put in, own names stay", () => {
  const layers = [{ name: "flatten", kind: "flatten", text: null, note: "put in" }, { name: "conv2d_1", kind: "conv2d", text: "conv(8,3)" }, { name: "hidden", kind: "dense", text: "20" }, { name: "x", kind: "Odd" }];
  assert.deepEqual([...layerTitles(layers).values()], ["Flatten", "Layer 1: Convolution", "Layer 2: hidden (Dense)", "Layer 3: x (Odd)"]);
});

test("a page that follows for days keeps a bounded number of batches, the newest among them", () => {
  let progress = progressOf({ state: STATE });
  for (let epoch = 1; epoch <= 30; epoch += 1) progress = withLines(progress, Array.from({ length: 1000 }, (_, step) => batchLine(epoch, step)));
  assert.ok(progress.batches.length <= 12_000);
  assert.deepEqual([progress.batches.at(-1)?.epoch, progress.batches.at(-1)?.step], [30, 999]);
  assert.equal(progress.batches[0]?.epoch, 1);
});
