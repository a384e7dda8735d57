/** What the gradient sizes of the layers say about a network. Pure. */

import { t } from "../core/language.js";

const VANISHED = 1e-3;
const EXPLODED = 1e3;
/** Below this share of the largest, a layer hardly learns beside the others. */
const FAR_BEHIND = 0.01;

/**
 * Lengths of bars, 0 to 1, on a logarithmic scale over four powers of ten below the largest: a
 * layer with a hundredth of the gradient is still seen.
 * @param {readonly number[]} norms NaN where unknown
 * @returns {number[]}
 */
export function gradientShares(norms) {
  const largest = Math.max(0, ...norms.filter(Number.isFinite));
  return norms.map((norm) => {
    if (!(norm > 0) || largest === 0) return 0;
    if (!Number.isFinite(norm)) return 1;
    return Math.min(1, Math.max(0.02, 1 + Math.log10(norm / largest) / 4));
  });
}

/**
 * What to make of it, in a sentence; empty when there is nothing to say.
 * @param {readonly number[]} norms from the first hidden layer to the output
 * @param {boolean} diverged
 * @returns {string}
 */
export function gradientHint(norms, diverged) {
  const known = norms.filter((norm) => !Number.isNaN(norm));
  if (!known.length) return t("Appears with the first update.");
  const largest = Math.max(...known);
  if (diverged || largest > EXPLODED) {
    return t("Exploding: the steps overshoot. A smaller learning rate helps.");
  }
  if (largest < VANISHED) return t("Nearly flat: it has found a minimum, or is stuck on a plateau.");
  if (norms.length > 2 && norms[0] < FAR_BEHIND * largest) {
    return t("Vanishing: the first layer gets {percent} % of the largest gradient and hardly learns. Fewer layers, ReLU or another initialisation help.", {
      percent: (100 * norms[0] / largest).toPrecision(1),
    });
  }
  return "";
}
