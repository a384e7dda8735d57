/**
 * Colours of values and classes.
 *
 * "classic": the orange and blue of TensorFlow Playground around a quiet middle. "colorblind":
 * light yellow to deep blue, whose lightness alone tells the sign (it survives a grey print), and
 * for classes the eight colours of Okabe and Ito (2008) with two more; points get shapes as well.
 *
 * @typedef {"classic" | "colorblind"} PaletteName
 * @typedef {object} Palette
 * @property {string} low CSS colour of −1
 * @property {string} mid CSS colour of 0
 * @property {string} high CSS colour of +1
 * @property {Uint32Array} table 256 pixels from −1 to +1, as ImageData holds them
 * @property {readonly string[]} classes CSS colours of classes 0 to 9
 * @property {readonly number[]} classPixels the same as pixels
 * @property {number} midPixel
 * @property {readonly string[]} css 256 CSS colours from −1 to +1
 * @property {boolean} shapes whether classes differ in their shape, too
 */

const CLASSES = [
  "#f59322", "#0877bd", "#2f9e5f", "#8f5fc0", "#d6455d",
  "#1aa6ad", "#b59a00", "#e07bc0", "#94674a", "#7d828f",
]; // prettier-ignore
const OKABE_ITO = [
  "#e69f00", "#0072b2", "#009e73", "#cc79a7", "#d55e00",
  "#56b4e9", "#f0e442", "#555555", "#882255", "#aaaaaa",
]; // prettier-ignore

const PALETTES = Object.freeze({
  classic: {
    light: palette("#f59322", "#e8eaeb", "#0877bd", CLASSES, false),
    dark: palette("#f7982b", "#1c2331", "#3ea2ea", CLASSES, false),
  },
  colorblind: {
    light: palette("#ffdf4d", "#b4b4ba", "#0b2f73", OKABE_ITO, true),
    dark: palette("#ffe45e", "#7f838f", "#17408f", OKABE_ITO, true),
  },
});

/**
 * @param {PaletteName} name
 * @param {boolean} dark
 * @returns {Palette}
 */
export function paletteNamed(name, dark) {
  return PALETTES[name][dark ? "dark" : "light"];
}

/**
 * @param {string} low
 * @param {string} mid
 * @param {string} high
 * @param {string[]} classes ten, for three classes and more
 * @param {boolean} shapes
 * @returns {Palette}
 */
function palette(low, mid, high, classes, shapes) {
  const [from, middle, to] = [low, mid, high].map(channels);
  const table = new Uint32Array(256);
  const css = [];
  for (let i = 0; i < 256; i += 1) {
    const value = (i / 255) * 2 - 1;
    const end = /** @type {number[]} */ (value < 0 ? from : to);
    const rgb = mixed(/** @type {number[]} */ (middle), end, Math.abs(value));
    table[i] = pixel(rgb);
    css.push(`rgb(${rgb.join(" ")})`);
  }
  return {
    low, mid, high, table, css, shapes, classes,
    classPixels: classes.map((colour) => pixel(channels(colour))),
    midPixel: pixel(channels(mid)),
  }; // prettier-ignore
}

/** @param {string} colour "#rrggbb" @returns {number[]} */
function channels(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** @param {number[]} a @param {number[]} b @param {number} share of b @returns {number[]} */
function mixed(a, b, share) {
  return a.map((value, i) => Math.round(value + ((b[i] ?? 0) - value) * share));
}

/** ImageData is R, G, B, A in memory: on little-endian machines A is the highest byte. @param {number[]} rgb */
function pixel([r = 0, g = 0, b = 0]) {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/**
 * Return the CSS colour of a value, −1 to 1; what lies beyond has the colour of the end.
 * @param {Palette} colours
 * @param {number} value
 * @returns {string}
 */
export function valueColor(colours, value) {
  const index = Math.round((Math.min(Math.max(value, -1), 1) + 1) * 127.5);
  return colours.css[index] ?? colours.mid;
}

/**
 * Return the CSS colour of a class. Two classes have the two ends of the palette.
 * @param {Palette} colours
 * @param {number} index
 * @param {number} count of classes
 * @returns {string}
 */
export function classColor(colours, index, count) {
  if (count <= 2) return index > 0 ? colours.high : colours.low;
  return colours.classes[index % colours.classes.length] ?? colours.mid;
}
