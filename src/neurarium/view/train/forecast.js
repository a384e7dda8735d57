/**
 * What will happen, as arithmetic that a learner can check.
 *
 * @import { LayerFacts } from "./layer_card.js"
 *
 * @typedef {LayerFacts & {kind: string, settings: Record<string, any>, text: string | null,
 *   note?: string | null}} PlannedLayer
 *
 * @typedef {object} Plan the answer of POST /api/plan
 * @property {string | null} spec
 * @property {PlannedLayer[]} layers
 * @property {number | null} parameters
 * @property {number | null} updates_per_epoch
 * @property {number | null} updates
 * @property {string | null} loss
 * @property {number | null} [learning_rate]
 * @property {number} [n_train]
 * @property {number} [n_validation]
 * @property {{layer: number | null, column: number | null, text: string} | null} error
 */

import { element } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";

/**
 * @param {Plan} plan
 * @param {Record<string, any>} config
 * @param {number} tested examples
 * @returns {[string, string][]} what, and the arithmetic
 */
export function forecastLines(plan, config, tested) {
  const n = formatInteger;
  const { parameters, updates_per_epoch: each, updates, n_train: train, n_validation: kept } = plan;
  /** @type {[string, string][]} */
  const lines = [];
  const sums = plan.layers.map((layer) => Number(layer.parameters ?? 0)).filter((count) => count > 0);
  if (parameters !== null && parameters !== undefined) {
    lines.push([t("Parameters"), sums.length > 1 ? `${sums.map(n).join(" + ")} = ${n(parameters)}` : n(parameters)]);
  }
  if (train !== undefined && train !== null) {
    lines.push([t("Examples"), t("{train} to learn from, {kept} to validate, {tested} to test", { train: n(train), kept: n(kept ?? 0), tested: n(tested) })]);
  }
  if (each) lines.push([t("Updates an epoch"), train ? `⌈${n(train)} / ${n(config.batch)}⌉ = ${n(each)}` : n(each)]);
  if (updates && each) lines.push([t("Updates in all"), `${n(each)} × ${n(config.epochs)} = ${n(updates)}`]);
  if (plan.loss) lines.push([t("Loss"), [plan.loss.replaceAll("_", " "), aboutLoss(plan.loss)].filter(Boolean).join(": ")]);
  return lines;
}

/** @param {string} loss its name in Keras @returns {string} "" for one that is rare */
function aboutLoss(loss) {
  if (loss.endsWith("crossentropy")) return t("−log of the probability that the right class gets");
  if (loss === "mean_squared_error") return t("mean of the squared errors");
  return loss === "mean_absolute_error" ? t("mean size of the errors") : "";
}

/**
 * @param {HTMLElement} el
 */
export function createForecast(el) {
  return {
    /** @param {[string, string][]} lines */
    show(lines) {
      el.replaceChildren(
        element("dl", { class: "nr-facts" }, lines.flatMap(([what, sum]) => [element("dt", {}, [what]), element("dd", { class: "nr-numbers" }, [sum])])),
      );
    },
  };
}
