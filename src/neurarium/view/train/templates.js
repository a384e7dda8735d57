/**
 * Networks to begin with: those of the textbook's two chapters, for whatever data was chosen. Pure.
 *
 * @typedef {{kind: string, task: string, input_shape: number[], classes: unknown[]}} DataFacts
 * @typedef {{name: string, title: string, about: string, spec: string}} Template
 */

import { t } from "../core/language.js";

/**
 * @param {DataFacts} data
 * @returns {number} units of the output layer
 */
export function outputsOf(data) {
  return data.task === "regression" ? 1 : Math.max(2, data.classes.length);
}

/**
 * @param {DataFacts} data
 * @returns {Template[]}
 */
export function templatesFor(data) {
  const out = outputsOf(data);
  const regression = data.task === "regression";
  const dense = [
    {
      name: "one",
      title: regression ? t("No hidden layer") : t("One softmax layer"),
      about: t("Every input is weighed straight for every answer: the simplest network"),
      spec: `${out}`,
    },
    { name: "sigmoid", title: t("100 sigmoid units"), about: t("One hidden layer, as in the 1980s"), spec: `100(sigmoid)-${out}` },
    {
      name: "dropout",
      title: t("100 relu units, dropout"),
      about: t("Dropout switches units off at random, so that none can learn by heart"),
      spec: `100(relu)-dropout(0.3)-${out}`,
    },
  ];
  const [height = 0, width = 0, channels = 1] = data.input_shape;
  if (data.kind !== "images" || Math.min(height, width) < 4) return dense;
  const conv = {
    name: "conv",
    title: t("Small convolutional network"),
    about: t("Small filters slide over the image and find edges, then shapes"),
    spec: `${height}x${width}x${channels}-conv(32,3,same,relu)-pool(2)-conv(64,3,same,relu)-pool(2)-flatten-100(relu)-dropout(0.4)-${out}`,
  };
  return [...dense, conv];
}
