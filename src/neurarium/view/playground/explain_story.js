/**
 * The chapters of an explanation that are told in sentences: the batch and the losses.
 *
 * @import { Explanation } from "./explain_steps.js"
 * @import { Config } from "./store.js"
 */

import { t } from "../core/language.js";
import { element } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { lossDecimals, updateInEpoch } from "./explain_steps.js";
import { fixed, taught } from "./explain_table.js";

/** More updates than this are drawn as one bar with a mark instead of a box each. */
const MOST_BOXES = 60;

/**
 * @param {Explanation} explanation
 * @param {Config} config
 * @returns {HTMLElement[]}
 */
export function batchStory(explanation, config) {
  const update = updateInEpoch(explanation, config.batch_size);
  const values = {
    bag: formatInteger(update.bag), batch: formatInteger(update.batch), of: formatInteger(update.of),
    number: formatInteger(update.number), points: formatInteger(update.points),
  };
  const sum = t("⌈{bag} / {batch}⌉ = {of} updates an epoch.", values);
  const sentences = [
    element("p", {}, [
      taught(t("The bag holds {bag} training points. Each update takes {batch} of them, until the bag is empty: that is one epoch.", values)),
      " ", element("code", {}, [sum]),
    ]),
    boxes(update),
    element("p", {}, [
      element("strong", {}, [t("This is update {number} of {of}", values)]), ": ",
      t("its {points} points are ringed on the map.", values),
      update.isLeftover ? ` ${t("It is the last, smaller batch: what is left in the bag.")}` : "",
    ]),
  ];
  if (explanation.updates === false) {
    sentences.push(element("p", {}, [t("As in TensorFlow Playground, these left-over points change nothing yet: their gradients are kept for the next epoch's first update.")]));
  }
  return sentences;
}

/**
 * The epoch as a row of batches: done, this one, to come.
 * @param {{number: number, of: number}} update
 */
function boxes({ number, of }) {
  const row = element("div", { class: "nr-explain-boxes", "aria-hidden": true });
  if (of > MOST_BOXES) {
    const bar = element("i", { class: "nr-explain-long" });
    bar.style.setProperty("--nr-done", `${((number - 1) / of) * 100}%`);
    row.append(bar);
    return row;
  }
  for (let i = 1; i <= Math.max(of, number); i++) {
    row.append(element("i", { class: i < number ? "nr-explain-done" : i === number ? "nr-explain-now" : null }));
  }
  return row;
}

/**
 * @param {Explanation} explanation
 * @param {"before" | "after"} when
 * @returns {HTMLElement[]}
 */
export function lossStory(explanation, when) {
  const { loss_before: before, loss_after: after } = explanation;
  if (when === "before") {
    return [element("p", {}, [t("Mean loss over these {count} points:", { count: explanation.rows.length }), " ", element("strong", { class: "nr-explain-loss" }, [fixed(before, lossDecimals(explanation))])])];
  }
  const change = after - before;
  const share = before ? Math.abs((100 * change) / before) : 0;
  const word = change < 0 ? t("{percent} % less", { percent: formatNumber(share, 1) }) : t("{percent} % more", { percent: formatNumber(share, 1) });
  const badge = element("span", { class: change <= 0 ? "nr-explain-better" : "nr-explain-worse" }, [change === 0 ? t("no change") : word]);
  const sentences = [
    element("p", {}, [
      t("Mean loss over the same points, with the new weights:"), " ",
      element("strong", { class: "nr-explain-loss" }, [fixed(after, lossDecimals(explanation))]), " ", badge,
    ]),
  ];
  if (change > 0) sentences.push(element("p", {}, [taught(whyMore(explanation))]));
  return sentences;
}

/** @param {Explanation} explanation a step after which the loss is larger */
function whyMore({ regularization, optimizer }) {
  if (regularization.some((value) => value !== 0)) {
    return t("The regularization pulls the weights towards 0, even where that costs a little loss.");
  }
  if (optimizer !== "sgd") return t("This optimizer remembers earlier batches: its step is not for these points alone.");
  return t("A step can overshoot: the gradient tells the slope here, not how far it reaches. A smaller learning rate takes smaller steps.");
}
