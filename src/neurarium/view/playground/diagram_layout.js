/**
 * Where things are in the diagram: positions in CSS pixels, no DOM.
 *
 * @typedef {object} DiagramLayout
 * @property {number} width at least what was asked for; more where many layers need it
 * @property {number} height
 * @property {number} featureSize side of a feature's thumbnail
 * @property {number[]} featureY centre of each of all features
 * @property {number} featureX centre of the features' thumbnails
 * @property {number} gap between the centres of two columns
 * @property {Column[]} columns hidden layers, then the output
 *
 * @typedef {{x: number, size: number, y: number[]}} Column centres of a layer's thumbnails
 */

const HEAD = 62;
const FOOT = 10;
const FEATURE_LABEL = 67;
const MIN_COLUMN = 60;
/** Share of the height that the largest thumbnail takes. */
const LARGEST_SHARE = 0.115;
const LARGEST_FEATURE = 46;

/**
 * Return the layout of a network with `units` (hidden layers, then outputs) in a box.
 * @param {{width: number, height: number, features: number, units: number[]}} box
 * @returns {DiagramLayout}
 */
export function layoutDiagram({ width, height, features, units }) {
  const featureSize = Math.min(LARGEST_FEATURE, thumbnail(height, features));
  const featureX = FEATURE_LABEL + featureSize / 2;
  const left = featureX + featureSize / 2;
  const largest = Math.min(Math.max(height * LARGEST_SHARE, 40), 110);
  const end = 34 + largest / 2;
  const wanted = left + units.length * MIN_COLUMN + end;
  const full = Math.max(width, wanted);
  const gap = (full - end - left) / units.length;
  const columns = units.map((count, i) => {
    const fits = i === units.length - 1 ? largest : Math.min(largest, gap - 26);
    const size = Math.min(fits, thumbnail(height, count));
    return { x: left + gap * (i + 1), size, y: spread(height, count, size) };
  });
  return {
    width: full,
    height,
    featureSize,
    featureX,
    featureY: spread(height, features, featureSize, 4),
    gap,
    columns,
  };
}

/** @param {number} height @param {number} count @returns {number} side that leaves some air */
function thumbnail(height, count) {
  return Math.max(16, Math.floor((height - HEAD - FOOT) / Math.max(count, 1)) - 5);
}

/**
 * Return `count` centres around the middle of the height.
 * @param {number} height
 * @param {number} count
 * @param {number} size
 * @param {number} [air] px between thumbnails at most
 * @returns {number[]}
 */
function spread(height, count, size, air = 22) {
  const room = height - HEAD - FOOT;
  const step = Math.min(size + air, room / Math.max(count, 1));
  const first = HEAD + room / 2 - (step * (count - 1)) / 2;
  return Array.from({ length: count }, (_, i) => first + i * step);
}
