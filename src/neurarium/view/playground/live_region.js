/**
 * What a screen reader hears: how training goes, at a calm rate, and what happened.
 *
 * @import { Store } from "./store.js"
 */

import { together } from "../core/dom.js";
import { formatInteger, formatLoss } from "../core/format.js";
import { t } from "../core/language.js";

const CALM_MS = 5000;

/**
 * @param {HTMLElement} el has role="status"
 * @param {Store} store
 * @param {() => number} [now] milliseconds
 * @returns {() => void}
 */
export function mountLiveRegion(el, store, now = () => performance.now()) {
  let said = -Infinity;
  let status = store.get().state.status;
  const say = (/** @type {string} */ text) => {
    said = now();
    el.textContent = text;
  };
  const progress = () => {
    const { frame } = store.get();
    if (!frame) return "";
    return t("Epoch {epoch}, training loss {train}, test loss {test}", {
      epoch: formatInteger(frame.epoch),
      train: formatLoss(frame.trainLoss),
      test: formatLoss(frame.testLoss),
    });
  };
  return together([
    store.on("frame", () => {
      const calm = now() - said > CALM_MS;
      if (calm && store.get().state.status === "running") say(progress());
    }),
    store.on("state", (state) => {
      if (state.status === status) return;
      status = state.status;
      const what = status === "running" ? t("Running.") : status === "paused" ? t("Paused.") : t("Training diverged.");
      say(`${what} ${progress()}`);
    }),
  ]);
}
