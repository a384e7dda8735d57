/** Drawing a chart on a canvas. Knows pixels and numbers, neither the store nor the page. */

import { t } from "../core/language.js";
import { drawAxes, drawBest, drawMoment, insidePlot, plotBox, strokePoints } from "../curves/axes.js";
import { makeScale } from "../curves/scale.js";

/**
 * @import { Series } from "./chart_series.js"
 * @import { Ink } from "../curves/ink.js"
 * @import { Plot } from "../curves/axes.js"
 * @import { Scale } from "../curves/scale.js"
 *
 * @typedef {{channel: string, label: string, colour: string, width: number, dash: number[]}} Curve
 *
 * @typedef {object} Drawing everything that one picture of the chart shows
 * @property {Series} series
 * @property {Curve[]} curves in drawing order, the last one on top
 * @property {{low: number, high: number}} ends of the value axis
 * @property {boolean} log
 * @property {{epoch: number, value: number} | null} best marked, named
 * @property {number | null} past epoch that is being looked at
 * @property {number | null} cursor epoch under the pointer
 * @property {Ink} ink
 */

/**
 * Draw the chart; returns the horizontal scale, to find the epoch under a pointer.
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {number} width CSS pixels
 * @param {number} height CSS pixels
 * @param {Drawing} drawing
 * @returns {Scale}
 */
export function drawChart(context, width, height, drawing) {
  const { series, ends, log, ink } = drawing;
  const plot = plotBox(width, height);
  const first = series.firstEpoch;
  const across = makeScale({
    low: first, high: Math.max(series.lastEpoch, first + 10), from: plot.left, to: plot.right,
    ticks: Math.max(2, Math.floor((plot.right - plot.left) / 70)),
  });
  const up = makeScale({ ...ends, from: plot.bottom, to: plot.top, ticks: Math.max(2, Math.floor((plot.bottom - plot.top) / 28)), log });
  context.clearRect(0, 0, width, height);
  context.font = ink.font;
  drawAxes(context, plot, { across, up, ink });
  insidePlot(context, plot, () => {
    for (const curve of drawing.curves) drawCurve(context, curve, { series, across, up });
  });
  const { best } = drawing;
  if (best) {
    const text = t("best test: epoch {epoch}", { epoch: best.epoch.toLocaleString("en") });
    drawBest(context, plot, { x: across.toPixel(best.epoch), y: up.toPixel(best.value), text, ink });
  }
  if (drawing.past !== null) drawMoment(context, plot, { at: across.toPixel(drawing.past), colour: ink.accent, dash: [] });
  if (drawing.cursor !== null) drawCursor(context, plot, { drawing, across, up });
  return across;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Curve} curve
 * @param {{series: Series, across: Scale, up: Scale}} axes
 */
function drawCurve(context, curve, { series, across, up }) {
  const points = series.line(curve.channel, Math.max(1, Math.floor(across.toPixel(across.high) - across.toPixel(across.low))));
  // A value that is not finite, or not positive on a logarithmic axis, leaves a gap.
  strokePoints(context, curve, points.epochs.map((epoch, i) => [across.toPixel(epoch), up.toPixel(points.values[i])]));
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{drawing: Drawing, across: Scale, up: Scale}} shown
 */
function drawCursor(context, plot, { drawing, across, up }) {
  const found = drawing.series.nearest(drawing.cursor ?? 0);
  if (!found) return;
  const x = across.toPixel(found.epoch);
  drawMoment(context, plot, { at: x, colour: drawing.ink.quiet, dash: [] });
  for (const curve of drawing.curves) {
    const y = up.toPixel(found.values[drawing.series.channels.indexOf(curve.channel)]);
    if (!Number.isFinite(y)) continue;
    context.fillStyle = curve.colour;
    context.beginPath();
    context.arc(x, y, 3, 0, 2 * Math.PI);
    context.fill();
  }
}
