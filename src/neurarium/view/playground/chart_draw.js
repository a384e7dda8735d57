/** Drawing a chart on a canvas. Knows pixels and numbers, neither the store nor the page. */

import { t } from "../core/language.js";
import { makeScale, tickText } from "./chart_scale.js";

/**
 * @import { Series } from "./chart_series.js"
 * @import { Scale } from "./chart_scale.js"
 *
 * @typedef {{channel: string, label: string, colour: string, width: number, dash: number[]}} Curve
 * @typedef {{ink: string, quiet: string, line: string, accent: string, panel: string, font: string,
 *   train: string, test: string, dark: boolean}} Ink
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

/** @typedef {{left: number, right: number, top: number, bottom: number}} Plot inner box in CSS pixels */

const MARGIN = { left: 44, right: 10, top: 10, bottom: 22 };

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
  const plot = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
  const first = series.firstEpoch;
  const across = makeScale({
    low: first, high: Math.max(series.lastEpoch, first + 10), from: plot.left, to: plot.right,
    ticks: Math.max(2, Math.floor((plot.right - plot.left) / 70)),
  });
  const up = makeScale({ ...ends, from: plot.bottom, to: plot.top, ticks: Math.max(2, Math.floor((plot.bottom - plot.top) / 28)), log });
  context.clearRect(0, 0, width, height);
  context.font = ink.font;
  drawAxes(context, plot, { across, up, ink });
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top - 4, plot.right - plot.left + 2, plot.bottom - plot.top + 5);
  context.clip();
  for (const curve of drawing.curves) drawCurve(context, curve, { series, across, up });
  context.restore();
  if (drawing.best) drawBest(context, plot, { best: drawing.best, across, up, ink });
  if (drawing.past !== null) drawMoment(context, plot, { at: across.toPixel(drawing.past), colour: ink.accent, dash: [] });
  if (drawing.cursor !== null) drawCursor(context, plot, { drawing, across, up });
  return across;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{across: Scale, up: Scale, ink: Ink}} axes
 */
function drawAxes(context, plot, { across, up, ink }) {
  context.lineWidth = 1;
  context.fillStyle = ink.quiet;
  context.strokeStyle = ink.line;
  context.textAlign = "right";
  context.textBaseline = "middle";
  let free = Infinity;
  for (const tick of up.ticks) {
    const y = Math.round(up.toPixel(tick)) + 0.5;
    line(context, plot.left, y, plot.right, y);
    if (free - y < 12) continue;
    context.fillText(tickText(tick), plot.left - 6, y);
    free = y;
  }
  context.textBaseline = "top";
  for (const tick of across.ticks) {
    const x = across.toPixel(tick);
    const text = tickText(tick);
    const half = context.measureText(text).width / 2;
    context.textAlign = x + half > plot.right + MARGIN.right ? "right" : x - half < 0 ? "left" : "center";
    line(context, Math.round(x) + 0.5, plot.bottom, Math.round(x) + 0.5, plot.bottom + 4);
    context.fillText(text, x, plot.bottom + 6);
  }
  context.strokeStyle = ink.quiet;
  line(context, plot.left, plot.bottom + 0.5, plot.right, plot.bottom + 0.5);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 */
function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Curve} curve
 * @param {{series: Series, across: Scale, up: Scale}} axes
 */
function drawCurve(context, curve, { series, across, up }) {
  const points = series.line(curve.channel, Math.max(1, Math.floor(across.toPixel(across.high) - across.toPixel(across.low))));
  context.strokeStyle = curve.colour;
  context.lineWidth = curve.width;
  context.lineJoin = "round";
  context.setLineDash(curve.dash);
  context.beginPath();
  let pen = false;
  points.epochs.forEach((epoch, i) => {
    const y = up.toPixel(points.values[i]);
    // A value that is not finite, or not positive on a logarithmic axis, leaves a gap.
    if (!Number.isFinite(y)) pen = false;
    else if (pen) context.lineTo(across.toPixel(epoch), y);
    else {
      context.moveTo(across.toPixel(epoch), y);
      pen = true;
    }
  });
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{best: {epoch: number, value: number}, across: Scale, up: Scale, ink: Ink}} marked
 */
function drawBest(context, plot, { best, across, up, ink }) {
  const x = across.toPixel(best.epoch);
  const y = up.toPixel(best.value);
  drawMoment(context, plot, { at: x, colour: ink.quiet, dash: [2, 3] });
  context.fillStyle = ink.panel;
  context.strokeStyle = ink.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  const text = t("best test: epoch {epoch}", { epoch: best.epoch.toLocaleString("en") });
  const wide = context.measureText(text).width;
  const left = Math.min(Math.max(x - wide / 2, plot.left + 4), plot.right - wide);
  context.fillStyle = ink.panel;
  context.globalAlpha = 0.85;
  context.fillRect(left - 3, plot.top - 3, wide + 6, 15);
  context.globalAlpha = 1;
  context.fillStyle = ink.ink;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(text, left, plot.top - 1);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{at: number, colour: string, dash: number[]}} moment
 */
function drawMoment(context, plot, { at, colour, dash }) {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash(dash);
  line(context, at, plot.top, at, plot.bottom);
  context.setLineDash([]);
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
