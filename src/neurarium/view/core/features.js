/** What the network sees of a point: x, y, and functions of them (playground/features.py). */

/**
 * @typedef {object} Feature
 * @property {string} name as the configuration and links write it
 * @property {string} symbol as a formula writes it
 * @property {(x: number, y: number) => number} of
 */

/** @type {readonly Feature[]} */
export const FEATURES = Object.freeze([
  { name: "x", symbol: "x₁", of: (x) => x },
  { name: "y", symbol: "x₂", of: (_, y) => y },
  { name: "xSquared", symbol: "x₁²", of: (x) => x * x },
  { name: "ySquared", symbol: "x₂²", of: (_, y) => y * y },
  { name: "xTimesY", symbol: "x₁x₂", of: (x, y) => x * y },
  { name: "sinX", symbol: "sin(x₁)", of: (x) => Math.sin(x) },
  { name: "sinY", symbol: "sin(x₂)", of: (_, y) => Math.sin(y) },
  { name: "cosX", symbol: "cos(x₁)", of: (x) => Math.cos(x) },
  { name: "cosY", symbol: "cos(x₂)", of: (_, y) => Math.cos(y) },
  { name: "sin2X", symbol: "sin(2x₁)", of: (x) => Math.sin(2 * x) },
  { name: "cos2X", symbol: "cos(2x₁)", of: (x) => Math.cos(2 * x) },
  { name: "sin2Y", symbol: "sin(2x₂)", of: (_, y) => Math.sin(2 * y) },
  { name: "cos2Y", symbol: "cos(2x₂)", of: (_, y) => Math.cos(2 * y) },
]);

/** The map shows the square from −PLANE to PLANE on both axes. */
export const PLANE = 6;

/**
 * Return the feature called `name`. Raises an Error that names it if there is none.
 * @param {string} name
 * @returns {Feature}
 */
export function featureNamed(name) {
  const found = FEATURES.find((feature) => feature.name === name);
  if (!found) throw new Error(`Unknown input feature "${name}".`);
  return found;
}

/**
 * Return one Float32Array a feature, its values at the points (x[i], y[i]).
 * @param {readonly string[]} names
 * @param {ArrayLike<number>} x
 * @param {ArrayLike<number>} y
 * @returns {Float32Array[]}
 */
export function featureColumns(names, x, y) {
  return names.map((name) => {
    const { of } = featureNamed(name);
    const column = new Float32Array(x.length);
    for (let i = 0; i < column.length; i += 1) column[i] = of(Number(x[i]), Number(y[i]));
    return column;
  });
}

/**
 * Return the cell centres of a size×size grid on the plane, row by row; row 0 is the top
 * (y near +PLANE): up is up.
 * @param {number} size
 * @returns {{x: Float64Array, y: Float64Array}} size² each
 */
export function gridPoints(size) {
  const step = (2 * PLANE) / size;
  const x = new Float64Array(size * size);
  const y = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      x[row * size + column] = -PLANE + step * (column + 0.5);
      y[row * size + column] = PLANE - step * (row + 0.5);
    }
  }
  return { x, y };
}
