/** What kinds of layers do, in one sentence each, and what a new one begins with. */

import { t } from "../core/language.js";

/**
 * @param {string} kind
 * @returns {string} "" for a kind that we do not know
 */
export function aboutLayer(kind) {
  const sentences = {
    dense: t("Every unit weighs all inputs, adds a bias, and bends the sum"),
    conv2d: t("Filters slide over the image; each looks for one small pattern"),
    max_pooling2d: t("Keeps the largest value of each small field: the image shrinks"),
    average_pooling2d: t("Keeps the mean of each small field: the image shrinks"),
    global_max_pooling2d: t("Keeps one number a channel: its largest value"),
    global_average_pooling2d: t("Keeps one number a channel: its mean"),
    flatten: t("Lays the image out as one long row of numbers"),
    dropout: t("Switches this share of the values off at random, in training alone"),
    batch_normalization: t("Brings values to mean 0 and deviation 1, batch by batch"),
    activation: t("Bends every value, without weights"),
    reshape: t("Puts the same numbers into another shape"),
  };
  return sentences[/** @type {keyof typeof sentences} */ (kind)] ?? "";
}

/** Settings of a layer that was just added: what a person would most likely write. */
export const FIRST_SETTINGS = Object.freeze({
  dense: { units: 64, activation: "relu" },
  conv2d: { filters: 32, kernel_size: 3, padding: "same", activation: "relu" },
  max_pooling2d: { pool_size: 2 },
  average_pooling2d: { pool_size: 2 },
  dropout: { rate: 0.3 },
  activation: { activation: "relu" },
});

/** Settings that a card shows at once; the others stand behind “more”. */
export const MAIN_SETTINGS = Object.freeze(["units", "filters", "kernel_size", "pool_size", "rate", "activation", "padding", "target_shape"]);
