/**
 * What a layer is and does, in words.
 *
 * @import { LayerFacts } from "./try_page.js"
 * @import { SeenLayer } from "./session.js"
 */

import { t } from "../core/language.js";

/** @param {readonly number[]} shape @returns {string} 28 × 28 × 32 */
export function shapeInWords(shape) {
  return shape.join(" × ");
}

/**
 * Return what a layer is called on the page: "Dense: 100 units, relu".
 * @param {SeenLayer} layer
 * @returns {string}
 */
export function layerTitle({ kind, shape, activation }) {
  const after = activation && activation !== "linear" ? `, ${activation}` : "";
  const last = shape[shape.length - 1] ?? 0;
  if (kind === "dense") return t("Dense layer: {count} units{after}", { count: last, after });
  if (kind === "conv2d") return t("Convolution: {count} feature maps{after}", { count: last, after });
  if (kind === "max_pooling2d") return t("Max pooling");
  if (kind === "average_pooling2d") return t("Average pooling");
  if (kind === "flatten") return t("Flatten");
  if (kind === "dropout") return t("Dropout");
  if (kind === "reshape") return t("Reshape");
  if (kind === "batch_normalization") return t("Batch normalization");
  if (kind === "activation") return t("Activation{after}", { after });
  return kind;
}

/**
 * Return one sentence on what a layer does; empty where its picture says it.
 * @param {SeenLayer} layer
 * @param {LayerFacts | null} facts
 * @returns {string}
 */
export function layerHelp({ kind, shape, activation }, facts) {
  const from = facts ? shapeInWords(facts.input_shape) : "";
  const to = shapeInWords(shape);
  if (kind === "flatten" && from) return t("{from} becomes one row of {to} numbers; no number changes.", { from, to });
  if (kind === "reshape" && from) return t("{from} becomes {to}; no number changes.", { from, to });
  if (kind === "dropout") return t("Lets everything through here. Only while training it sets some numbers to 0, so that no unit relies on a single other one.");
  if (kind === "max_pooling2d") return t("Of each small square of pixels only the largest number goes on: {from} becomes {to}.", { from, to });
  if (kind === "average_pooling2d") return t("Of each small square of pixels the mean goes on: {from} becomes {to}.", { from, to });
  if (kind === "dense" && activation === "softmax") return t("One unit for each class: its answers are the probabilities above.");
  if (kind === "conv2d") return t("Every map comes from one small kernel that is laid on every place of the image: where the pixels below it are like the kernel, the map is bright.");
  if (activation === "relu") return t("relu lets numbers above 0 through and makes 0 of the others: those units stay silent for this image.");
  return "";
}

/** @param {string} kind @returns {boolean} whether a layer hands its numbers on unchanged */
export function changesNothing(kind) {
  return kind === "flatten" || kind === "dropout" || kind === "reshape";
}
