/**
 * The curves of a run, from the lines it wrote: x in epochs (2.5 is halfway through the third),
 * one curve for training and one for validation, and a thin one for what each batch said. Pure.
 *
 * @import { MetricsLine } from "../train/run_progress.js"
 *
 * @typedef {"loss" | "accuracy" | "mae"} Quantity
 * @typedef {readonly [number, number][]} Points
 * @typedef {{train: Points, validation: Points, batches: Points}} RunCurves
 */

/**
 * @param {{epochs: readonly MetricsLine[], batches: readonly MetricsLine[]}} run
 * @param {Quantity} quantity
 * @param {number | null} updatesPerEpoch null where a script did not tell: no curve of batches
 * @returns {RunCurves}
 */
export function runCurves({ epochs, batches }, quantity, updatesPerEpoch) {
  const at = (/** @type {MetricsLine} */ line) => line.epoch - 1 + line.step / (updatesPerEpoch ?? NaN);
  return {
    train: pointsOf(epochs, (line) => line.epoch, quantity),
    validation: pointsOf(epochs, (line) => line.epoch, `val_${quantity}`),
    batches: updatesPerEpoch ? withGaps(pointsOf(batches, at, quantity)) : [],
  };
}

/**
 * @param {readonly MetricsLine[]} lines
 * @param {(line: MetricsLine) => number} x
 * @param {string} key
 * @returns {Points} a value that is not there or not finite is NaN: a gap
 */
function pointsOf(lines, x, key) {
  if (!lines.some((line) => typeof line[key] === "number")) return [];
  return lines.map((line) => [x(line), typeof line[key] === "number" ? line[key] : NaN]);
}

/**
 * Return points with a gap wherever a whole epoch passed without one: epochs that took less time
 * than the lines are apart. A line across them would claim values that nobody knows.
 * @param {Points} points
 * @returns {Points}
 */
function withGaps(points) {
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    return before && point[0] - before[0] > 1 ? [[(point[0] + before[0]) / 2, NaN], point] : [point];
  });
}

/**
 * Return the smallest and largest finite value of the curves. From the second epoch on the
 * batches of the first do not count: their losses stand so high that all the rest would be flat.
 * @param {readonly RunCurves[]} runs
 * @param {boolean} positiveOnly leave out what a logarithmic axis cannot show
 * @returns {{low: number, high: number} | null}
 */
export function extentOf(runs, positiveOnly = false) {
  let [low, high] = [Infinity, -Infinity];
  for (const { train, validation, batches } of runs) {
    const known = train.length > 1;
    for (const [x, y] of [...train, ...validation, ...batches.filter(([x]) => !known || x > 1)]) {
      if (!Number.isFinite(y) || !Number.isFinite(x) || (positiveOnly && y <= 0)) continue;
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  }
  return low > high ? null : { low, high };
}

/**
 * Return at most about `most` points, so that a long run draws as fast as a short one: of each
 * piece its smallest and its largest value, in their order.
 * @param {Points} points
 * @param {number} most
 * @returns {Points}
 */
export function thinned(points, most) {
  if (points.length <= most) return points;
  const size = Math.ceil((2 * points.length) / most);
  /** @type {[number, number][]} */
  const kept = [];
  for (let start = 0; start < points.length; start += size) {
    const piece = points.slice(start, start + size).filter(([, y]) => Number.isFinite(y));
    if (!piece.length) continue;
    const low = piece.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = piece.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(low === high ? [low] : [low, high].sort((a, b) => a[0] - b[0])));
  }
  return kept;
}

/**
 * Return the x of all points that can be read, ascending and each once.
 * @param {readonly Points[]} curves
 * @returns {number[]}
 */
export function readableX(curves) {
  return [...new Set(curves.flatMap((points) => points.filter(([, y]) => Number.isFinite(y)).map(([x]) => x)))].sort((a, b) => a - b);
}

/**
 * @param {readonly number[]} xs ascending
 * @param {number} x
 * @returns {number | null} the nearest of them
 */
export function nearestX(xs, x) {
  let best = null;
  for (const one of xs) if (best === null || Math.abs(one - x) < Math.abs(best - x)) best = one;
  return best;
}
