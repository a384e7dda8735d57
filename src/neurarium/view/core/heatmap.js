/**
 * From values on a grid to pixels, through a table: no arithmetic on colours while painting.
 *
 * @import { Palette } from "./palette.js"
 */

/**
 * Paint `values` (size×size, row 0 on top) into `pixels` ((size/stride)² of them).
 * @param {Uint32Array} pixels
 * @param {Float32Array} values −1 to 1; what lies beyond has the end's colour, NaN the middle's
 * @param {Uint32Array} table 256 pixels
 * @param {{size: number, stride: number, discretize?: boolean, unit?: boolean}} options
 *   `unit`: the values go from 0 to 1 (a sigmoid output) and are stretched to −1 to 1
 */
export function paintValues(pixels, values, table, options) {
  const { size, stride, discretize = false, unit = false } = options;
  const factor = unit ? 255 : 127.5;
  const offset = unit ? 0.5 : 128;
  const middle = 128;
  let at = 0;
  const half = stride >> 1;
  for (let row = half; row < size; row += stride) {
    for (let column = half; column < size; column += stride) {
      const value = /** @type {number} */ (values[row * size + column]);
      const scaled = value * factor + offset;
      let index = scaled > 255 ? 255 : scaled > 0 ? scaled | 0 : 0;
      if (value !== value) index = middle;
      else if (discretize) index = scaled < middle ? 0 : 255;
      pixels[at] = /** @type {number} */ (table[index]);
      at += 1;
    }
  }
}

/**
 * Paint which class wins at each cell: its colour, the paler the less sure.
 * @param {Uint32Array} pixels size² of them
 * @param {Float32Array[]} probabilities one array a class, size² each
 * @param {Palette} colours
 * @param {{discretize?: boolean, classColors: readonly number[]}} options pixels of the classes
 */
export function paintClasses(pixels, probabilities, colours, { discretize = false, classColors }) {
  const count = probabilities.length;
  for (let i = 0; i < pixels.length; i += 1) {
    let best = 0;
    let top = -1;
    for (let k = 0; k < count; k += 1) {
      const p = /** @type {number} */ (/** @type {Float32Array} */ (probabilities[k])[i]);
      if (p > top) {
        top = p;
        best = k;
      }
    }
    const share = discretize ? 1 : Math.min(Math.max((top * count - 1) / (count - 1), 0), 1);
    pixels[i] = mixedPixel(colours.midPixel, classColors[best] ?? 0, share);
  }
}

/**
 * Paint one class's probability, from the middle colour (0) to the class's own (1).
 * @param {Uint32Array} pixels (size/stride)²
 * @param {Float32Array} values 0 to 1
 * @param {{size: number, stride: number, mid: number, color: number, discretize?: boolean}} options
 */
export function paintProbability(pixels, values, { size, stride, mid, color, discretize = false }) {
  let at = 0;
  const half = stride >> 1;
  for (let row = half; row < size; row += stride) {
    for (let column = half; column < size; column += stride) {
      const value = /** @type {number} */ (values[row * size + column]);
      const share = discretize ? (value >= 0.5 ? 1 : 0) : value;
      pixels[at] = mixedPixel(mid, color, share);
      at += 1;
    }
  }
}

/** @param {number} a @param {number} b @param {number} share of b, 0 to 1 @returns {number} */
function mixedPixel(a, b, share) {
  const part = (share * 256) | 0;
  const redBlue = (((a & 0xff00ff) * (256 - part) + (b & 0xff00ff) * part) >>> 8) & 0xff00ff;
  const green = (((a & 0xff00) * (256 - part) + (b & 0xff00) * part) >>> 8) & 0xff00;
  return (0xff000000 | redBlue | green) >>> 0;
}
