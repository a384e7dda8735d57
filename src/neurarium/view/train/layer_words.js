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

/**
 * Return what a kind of layer is called.
 * @param {string} kind
 * @returns {string}
 */
export function kindTitle(kind) {
  const titles = {
    dense: t("Dense"),
    conv2d: t("Convolution"),
    max_pooling2d: t("Max pooling"),
    average_pooling2d: t("Average pooling"),
    global_max_pooling2d: t("Global max pooling"),
    global_average_pooling2d: t("Global average pooling"),
    flatten: t("Flatten"),
    dropout: t("Dropout"),
    batch_normalization: t("Batch normalization"),
    activation: t("Activation"),
    reshape: t("Reshape"),
  };
  return titles[/** @type {keyof typeof titles} */ (kind)] ?? kind;
}

/**
 * Return what each layer of a run is called on the page, by its own name: counted as the cards of
 * the builder are, so without those that were put in. A name that a person gave stays.
 * @param {readonly Record<string, any>[]} layers of run.json
 * @returns {Map<string, string>}
 */
export function layerTitles(layers) {
  let number = 0;
  return new Map(
    layers.map(({ name, kind, text, note }) => {
      const title = kindTitle(kind);
      const usual = /^\d+$/.test(name) || String(name).replace(/_\d+$/, "") === kind;
      const called = usual ? title : `${name} (${title})`;
      if (kind === "input" || (text === null && note)) return [name, called];
      number += 1;
      return [name, t("Layer {number}: {title}", { number, title: called })];
    }),
  );
}

/**
 * Return what a setting of a layer means, in one sentence.
 * @param {string} name
 * @returns {string} "" where the name says it
 */
export function aboutSetting(name) {
  const sentences = {
    units: t("How many units the layer has: so many numbers it hands on"),
    filters: t("How many patterns are looked for: so many feature maps come out"),
    kernel_size: t("Height and width of the filter, in pixels"),
    pool_size: t("Height and width of the field of which one number is kept, in pixels"),
    strides: t("How many pixels the field moves on at each step"),
    padding: t("same: the image keeps its size, zeros are put around it; valid: only whole fields count, so it shrinks"),
    activation: t("How the sum is bent; without it, layers on top of one another could do no more than a single one"),
    rate: t("Share of the values that is switched off: 0 none, 0.5 every second one"),
    use_bias: t("A number of its own that each unit adds to its sum"),
  };
  return sentences[/** @type {keyof typeof sentences} */ (name)] ?? "";
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
