/**
 * What a unit does with its total input z, for a whole array at once (playground/activations.py).
 *
 * Every function writes f(z[i]) into out[i]. One loop an activation, so that each stays simple
 * enough for the browser to compile it well.
 */

const LEAKY_SLOPE = 0.01;
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/** @typedef {(z: Float64Array, out: Float32Array) => void} ArrayFunction */

/** tanh through exp: the same to 1e-15, and three times as fast as Math.tanh. @type {ArrayFunction} */
function tanh(z, out) {
  for (let i = 0; i < out.length; i += 1) out[i] = 1 - 2 / (Math.exp(2 * /** @type {number} */ (z[i])) + 1);
}

/** @type {ArrayFunction} */
function sigmoid(z, out) {
  for (let i = 0; i < out.length; i += 1) out[i] = 1 / (1 + Math.exp(-(/** @type {number} */ (z[i]))));
}

/** Math.max gives NaN for NaN; a comparison alone would hide it. @type {ArrayFunction} */
function relu(z, out) {
  for (let i = 0; i < out.length; i += 1) out[i] = Math.max(/** @type {number} */ (z[i]), 0);
}

/** @type {ArrayFunction} */
function linear(z, out) {
  out.set(out.length === z.length ? z : z.subarray(0, out.length));
}

/**
 * @param {(z: number) => number} of
 * @returns {ArrayFunction}
 */
function each(of) {
  return (z, out) => {
    for (let i = 0; i < out.length; i += 1) out[i] = of(/** @type {number} */ (z[i]));
  };
}

/** @type {Readonly<Record<string, ArrayFunction>>} */
export const ACTIVATIONS = Object.freeze({
  relu,
  leaky_relu: each((z) => (z > 0 ? z : LEAKY_SLOPE * z)),
  elu: each((z) => (z > 0 ? z : Math.expm1(z))),
  gelu: each((z) => 0.5 * z * (1 + Math.tanh(GELU_SCALE * (z + GELU_CUBIC * z * z * z)))),
  silu: each((z) => z / (1 + Math.exp(-z))),
  tanh,
  sigmoid,
  softplus: each((z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))),
  sin: each(Math.sin),
  linear,
});

/** How a formula writes an activation around its total input. */
export const ACTIVATION_LABELS = Object.freeze({
  relu: "ReLU",
  leaky_relu: "Leaky ReLU",
  elu: "ELU",
  gelu: "GELU",
  silu: "SiLU",
  tanh: "Tanh",
  sigmoid: "Sigmoid",
  softplus: "Softplus",
  sin: "Sin",
  linear: "Linear",
});

/**
 * Return the activation called `name`. Raises an Error that names it if there is none.
 * @param {string} name
 * @returns {ArrayFunction}
 */
export function activationNamed(name) {
  const found = ACTIVATIONS[name];
  if (!found) throw new Error(`Unknown activation "${name}".`);
  return found;
}

/**
 * Turn the total inputs of an output layer's units into probabilities, in place:
 * e^z / Σ e^z over the units, point by point.
 * @param {Float32Array[]} units one array a class
 */
export function softmaxInPlace(units) {
  const length = units[0]?.length ?? 0;
  for (let i = 0; i < length; i += 1) {
    let top = -Infinity;
    for (const unit of units) top = Math.max(top, /** @type {number} */ (unit[i]));
    let sum = 0;
    for (const unit of units) {
      unit[i] = Math.exp(/** @type {number} */ (unit[i]) - top);
      sum += /** @type {number} */ (unit[i]);
    }
    for (const unit of units) unit[i] = /** @type {number} */ (unit[i]) / sum;
  }
}
