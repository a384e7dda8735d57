import assert from "node:assert/strict";
import { test } from "node:test";
import { paintClasses, paintProbability, paintValues } from "../../src/neurarium/view/core/heatmap.js";
import { accuracy, confusion, predictedClass, rSquared } from "../../src/neurarium/view/core/metrics.js";
import { classColor, paletteNamed, valueColor } from "../../src/neurarium/view/core/palette.js";

const classic = paletteNamed("classic", false);
const ORANGE = 0xff2293f5; // f59322, as ImageData lies in memory
const BLUE = 0xffbd7708; // 0877bd

/** Relative luminance (WCAG 2). @param {string} css "rgb(r g b)" */
function luminance(css) {
  const [r, g, b] = css.match(/\d+/g).map((v) => {
    const share = Number(v) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("−1 is orange, +1 is blue, beyond is the end's colour, NaN the middle's", () => {
  const values = Float32Array.of(-1, 1, -1e30, Infinity, NaN, 0, -0.5, 0.5, 1e10);
  const pixels = new Uint32Array(9);
  paintValues(pixels, values, classic.table, { size: 3, stride: 1 });
  assert.deepEqual([...pixels.slice(0, 4)], [ORANGE, BLUE, ORANGE, BLUE]);
  assert.equal(pixels[4], classic.table[128]);
  assert.equal(pixels[8], BLUE);
  assert.notEqual(pixels[6], ORANGE);
});

test("discretized, only the sign counts; a sigmoid's middle is a half", () => {
  const pixels = new Uint32Array(4);
  const options = { size: 2, stride: 1, discretize: true };
  paintValues(pixels, Float32Array.of(-0.01, 0.01, -3, 3), classic.table, options);
  assert.deepEqual([...pixels], [ORANGE, BLUE, ORANGE, BLUE]);
  paintValues(pixels, Float32Array.of(0.49, 0.51, 0, 1), classic.table, { ...options, unit: true });
  assert.deepEqual([...pixels], [ORANGE, BLUE, ORANGE, BLUE]);
});

test("a stride takes one cell of each block", () => {
  const values = new Float32Array(16).fill(-1);
  values[2 * 4 + 2 + 5] = 1; // row 3, column 3: the centre of the last block
  const pixels = new Uint32Array(4);
  paintValues(pixels, values, classic.table, { size: 4, stride: 2 });
  assert.deepEqual([...pixels], [ORANGE, ORANGE, ORANGE, BLUE]);
});

test("classes: sure is the class's own colour, undecided the middle", () => {
  const pixels = new Uint32Array(2);
  const [a, b, c] = [Float32Array.of(1, 1 / 3), Float32Array.of(0, 1 / 3), Float32Array.of(0, 1 / 3)];
  paintClasses(pixels, [a, b, c], classic, { classColors: classic.classPixels });
  assert.deepEqual([...pixels], [classic.classPixels[0], classic.midPixel]);
  paintProbability(pixels.subarray(0, 1), Float32Array.of(1), { size: 1, stride: 1, mid: 0, color: BLUE });
  assert.equal(pixels[0], BLUE);
});

test("the palette for colour-blind people tells the sign by lightness alone", () => {
  for (const dark of [false, true]) {
    const { css } = paletteNamed("colorblind", dark);
    const light = css.map(luminance);
    light.slice(1).forEach((value, i) => assert.ok(value <= light[i] + 0.002, `${i}`));
    assert.ok(light[0] > light[128] + 0.2 && light[128] > light[255] + 0.1);
  }
});

test("two classes have the palette's ends, more have colours of their own", () => {
  assert.equal(classColor(classic, 0, 2), classic.low);
  assert.equal(classColor(classic, 1, 2), classic.high);
  assert.equal(new Set(Array.from({ length: 10 }, (_, i) => classColor(classic, i, 10))).size, 10);
  assert.equal(valueColor(classic, 7), valueColor(classic, 1));
});

test("accuracy and confusion count what was said against what is true", () => {
  const rows = [[0, 0, 0], [0, 0, 0], [0, 0, 1], [0, 0, 1]];
  const counts = confusion("tanh", [Float32Array.of(-0.5, 0.5, 0.1, 0.9)], rows, 2);
  assert.deepEqual(counts, [[1, 1], [0, 2]]);
  assert.equal(accuracy(counts), 0.75);
  assert.ok(Number.isNaN(accuracy([[0, 0], [0, 0]])));
  assert.equal(predictedClass("softmax", [0.2, 0.5, 0.3].map((p) => Float32Array.of(p)), 0), 1);
  assert.equal(predictedClass("sigmoid", [Float32Array.of(0.4)], 0), 0);
});

test("R² is 1 when right, 0 for the mean, NaN where nothing varies", () => {
  const rows = [[0, 0, 1], [0, 0, 2], [0, 0, 3]];
  assert.equal(rSquared(Float32Array.of(1, 2, 3), rows), 1);
  assert.equal(rSquared(Float32Array.of(2, 2, 2), rows), 0);
  assert.ok(Number.isNaN(rSquared(Float32Array.of(1), [[0, 0, 1]])));
});
