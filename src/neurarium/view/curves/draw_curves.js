/**
 * Curves of runs over epochs, drawn on a canvas. Knows pixels and numbers, not the page.
 *
 * @import { Ink } from "./ink.js"
 * @import { Points } from "./run_curves.js"
 * @import { Scale } from "./scale.js"
 *
 * @typedef {object} Curve
 * @property {string} label
 * @property {string} colour
 * @property {number} width
 * @property {number[]} dash
 * @property {boolean} dots a small disc at every point: one value an epoch
 * @property {boolean} inLegend
 * @property {Points} points
 *
 * @typedef {object} Drawing everything that one picture shows
 * @property {Curve[]} curves the last one on top
 * @property {number} epochs right end of the axis; the left one is 0
 * @property {{low: number, high: number}} ends of the value axis
 * @property {boolean} log
 * @property {boolean} [percent] the values are shares of 1
 * @property {{x: number, y: number, text: string} | null} best
 * @property {number | null} moment epoch that is being looked at elsewhere on the page
 */

import { drawAxes, drawBest, drawMoment, insidePlot, plotBox, strokePoints } from "./axes.js";
import { thinned } from "./run_curves.js";
import { makeScale } from "./scale.js";

/** More dots than one every so many pixels would melt together. */
const DOT_EVERY_PX = 9;

/**
 * Draw; returns the horizontal scale, to find the epoch under a pointer.
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {{width: number, height: number}} size CSS pixels
 * @param {Drawing} drawing
 * @param {{ink: Ink, cursor: number | null}} shown `cursor`: x of the values being read
 * @returns {Scale}
 */
export function drawCurves(context, { width, height }, drawing, { ink, cursor }) {
  const plot = plotBox(width, height);
  const across = makeScale({
    low: 0, high: Math.max(1, drawing.epochs), from: plot.left, to: plot.right,
    ticks: Math.min(Math.max(1, drawing.epochs), Math.max(2, Math.floor((plot.right - plot.left) / 60))),
  });
  // Between two epochs stands no whole number: an axis of 3 epochs has no tick at 0.5.
  across.ticks = across.ticks.filter(Number.isInteger);
  const up = makeScale({ ...drawing.ends, from: plot.bottom, to: plot.top, ticks: Math.max(2, Math.floor((plot.bottom - plot.top) / 32)), log: drawing.log });
  context.clearRect(0, 0, width, height);
  context.font = ink.font;
  drawAxes(context, plot, { across, up, ink, percent: drawing.percent });
  insidePlot(context, plot, () => {
    for (const curve of drawing.curves) drawCurve(context, curve, { across, up });
  });
  const { best, moment } = drawing;
  if (best) drawBest(context, plot, { x: across.toPixel(best.x), y: up.toPixel(best.y), text: best.text, ink });
  if (moment !== null) drawMoment(context, plot, { at: across.toPixel(moment), colour: ink.accent, dash: [] });
  if (cursor !== null) {
    drawMoment(context, plot, { at: across.toPixel(cursor), colour: ink.quiet, dash: [] });
    for (const { colour, points } of drawing.curves) {
      const y = up.toPixel(points.find(([x]) => x === cursor)?.[1] ?? NaN);
      if (Number.isFinite(y)) disc(context, across.toPixel(cursor), y, { colour, radius: 3.5 });
    }
  }
  return across;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Curve} curve
 * @param {{across: Scale, up: Scale}} axes
 */
function drawCurve(context, curve, { across, up }) {
  const points = thinned(curve.points, 2000).map(([x, y]) => /** @type {[number, number]} */ ([across.toPixel(x), up.toPixel(y)]));
  strokePoints(context, curve, points);
  points.forEach(([x, y], i) => {
    // A value without neighbours makes no line.
    const alone = Number.isFinite(y) && !Number.isFinite(points[i - 1]?.[1] ?? NaN) && !Number.isFinite(points[i + 1]?.[1] ?? NaN);
    if (alone) disc(context, x, y, { colour: curve.colour, radius: 1.5 * curve.width });
  });
  if (!curve.dots || points.length * DOT_EVERY_PX > across.toPixel(across.high) - across.toPixel(0)) return;
  for (const [x, y] of points) if (Number.isFinite(y)) disc(context, x, y, { colour: curve.colour, radius: 3 });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x
 * @param {number} y
 * @param {{colour: string, radius: number}} look
 */
function disc(context, x, y, { colour, radius }) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}
