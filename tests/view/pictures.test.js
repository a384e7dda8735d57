import assert from "node:assert/strict";
import { test } from "node:test";
import { paletteNamed } from "../../src/neurarium/view/core/palette.js";
import { niceColumns } from "../../src/neurarium/view/pictures/cells.js";
import { imageSize, paintImage, paintSigned, symmetricLimit } from "../../src/neurarium/view/pictures/image.js";

globalThis.ImageData ??= /** @type {any} */ (
  class {
    constructor(data, width, height) {
      Object.assign(this, { data, width, height });
    }
  }
);

/** A canvas that keeps the pixels put on it. */
function fakeCanvas() {
  const canvas = { width: 1, height: 1, painted: null };
  return Object.assign(canvas, { getContext: () => ({ putImageData: (image) => (canvas.painted = image) }) });
}

/** @param {any} canvas @param {number} i */
function pixel(canvas, i) {
  return [...canvas.painted.data.slice(4 * i, 4 * i + 4)];
}

test("grey images are painted in their own numbers, whichever way their shape is told", () => {
  for (const shape of [[1, 3], [1, 3, 1]]) {
    const canvas = fakeCanvas();
    paintImage(canvas, { shape, data: Uint8Array.of(0, 100, 255) });
    assert.deepEqual([canvas.width, canvas.height], [3, 1]);
    assert.deepEqual([0, 1, 2].map((i) => pixel(canvas, i)), [[0, 0, 0, 255], [100, 100, 100, 255], [255, 255, 255, 255]]);
  }
});

test("scaled images reach white at their highest value, inverted ones black", () => {
  const canvas = fakeCanvas();
  paintImage(canvas, { shape: [1, 2], data: Float32Array.of(0, 1) }, { highest: 1 });
  assert.deepEqual([pixel(canvas, 0)[0], pixel(canvas, 1)[0]], [0, 255]);
  paintImage(canvas, { shape: [1, 2], data: Float32Array.of(0, 1) }, { highest: 1, invert: true });
  assert.deepEqual([pixel(canvas, 0)[0], pixel(canvas, 1)[0]], [255, 0]);
});

test("colour images keep their channels apart", () => {
  const canvas = fakeCanvas();
  paintImage(canvas, { shape: [1, 2, 3], data: Uint8Array.of(1, 2, 3, 250, 251, 252) });
  assert.deepEqual([pixel(canvas, 0), pixel(canvas, 1)], [[1, 2, 3, 255], [250, 251, 252, 255]]);
});

test("signed images have the palette's ends at the largest size and its middle at 0", () => {
  const palette = paletteNamed("classic", false);
  const canvas = fakeCanvas();
  const colours = (/** @type {number} */ i) => `#${pixel(canvas, i).slice(0, 3).map((c) => c.toString(16).padStart(2, "0")).join("")}`;
  paintSigned(canvas, Float32Array.of(-2, 0, 2, 1), { width: 2, height: 2, palette });
  assert.deepEqual([colours(0), colours(2)], [palette.low, palette.high]);
  const distance = (/** @type {string} */ a, /** @type {string} */ b) =>
    Math.max(...[1, 3, 5].map((at) => Math.abs(parseInt(a.slice(at, at + 2), 16) - parseInt(b.slice(at, at + 2), 16))));
  assert.ok(distance(colours(1), palette.mid) <= 2);
  paintSigned(canvas, Float32Array.of(-2, 0, 2, 1), { width: 2, height: 2, palette, limit: 1 });
  assert.deepEqual(colours(3), palette.high, "a scale of its own");
});

test("one unit's weights are picked out of a whole kernel", () => {
  const palette = paletteNamed("classic", false);
  // (4 inputs, 3 units), row by row: unit 1 has the weights −1, 0, 0, 1.
  const kernel = Float32Array.of(9, -1, 9, 9, 0, 9, 9, 0, 9, 9, 1, 9);
  const [picked, whole] = [fakeCanvas(), fakeCanvas()];
  paintSigned(picked, kernel, { width: 2, height: 2, palette, start: 1, stride: 3 });
  paintSigned(whole, Float32Array.of(-1, 0, 0, 1), { width: 2, height: 2, palette });
  assert.deepEqual([...picked.painted.data], [...whole.painted.data]);
});

test("a scale is symmetric, positive, and not led astray by what is no number", () => {
  assert.equal(symmetricLimit([0.5, -3, 2]), 3);
  assert.equal(symmetricLimit([NaN, Infinity, -1]), 1);
  assert.ok(symmetricLimit([0, 0]) > 0);
  assert.deepEqual(imageSize([28, 30]), { height: 28, width: 30, channels: 1 });
});

test("cells stand in few rows that are full where they can be", () => {
  for (const count of [1, 7, 16, 32, 64, 100, 128, 500, 784, 1000, 4096]) {
    const columns = niceColumns(count);
    const rows = Math.ceil(count / columns);
    assert.ok(columns >= 1 && columns * rows >= count && columns * (rows - 1) < count, `${count}: ${columns} × ${rows}`);
    assert.ok(columns >= rows, `${count} is wider than high`);
  }
  assert.equal(niceColumns(100) * Math.ceil(100 / niceColumns(100)), 100, "100 leaves no cell empty");
});
