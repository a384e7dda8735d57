/**
 * The two numbers that matter most: the loss on training and on test points.
 *
 * @import { Store } from "./store.js"
 */

import { element, setText, together } from "../core/dom.js";
import { formatLoss } from "../core/format.js";
import { t } from "../core/language.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountLosses(el, store) {
  const test = number("test", t("Test loss"));
  const train = number("train", t("Train loss"));
  el.replaceChildren(test.el, train.el);
  const show = () => {
    const { frame } = store.get();
    setText(test.value, frame ? formatLoss(frame.testLoss) : "–");
    setText(train.value, frame ? formatLoss(frame.trainLoss) : "–");
  };
  show();
  return together([store.on("frame", show), store.on("state", show)]);
}

/** @param {string} kind @param {string} label */
function number(kind, label) {
  const value = element("span", { class: "nr-loss-value" });
  const el = element("div", { class: `nr-loss nr-loss-${kind}` }, [
    element("span", { class: "nr-loss-label" }, [label]),
    value,
  ]);
  return { el, value };
}
