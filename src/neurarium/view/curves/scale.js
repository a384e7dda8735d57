/** Axes of a chart: from values to pixels, and where the ticks stand. Pure. */

/**
 * @typedef {{toPixel: (value: number) => number, fromPixel: (pixel: number) => number,
 *   ticks: number[], low: number, high: number, log: boolean}} Scale
 */

/**
 * Ticks at 1, 2 or 5 times a power of ten, about `wanted` of them, inside low..high.
 * @param {number} low
 * @param {number} high
 * @param {number} wanted
 * @returns {number[]}
 */
export function niceTicks(low, high, wanted) {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const rough = span / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? power * 10;
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * Powers of ten inside low..high; with fewer than two of them, 2 and 5 times them as well.
 * @param {number} low above 0
 * @param {number} high
 * @returns {number[]}
 */
export function logTicks(low, high) {
  const from = Math.floor(Math.log10(low));
  const to = Math.ceil(Math.log10(high));
  const every = Math.max(1, Math.ceil((to - from) / 6));
  const factors = to - from <= 2 ? [1, 2, 5] : [1];
  const ticks = [];
  for (let power = from; power <= to; power += every) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** power).toPrecision(12));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}

/**
 * A scale whose ends are the given ones.
 * @param {{low: number, high: number, from: number, to: number, ticks: number, log?: boolean}} options
 *   `from` and `to`: pixels of `low` and `high`
 * @returns {Scale}
 */
export function makeScale({ low, high, from, to, ticks, log = false }) {
  const warp = log ? Math.log10 : (/** @type {number} */ value) => value;
  const unwarp = log ? (/** @type {number} */ value) => 10 ** value : (/** @type {number} */ value) => value;
  const start = warp(low);
  const span = warp(high) - start || 1;
  return {
    toPixel: (value) => from + ((warp(value) - start) / span) * (to - from),
    fromPixel: (pixel) => unwarp(start + ((pixel - from) / (to - from)) * span),
    ticks: log ? logTicks(low, high) : niceTicks(low, high, ticks),
    low,
    high,
    log,
  };
}

/**
 * Ends of the value axis: from 0 for a linear one (losses and accuracies are measured from there),
 * from the smallest positive value for a logarithmic one, with a little air above.
 * @param {{low: number, high: number} | null} extent of the finite values
 * @param {{log: boolean, top?: number}} options `top`: a fixed upper end, 1 for accuracy
 * @returns {{low: number, high: number}}
 */
export function valueEnds(extent, { log, top }) {
  if (log) {
    if (!extent) return { low: 0.001, high: 1 };
    const low = extent.low / 1.15;
    const high = Math.max(extent.high * 1.15, low * 10);
    return { low, high };
  }
  if (top !== undefined) return { low: 0, high: top };
  if (!extent) return { low: 0, high: 1 };
  const low = Math.min(0, extent.low);
  const high = extent.high > low ? extent.high : low + 1;
  return { low, high: high + (high - low) * 0.06 };
}

/**
 * Ends of an axis of shares such as accuracy: around what there is, with air, inside 0 to 1, so
 * that 0.97 and 0.98 can be told apart.
 * @param {{low: number, high: number} | null} extent
 * @returns {{low: number, high: number}}
 */
export function shareEnds(extent) {
  if (!extent) return { low: 0, high: 1 };
  const air = Math.max(0.1 * (extent.high - extent.low), 0.005);
  const low = Math.max(0, extent.low - air);
  return { low, high: Math.max(Math.min(1, extent.high + air), low + 0.01) };
}

/**
 * A tick as short text: 0.05, 2, 1k, 1e-7.
 * @param {number} value
 * @returns {string}
 */
export function tickText(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 0.001) return value.toExponential(0);
  if (size >= 1_000_000) return `${Number((value / 1_000_000).toPrecision(4))}M`;
  if (size >= 10_000) return `${Number((value / 1000).toPrecision(4))}k`;
  return String(Number(value.toPrecision(6)));
}
