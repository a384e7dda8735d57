/**
 * How often which value comes: counts over edges, as docs/runs.md has them.
 *
 * @typedef {{edges: number[], counts: number[]}} Histogram
 */

import { svgElement } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { t } from "../core/language.js";

const BASE = 16;

/**
 * Return a drawing of a histogram. Each bar has its range and count as tooltip.
 * @param {Histogram} histogram
 * @param {{label: string, width?: number, height?: number, log?: boolean}} options px; `log`: bars
 *   as high as the logarithm of their count, so that rare values are seen beside frequent ones
 * @returns {SVGElement}
 */
export function histogramPicture({ edges, counts }, { label, width = 320, height = 110, log = false }) {
  const scaled = counts.map((count) => (log ? Math.log10(1 + count) : count));
  const top = Math.max(...scaled, 1e-9);
  const [first = 0, last = 1] = [edges[0], edges[edges.length - 1]];
  const span = last - first || 1;
  const x = (/** @type {number} */ value) => ((value - first) / span) * width;
  const bars = counts.map((count, i) => {
    const [from = 0, to = 0] = [edges[i], edges[i + 1]];
    const size = count ? Math.max(((scaled[i] ?? 0) / top) * (height - BASE), 1) : 0;
    const words = t("{from} to {to}: {count}", { from: formatNumber(from, 3), to: formatNumber(to, 3), count: formatInteger(count) });
    const box = { x: x(from), y: height - BASE - size, width: Math.max(x(to) - x(from) - 0.5, 0.5), height: size };
    return svgElement("rect", { ...box, class: "nr-histogram-bar" }, [svgElement("title", {}, [words])]);
  });
  const tick = (/** @type {number} */ value, /** @type {string} */ anchor) =>
    svgElement("text", { x: x(value), y: height - 3, "text-anchor": anchor }, [formatNumber(value, 3)]);
  const zero = first < 0 && last > 0 ? [svgElement("line", { x1: x(0), x2: x(0), y1: 0, y2: height - BASE, class: "nr-histogram-zero" })] : [];
  return svgElement("svg", { class: "nr-histogram", role: "img", "aria-label": label, viewBox: `0 0 ${width} ${height}`, width, height }, [
    svgElement("line", { x1: 0, x2: width, y1: height - BASE, y2: height - BASE, class: "nr-histogram-base" }),
    ...zero,
    ...bars,
    tick(first, "start"),
    tick(last, "end"),
  ]);
}
