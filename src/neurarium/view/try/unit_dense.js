/**
 * A dense unit: what comes in, times its weights, summed up, plus the bias, through the activation.
 *
 * @import { NumberArray } from "../core/packet.js"
 * @import { Look } from "../frame/frame.js"
 * @import { UnitSources } from "./unit.js"
 */

import { element } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { niceColumns } from "../pictures/cells.js";
import { imageSize, paintImage, paintSigned, pictureCanvas, symmetricLimit } from "../pictures/image.js";

/**
 * Return the sum of inputs times a unit's weights.
 * @param {ArrayLike<number>} input
 * @param {ArrayLike<number>} kernel (inputs, units) row by row
 * @param {number} unit
 * @param {number} units
 * @returns {{products: Float32Array, weights: Float32Array, sum: number}}
 */
export function weighted(input, kernel, unit, units) {
  const weights = new Float32Array(input.length);
  const products = new Float32Array(input.length);
  let sum = 0;
  for (let i = 0; i < input.length; i += 1) {
    weights[i] = Number(kernel[i * units + unit]);
    products[i] = Number(input[i]) * Number(weights[i]);
    sum += Number(products[i]);
  }
  return { products, weights, sum };
}

/**
 * @param {UnitSources & {kernel: NumberArray}} sources
 * @param {Look} look
 * @returns {HTMLElement[]}
 */
export function denseUnit({ layer, unit, input, inputShape, kernel, bias }, look) {
  const units = kernel.shape[1] ?? 1;
  if (input.data.length !== kernel.shape[0]) return [element("p", { class: "nr-quiet-text" }, [t("This layer has too many inputs to show them all.")])];
  const { products, weights, sum } = weighted(input.data, kernel.data, unit, units);
  const b = Number(bias?.data[unit] ?? 0);
  const answer = Number(layer.values.data[unit]);
  const show = (/** @type {ArrayLike<number>} */ values, /** @type {string} */ label, signed = true) => picture(values, inputShape, { label, signed, look });
  const image = isImage(inputShape);
  return [
    element("div", { class: "nr-unit-pictures" }, [
      figure(show(input.data, t("what comes in"), !image), image ? t("the image") : t("what comes in: {count} numbers", { count: input.data.length })),
      sign("×"),
      figure(show(weights, t("weights of unit {number}", { number: unit + 1 })), t("weights of unit {number}", { number: unit + 1 })),
      sign("="),
      figure(show(products, t("input times weight")), t("input × weight")),
    ]),
    element("p", { class: "nr-numbers nr-unit-sum" }, [inNumbers({ sum, b, answer, activation: layer.activation ?? "linear", unit })]),
  ];
}

/**
 * @param {{sum: number, b: number, answer: number, activation: string, unit: number}} numbers
 * @returns {string}
 */
function inNumbers({ sum, b, answer, activation, unit }) {
  const z = formatNumber(sum + b, 3);
  const start = `z${subscripted(unit + 1)} = Σ x·w + b = ${formatNumber(sum, 3)} ${b < 0 ? "−" : "+"} ${formatNumber(Math.abs(b), 3)} = ${z}`;
  if (activation === "linear") return start;
  if (activation === "softmax") return t("{start}, and after softmax over all units: {answer}", { start, answer: formatNumber(answer, 4) });
  return t("{start}, and {activation}({z}) = {answer}", { start, activation, z, answer: formatNumber(answer, 3) });
}

/** @param {number} number */
function subscripted(number) {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}

/**
 * Numbers as the image that they belong to; where there is none, as cells.
 * @param {ArrayLike<number>} values
 * @param {number[]} shape
 * @param {{label: string, signed: boolean, look: Look}} options
 */
function picture(values, shape, { label, signed, look }) {
  const canvas = pictureCanvas(label);
  const { height, width, channels } = imageSize(shape);
  if (isImage(shape) && channels === 1) {
    if (signed) paintSigned(canvas, values, { width, height, palette: look.palette });
    else paintImage(canvas, { shape, data: Float32Array.from(values) }, { highest: 1 });
    return canvas;
  }
  if (isImage(shape)) {
    if (!signed) paintImage(canvas, { shape, data: Float32Array.from(values) }, { highest: 1 });
    else paintSigned(canvas, overChannels(values, width * height, channels), { width, height, palette: look.palette });
    return canvas;
  }
  const columns = niceColumns(values.length);
  const rows = Math.ceil(values.length / columns);
  const padded = Float32Array.from({ length: rows * columns }, (_, i) => Number(values[i] ?? 0));
  paintSigned(canvas, padded, { width: columns, height: rows, palette: look.palette, limit: symmetricLimit(padded) });
  canvas.classList.add("nr-wide-picture");
  return canvas;
}

/** @param {number[]} shape @returns {boolean} whether numbers of this shape can be shown as one image */
function isImage(shape) {
  return shape.length === 2 || (shape.length === 3 && (shape[2] === 1 || shape[2] === 3));
}

/** Sum over the colours. @param {ArrayLike<number>} values @param {number} pixels @param {number} channels */
function overChannels(values, pixels, channels) {
  return Float32Array.from({ length: pixels }, (_, i) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) sum += Number(values[i * channels + channel]);
    return sum;
  });
}

/** @param {HTMLCanvasElement} canvas @param {string} caption */
function figure(canvas, caption) {
  return element("figure", { class: "nr-unit-figure" }, [canvas, element("figcaption", { class: "nr-quiet-text nr-small" }, [caption])]);
}

/** @param {string} text */
function sign(text) {
  return element("span", { class: "nr-unit-sign", "aria-hidden": "true" }, [text]);
}
