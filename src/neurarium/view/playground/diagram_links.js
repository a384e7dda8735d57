/**
 * The links between units, drawn on one canvas: width and colour are the weight; dashes flow
 * from left to right while training. Also finds the link under the pointer.
 *
 * @import { DiagramLayout } from "./diagram_layout.js"
 * @import { Palette } from "../core/palette.js"
 *
 * @typedef {object} Curve one link: a cubic curve with horizontal ends
 * @property {number} layer
 * @property {number} unit
 * @property {number} input
 * @property {number} x0
 * @property {number} y0
 * @property {number} x1
 * @property {number} y1
 * @property {number} index of its weight in the parameter vector
 * @property {number} scale of its width: links are thinner where there are many
 */

import { valueColor } from "../core/palette.js";
import { layerSlices } from "../core/network.js";

const DASH = [11, 2.5];
const SPEED_PX_PER_S = 22;
const NEAR_PX = 6;
/** Dashes cost as much again as the lines: with many links, only those that catch the eye flow. */
const MANY = 150;
const FLOWING_PX = 1.2;

/**
 * @param {DiagramLayout} layout
 * @param {readonly number[]} sizes
 * @param {readonly number[]} featureRows which row of all features each input is
 * @returns {Curve[]}
 */
export function linkCurves(layout, sizes, featureRows) {
  /** @type {Curve[]} */
  const curves = [];
  layerSlices(sizes).forEach((slice, layer) => {
    const to = layout.columns[layer];
    const from = layout.columns[layer - 1];
    if (!to) return;
    const scale = Math.min(1, 9 / Math.sqrt(slice.units * slice.inputs));
    const x0 = from ? from.x + from.size / 2 : layout.featureX + layout.featureSize / 2;
    for (let unit = 0; unit < slice.units; unit += 1) {
      for (let input = 0; input < slice.inputs; input += 1) {
        const y0 = from ? from.y[input] : layout.featureY[featureRows[input] ?? 0];
        curves.push({
          layer,
          unit,
          input,
          x0: x0 + 1,
          y0: y0 ?? 0,
          x1: to.x - to.size / 2 - 1,
          y1: arrival(to.y[unit] ?? 0, to.size, input, slice.inputs),
          scale,
          index: slice.weights + unit * slice.inputs + input,
        });
      }
    }
  });
  return curves;
}

/** Links arrive spread over the thumbnail's side, in the order of where they come from.
 * @param {number} y @param {number} size @param {number} input @param {number} inputs */
function arrival(y, size, input, inputs) {
  return y + ((input + 0.5) / inputs - 0.5) * size * 0.6;
}

/**
 * @param {number} weight
 * @returns {number} px, 0.6 for nothing to 6.3 for |weight| ≥ 5
 */
export function linkWidth(weight) {
  return 0.6 + 1.5 * Math.min(Math.abs(weight), 5) ** 0.83;
}

/**
 * Return a link's colour. Even a small weight keeps a third of its sign's colour: the middle
 * colour alone would be lost on the page.
 * @param {Palette} colours
 * @param {number} weight
 * @returns {string}
 */
export function linkColor(colours, weight) {
  return valueColor(colours, weight + Math.sign(weight) * 0.33 * (1 - Math.min(Math.abs(weight), 1)));
}

/**
 * @typedef {object} LinkStyle
 * @property {Palette} colours
 * @property {boolean} flowing
 * @property {number} time_s
 * @property {{layer: number, unit: number, input: number | null} | null} hovered
 * @property {{layer: number, unit: number} | null} neuron whose own links stand out
 */

/**
 * @param {CanvasRenderingContext2D} context scaled to CSS pixels
 * @param {readonly Curve[]} curves
 * @param {{parameters: ArrayLike<number>, dead: Uint8Array | null}} frame
 * @param {LinkStyle} style
 */
export function drawLinks(context, curves, frame, style) {
  context.lineCap = "butt";
  context.lineDashOffset = style.flowing ? -style.time_s * SPEED_PX_PER_S : 0;
  for (const curve of curves) {
    const weight = Number(frame.parameters[curve.index]);
    const dead = frame.dead?.[curve.index] === 1;
    const marked = isHovered(curve, style.hovered);
    context.globalAlpha = dead ? 0.35 : style.neuron && !touches(curve, style.neuron) ? 0.25 : 0.9;
    const width = linkWidth(weight) * curve.scale;
    const flows = style.flowing && (curves.length <= MANY || width >= FLOWING_PX);
    context.setLineDash(dead ? [1.5, 4] : flows ? DASH : []);
    context.strokeStyle = linkColor(style.colours, weight);
    context.lineWidth = width + (marked ? 2.5 : 0);
    if (marked) context.globalAlpha = 1;
    trace(context, curve);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} context @param {Curve} curve */
function trace(context, { x0, y0, x1, y1 }) {
  const middle = (x0 + x1) / 2;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
}

/** @param {Curve} curve @param {LinkStyle["hovered"]} link */
function isHovered(curve, link) {
  return (
    link !== null &&
    curve.layer === link.layer &&
    curve.unit === link.unit &&
    curve.input === link.input
  );
}

/** @param {Curve} curve @param {{layer: number, unit: number}} neuron */
function touches(curve, { layer, unit }) {
  const into = curve.layer === layer && curve.unit === unit;
  return into || (curve.layer === layer + 1 && curve.input === unit);
}

/**
 * Return the link nearest to a point, if one is near.
 * @param {readonly Curve[]} curves
 * @param {number} x
 * @param {number} y
 * @returns {Curve | null}
 */
export function linkAt(curves, x, y) {
  let best = null;
  let least = NEAR_PX;
  for (const curve of curves) {
    const { x0, y0, x1, y1 } = curve;
    if (x < x0 || x > x1) continue;
    const distance = Math.abs(y - heightAt(curve, x)) / slant(x0, y0, x1, y1);
    if (distance < least) {
      least = distance;
      best = curve;
    }
  }
  return best;
}

/**
 * The curve's y at x. Its x(t) = x0 + d·(1.5t − 1.5t² + t³) rises steadily: Newton finds t.
 * @param {Curve} curve @param {number} x
 */
function heightAt({ x0, y0, x1, y1 }, x) {
  const share = (x - x0) / (x1 - x0);
  let t = share;
  for (let i = 0; i < 5; i += 1) {
    const value = 1.5 * t - 1.5 * t * t + t * t * t - share;
    t -= value / (1.5 - 3 * t + 3 * t * t);
  }
  return y0 + (y1 - y0) * (3 * t * t - 2 * t * t * t);
}

/** How much longer the vertical distance is than the true one, roughly.
 * @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function slant(x0, y0, x1, y1) {
  return Math.hypot(1, (1.5 * (y1 - y0)) / Math.max(x1 - x0, 1));
}
