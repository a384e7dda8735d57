import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeFrame } from "../../src/neurarium/view/core/frame.js";

/** A frame written by hand from docs/protocol.md. */
function networkFrame({ flags = 0, dead = null } = {}) {
  const parameters = [0.5, -1.5, 0.25];
  const bytes = new ArrayBuffer(40 + 12 + 4 + 2 * 12 + (dead ? 3 : 0));
  const view = new DataView(bytes);
  [..."NRF1"].forEach((letter, i) => view.setUint8(i, letter.charCodeAt(0)));
  view.setUint8(4, 1);
  view.setUint8(5, flags);
  view.setUint16(6, 1, true);
  [[8, 7], [12, 120], [16, 3], [20, 3], [24, 2], [28, 9]].forEach(([at, value]) => view.setUint32(at, value, true));
  view.setFloat32(32, 0.125, true);
  view.setFloat32(36, 0.25, true);
  parameters.forEach((value, i) => view.setFloat32(40 + 4 * i, value, true));
  view.setFloat32(52, NaN, true);
  view.setUint32(56, 119, true);
  view.setUint32(60, 120, true);
  [0.5, 0.125, 0.75, 0.25].forEach((value, i) => view.setFloat32(64 + 4 * i, value, true));
  dead?.forEach((value, i) => view.setUint8(80 + i, value));
  return bytes;
}

test("a network's frame is read field by field", () => {
  const frame = decodeFrame(networkFrame({ flags: 1 | 8 }));
  assert.equal(frame.kind, 1);
  assert.deepEqual([frame.running, frame.past, frame.replacesCurve], [true, false, true]);
  assert.deepEqual([frame.revision, frame.epoch, frame.step, frame.number], [7, 120, 3, 9]);
  assert.deepEqual([frame.trainLoss, frame.testLoss], [0.125, 0.25]);
  assert.deepEqual([...frame.parameters], [0.5, -1.5, 0.25]);
  assert.ok(Number.isNaN(frame.gradientNorms[0]));
  assert.deepEqual([...frame.curve.epochs], [119, 120]);
  assert.deepEqual([...frame.curve.train], [0.5, 0.125]);
  assert.deepEqual([...frame.curve.test], [0.75, 0.25]);
  assert.equal(frame.dead, null);
});

test("the mask of dead links follows where the flag says so", () => {
  const frame = decodeFrame(networkFrame({ flags: 4, dead: [0, 1, 0] }));
  assert.deepEqual([...frame.dead], [0, 1, 0]);
});

test("variants are read one after the other, each with its own length", () => {
  const bytes = new ArrayBuffer(40 + 20 + 4 + 20 + 8);
  const view = new DataView(bytes);
  [..."NRF1"].forEach((letter, i) => view.setUint8(i, letter.charCodeAt(0)));
  view.setUint8(4, 2);
  view.setUint32(20, 2, true);
  view.setUint32(40, 11, true);
  view.setFloat32(44, 0.5, true);
  view.setUint8(52, 1);
  view.setUint32(56, 1, true);
  view.setFloat32(60, 4, true);
  view.setUint32(64, 12, true);
  view.setUint8(76, 2);
  view.setUint32(80, 2, true);
  view.setFloat32(84, 5, true);
  view.setFloat32(88, 6, true);
  const { variants } = decodeFrame(bytes);
  assert.deepEqual(variants.map((v) => [v.epoch, v.status, [...v.parameters]]), [
    [11, "running", [4]],
    [12, "diverged", [5, 6]],
  ]);
});

test("bytes that are no frame are refused in words", () => {
  assert.throws(() => decodeFrame(new ArrayBuffer(8)), /NRF1.*8 bytes/);
  const strange = networkFrame();
  new DataView(strange).setUint8(4, 3);
  assert.throws(() => decodeFrame(strange), /kind of frame: 3/);
});
