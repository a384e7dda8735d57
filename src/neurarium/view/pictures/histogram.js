/**
 * How often which value comes: counts over edges, as docs/runs.md has them.
 *
 * @typedef {{edges: number[], counts: number[]}} Histogram
 *
 * @typedef {object} HistogramOptions
 * @property {string} label
 * @property {number} [width] px
 * @property {number} [height] px
 * @property {boolean} [log] bars as high as the logarithm of their count, so that rare values are
 *   seen beside frequent ones; lines mark the powers of ten
 * @property {boolean} [ticks] whether smallest and largest value stand below
 * @property {boolean} [whole] values are whole numbers: a bar from 4 to 8 holds 4 to 7
 */

import { svgElement } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { t } from "../core/language.js";

const BASE = 16;
const SIDE = 52;

/**
 * Return a drawing of a histogram. Each bar has its range and count as tooltip.
 * @param {Histogram} histogram
 * @param {HistogramOptions} options
 * @returns {SVGElement}
 */
export function histogramPicture(histogram, { label, width = 320, height = 110, log = false, ticks = true, whole = false }) {
  const { edges, counts } = histogram;
  const [first = 0, last = 1] = [edges[0], edges[edges.length - 1]];
  const left = log && ticks ? SIDE : 0;
  const floor = height - (ticks ? BASE : 1);
  const x = (/** @type {number} */ value) => left + ((value - first) / (last - first || 1)) * (width - left);
  const most = Math.max(...counts, 1);
  const top = log ? Math.log10(1 + most) : most;
  const high = (/** @type {number} */ count) => (((log ? Math.log10(1 + count) : count) / top) * (floor - 4));
  const tick = (/** @type {number} */ value, /** @type {number} */ at, /** @type {string} */ anchor) =>
    svgElement("text", { x: x(at), y: height - 3, "text-anchor": anchor }, [formatNumber(value, 3)]);
  const bars = counts.map((count, i) => {
    const [from = 0, to = 0] = [edges[i], edges[i + 1]];
    const size = count ? Math.max(high(count), 1) : 0;
    const box = { x: x(from), y: floor - size, width: Math.max(x(to) - x(from) - 0.5, 0.5), height: size };
    return svgElement("rect", { ...box, class: "nr-histogram-bar" }, [svgElement("title", {}, [barInWords(from, whole ? to - 1 : to, count)])]);
  });
  const zero = first < 0 && last > 0 ? [svgElement("line", { x1: x(0), x2: x(0), y1: 0, y2: floor, class: "nr-histogram-zero" })] : [];
  return svgElement("svg", { class: "nr-histogram", role: "img", "aria-label": label, viewBox: `0 0 ${width} ${height}`, width, height }, [
    ...(left ? powersOfTen(most, { left, width, y: (count) => floor - high(count) }) : []),
    svgElement("line", { x1: left, x2: width, y1: floor, y2: floor, class: "nr-histogram-base" }),
    ...zero,
    ...bars,
    ...(ticks ? [tick(first, first, "start"), tick(whole ? last - 1 : last, last, "end")] : []),
  ]);
}

/** @param {number} from @param {number} to @param {number} count */
function barInWords(from, to, count) {
  return t("{from} to {to}: {count}", { from: formatNumber(from, 3), to: formatNumber(to, 3), count: formatInteger(count) });
}

/**
 * @param {number} most
 * @param {{left: number, width: number, y: (count: number) => number}} place
 * @returns {SVGElement[]}
 */
function powersOfTen(most, { left, width, y }) {
  const powers = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, i) => 10 ** i);
  const apart = Math.ceil(powers.length / 4);
  return powers
    .filter((_, i) => (powers.length - 1 - i) % apart === 0)
    .flatMap((count) => [
      svgElement("line", { x1: left, x2: width, y1: y(count), y2: y(count), class: "nr-histogram-grid" }),
      svgElement("text", { x: left - 5, y: y(count) + 4, "text-anchor": "end" }, [shortCount(count)]),
    ]);
}

/** @param {number} count @returns {string} 10, 1,000, 100 k, 10 M */
function shortCount(count) {
  if (count >= 1e6) return `${count / 1e6} M`;
  return count >= 1e5 ? `${count / 1e3} k` : formatInteger(count);
}
