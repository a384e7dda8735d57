/**
 * Axes, and what stands between them, on a canvas. Knows pixels and numbers alone.
 *
 * @import { Scale } from "./scale.js"
 * @import { Ink } from "./ink.js"
 *
 * @typedef {{left: number, right: number, top: number, bottom: number}} Plot inner box in CSS pixels
 */

import { tickText } from "./scale.js";

/** Room around the plot for the axes' numbers, in CSS pixels. */
export const MARGIN = Object.freeze({ left: 44, right: 10, top: 10, bottom: 22 });

/**
 * The canvas's context in CSS pixels, its memory as fine as the screen.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
export function fittedContext(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * @param {number} width CSS pixels of the canvas
 * @param {number} height
 * @returns {Plot}
 */
export function plotBox(width, height) {
  return { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{across: Scale, up: Scale, ink: Ink, percent?: boolean}} axes `percent`: upward stand shares of 1
 */
export function drawAxes(context, plot, { across, up, ink, percent = false }) {
  context.lineWidth = 1;
  context.fillStyle = ink.quiet;
  context.strokeStyle = ink.line;
  context.textAlign = "right";
  context.textBaseline = "middle";
  let free = Infinity;
  for (const tick of up.ticks) {
    const y = Math.round(up.toPixel(tick)) + 0.5;
    drawLine(context, plot.left, y, plot.right, y);
    if (free - y < 12) continue;
    context.fillText(percent ? `${tickText(100 * tick)} %` : tickText(tick), plot.left - 6, y);
    free = y;
  }
  context.textBaseline = "top";
  for (const tick of across.ticks) {
    const x = across.toPixel(tick);
    const text = tickText(tick);
    const half = context.measureText(text).width / 2;
    context.textAlign = x + half > plot.right + MARGIN.right ? "right" : x - half < 0 ? "left" : "center";
    drawLine(context, Math.round(x) + 0.5, plot.bottom, Math.round(x) + 0.5, plot.bottom + 4);
    context.fillText(text, x, plot.bottom + 6);
  }
  context.strokeStyle = ink.quiet;
  drawLine(context, plot.left, plot.bottom + 0.5, plot.right, plot.bottom + 0.5);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x1
 * @param {number} y1
 * @param {number} x2
 * @param {number} y2
 */
export function drawLine(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

/**
 * Draw only inside the plot (with a little air above) what `draw` draws.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {() => void} draw
 */
export function insidePlot(context, plot, draw) {
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top - 4, plot.right - plot.left + 2, plot.bottom - plot.top + 5);
  context.clip();
  draw();
  context.restore();
}

/**
 * A curve through points in pixels; one that is not finite leaves a gap.
 * @param {CanvasRenderingContext2D} context
 * @param {{colour: string, width: number, dash: number[]}} style
 * @param {Iterable<readonly [number, number]>} points
 */
export function strokePoints(context, { colour, width, dash }, points) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dash);
  context.beginPath();
  let pen = false;
  for (const [x, y] of points) {
    if (!Number.isFinite(y)) pen = false;
    else if (pen) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      pen = true;
    }
  }
  context.stroke();
  context.setLineDash([]);
}

/**
 * A vertical line at one moment.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{at: number, colour: string, dash: number[]}} moment
 */
export function drawMoment(context, plot, { at, colour, dash }) {
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.setLineDash(dash);
  drawLine(context, at, plot.top, at, plot.bottom);
  context.setLineDash([]);
}

/**
 * A ring at the best value, with its name at the top of the plot; at its foot where the value is high.
 * @param {CanvasRenderingContext2D} context
 * @param {Plot} plot
 * @param {{x: number, y: number, text: string, ink: Ink}} marked
 */
export function drawBest(context, plot, { x, y, text, ink }) {
  drawMoment(context, plot, { at: x, colour: ink.quiet, dash: [2, 3] });
  context.fillStyle = ink.panel;
  context.strokeStyle = ink.ink;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 3.5, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  const wide = context.measureText(text).width;
  const left = Math.min(Math.max(x - wide / 2, plot.left + 4), plot.right - wide);
  context.fillStyle = ink.panel;
  context.globalAlpha = 0.85;
  const top = y > plot.top + 36 ? plot.top - 1 : plot.bottom - 17;
  context.fillRect(left - 3, top - 2, wide + 6, 15);
  context.globalAlpha = 1;
  context.fillStyle = ink.ink;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.fillText(text, left, top);
}
