import assert from "node:assert/strict";
import { test } from "node:test";
import { logTicks, makeScale, niceTicks, tickText, valueEnds } from "../../src/neurarium/view/curves/scale.js";
import { Series } from "../../src/neurarium/view/playground/chart_series.js";

/** @param {number} count @param {(i: number) => number} value */
function seriesOf(count, value) {
  const series = new Series(["train", "test"]);
  for (let i = 0; i < count; i++) series.add(i, [value(i), value(i) + 1]);
  return series;
}

test("a series keeps every epoch as it grows", () => {
  const series = seriesOf(1000, (i) => i / 2);
  assert.equal(series.length, 1000);
  assert.equal(series.lastEpoch, 999);
  assert.deepEqual(series.nearest(500), { epoch: 500, values: [250, 251] });
});

test("going on from an earlier epoch forgets what came after it", () => {
  const series = seriesOf(100, (i) => i);
  series.add(40, [7, 8]);
  assert.equal(series.length, 41);
  assert.deepEqual(series.nearest(99), { epoch: 40, values: [7, 8] });
});

test("the nearest of thinned epochs is found on either side", () => {
  const series = new Series(["train"]);
  for (const epoch of [0, 10, 50]) series.add(epoch, [epoch]);
  assert.equal(series.nearest(4)?.epoch, 0);
  assert.equal(series.nearest(6)?.epoch, 10);
  assert.equal(series.nearest(31)?.epoch, 50);
  assert.equal(series.nearest(9999)?.epoch, 50);
  assert.equal(new Series(["train"]).nearest(3), null);
});

test("the best epoch is the first smallest finite value", () => {
  const series = new Series(["train", "test"]);
  [[0, NaN], [1, 0.5], [2, 0.25], [3, 0.25], [4, Infinity]].forEach(([epoch, value]) => series.add(epoch, [1, value]));
  assert.deepEqual(series.best("test"), { epoch: 2, value: 0.25 });
  assert.equal(new Series(["test"]).best("test"), null);
});

test("100,000 epochs thin to the pixels, and no peak is lost", () => {
  const series = seriesOf(100_000, (i) => (i === 54_321 ? 99 : i === 70_007 ? -5 : Math.sin(i / 100)));
  const line = series.line("train", 300);
  assert.ok(line.epochs.length <= 4 * 301, `${line.epochs.length} points`);
  assert.equal(line.values[line.epochs.indexOf(54_321)], 99);
  assert.equal(line.values[line.epochs.indexOf(70_007)], -5);
  assert.equal(line.epochs[0], 0);
  assert.equal(line.epochs.at(-1), 99_999);
  assert.ok(line.epochs.every((epoch, i) => i === 0 || epoch > line.epochs[i - 1]), "epochs ascend");
});

test("a curve that grows is followed, one that starts anew replaces what was there", () => {
  const series = new Series(["train", "test"]);
  const curve = { epochs: [0, 1, 2], train: [3, 2, 1], test: [4, 3, 2] };
  series.follow(curve);
  curve.epochs.push(3);
  curve.train.push(0.5);
  curve.test.push(0.7);
  series.follow(curve);
  assert.equal(series.length, 4);
  assert.ok(Math.abs((series.nearest(3)?.values[1] ?? 0) - 0.7) < 1e-6);
  series.follow({ epochs: [0, 1, 2, 3], train: [9, 8, 7, 6], test: [9, 8, 7, 6] });
  assert.equal(series.length, 4);
  assert.deepEqual(series.nearest(3)?.values, [6, 6]);
  series.follow({ epochs: [0], train: [5], test: [5] });
  assert.equal(series.length, 1);
  series.follow({ epochs: [], train: [], test: [] });
  assert.equal(series.length, 0);
});

test("a logarithmic extent leaves out what is not positive", () => {
  const series = new Series(["train"]);
  [0, 0.01, 10, NaN].forEach((value, epoch) => series.add(epoch, [value]));
  const close = (/** @type {number | undefined} */ a, /** @type {number} */ b) => Math.abs((a ?? NaN) - b) < 1e-6;
  assert.ok(close(series.extent(true)?.low, 0.01));
  assert.ok(close(series.extent(false)?.low, 0));
  assert.equal(new Series(["train"]).extent(), null);
});

test("ticks stand at round numbers inside the ends", () => {
  assert.deepEqual(niceTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(niceTicks(0, 0.53, 3), [0, 0.2, 0.4]);
  assert.deepEqual(niceTicks(0, 1234, 4), [0, 500, 1000]);
  assert.deepEqual(niceTicks(3, 3, 4), [3]);
  assert.deepEqual(logTicks(0.001, 1), [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(logTicks(0.1, 1), [0.1, 0.2, 0.5, 1]);
});

test("a scale goes to pixels and back, linear and logarithmic", () => {
  for (const log of [false, true]) {
    const scale = makeScale({ low: 0.01, high: 100, from: 200, to: 0, ticks: 4, log });
    assert.ok(Math.abs(scale.toPixel(0.01) - 200) < 1e-9);
    assert.ok(Math.abs(scale.toPixel(100)) < 1e-9);
    assert.ok(Math.abs(scale.fromPixel(scale.toPixel(3)) - 3) < 1e-9);
  }
  assert.ok(Math.abs(makeScale({ low: 0.01, high: 100, from: 0, to: 4, ticks: 4, log: true }).toPixel(1) - 2) < 1e-9);
});

test("the value axis begins at 0, the logarithmic one at the smallest value", () => {
  assert.equal(valueEnds({ low: 0.2, high: 1 }, { log: false }).low, 0);
  assert.deepEqual(valueEnds({ low: 0.2, high: 0.9 }, { log: false, top: 1 }), { low: 0, high: 1 });
  const log = valueEnds({ low: 0.02, high: 0.5 }, { log: true });
  assert.ok(log.low > 0 && log.low <= 0.02 && log.high >= 0.5);
  assert.ok(valueEnds(null, { log: true }).low > 0);
});

test("ticks are short texts", () => {
  assert.deepEqual([0, 0.05, 2, 1000, 20_000, 3_000_000, 1e-7].map(tickText), ["0", "0.05", "2", "1000", "20k", "3M", "1e-7"]);
});
