/**
 * Arrays as images: grey and colour images of data, signed images of weights.
 *
 * @import { NumberArray } from "../core/packet.js"
 * @import { Palette } from "../core/palette.js"
 */

import { element } from "../core/dom.js";

/**
 * Return height, width and channels of an image's shape: (28, 28) and (28, 28, 1) are grey.
 * @param {readonly number[]} shape
 * @returns {{height: number, width: number, channels: number}}
 */
export function imageSize(shape) {
  const [height = 1, width = 1, channels = 1] = shape;
  return { height, width, channels };
}

/**
 * Return a canvas with an image's own pixels; CSS makes it larger, without smoothing.
 * @param {NumberArray} image (h, w) or (h, w, c), 0 to `highest`
 * @param {{label?: string | null, highest?: number, invert?: boolean}} [options] without a label
 *   it is decoration: what is around it says what it shows
 * @returns {HTMLCanvasElement}
 */
export function imageCanvas(image, { label = null, highest = 255, invert = false } = {}) {
  const canvas = pictureCanvas(label);
  paintImage(canvas, image, { highest, invert });
  return canvas;
}

/** @param {string | null} label @returns {HTMLCanvasElement} */
export function pictureCanvas(label = null) {
  const spoken = label === null ? { "aria-hidden": "true" } : { role: "img", "aria-label": label };
  return element("canvas", { class: "nr-image", width: 1, height: 1, ...spoken });
}

/**
 * Paint an image; the canvas takes its size.
 * @param {HTMLCanvasElement} canvas
 * @param {NumberArray} image (h, w), (h, w, 1) or (h, w, 3), 0 to `highest`
 * @param {{highest?: number, invert?: boolean}} [options]
 */
export function paintImage(canvas, { shape, data }, { highest = 255, invert = false } = {}) {
  const { height, width, channels } = imageSize(shape);
  const pixels = new Uint8ClampedArray(4 * width * height);
  const factor = 255 / (highest || 1);
  for (let i = 0; i < width * height; i += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const from = channels >= 3 ? channels * i + channel : channels * i;
      const value = factor * Number(data[from]);
      pixels[4 * i + channel] = invert ? 255 - value : value;
    }
    pixels[4 * i + 3] = 255;
  }
  putPixels(canvas, pixels, width, height);
}

/**
 * Return the largest size of all finite values: so far the colours of both signs reach.
 * @param {ArrayLike<number>} values
 * @returns {number} at least a tiny positive number
 */
export function symmetricLimit(values) {
  let limit = 1e-12;
  for (let i = 0; i < values.length; i += 1) {
    const size = Math.abs(Number(values[i]));
    if (size > limit && size < Infinity) limit = size;
  }
  return limit;
}

/**
 * Paint signed values: −`limit` in the palette's low colour, 0 in its middle, +`limit` in its high.
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values row by row
 * @param {{width: number, height: number, palette: Palette, limit?: number, start?: number,
 *   stride?: number}} options `start` and `stride` pick values out of a larger array: unit 3 of a
 *   (784, 100) kernel is start 3, stride 100. Without `limit` the scale is the image's own
 */
export function paintSigned(canvas, values, options) {
  const { width, height, palette, start = 0, stride = 1 } = options;
  const count = width * height;
  const limit = options.limit ?? symmetricLimit(picked(values, start, stride, count));
  const pixels = new Uint8ClampedArray(4 * count);
  const words = new Uint32Array(pixels.buffer);
  for (let i = 0; i < count; i += 1) {
    const value = Number(values[start + i * stride]);
    const index = Math.round(127.5 + 127.5 * Math.min(Math.max(value / limit, -1), 1));
    words[i] = palette.table[Number.isNaN(index) ? 128 : index] ?? palette.midPixel;
  }
  putPixels(canvas, pixels, width, height);
}

/**
 * @param {ArrayLike<number>} values
 * @param {number} start
 * @param {number} stride
 * @param {number} count
 * @returns {Float64Array}
 */
function picked(values, start, stride, count) {
  return Float64Array.from({ length: count }, (_, i) => Number(values[start + i * stride]));
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8ClampedArray<ArrayBuffer>} pixels RGBA
 * @param {number} width
 * @param {number} height
 */
function putPixels(canvas, pixels, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext("2d")?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
