/**
 * What a screen reader hears: how training goes, at a calm rate, and what happened.
 *
 * @import { Frame } from "../core/frame.js"
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
  /** @type {Frame | null} */
  let shown = store.get().frame;
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
    store.on("frame", (frame) => {
      const before = shown;
      shown = frame;
      if (store.get().state.status === "running") {
        if (now() - said > CALM_MS) say(progress());
      } else if (before && stepped(before, frame)) say(progress());
    }),
    store.on("state", (state) => {
      if (state.status === status) return;
      status = state.status;
      const what = status === "running" ? t("Running.") : status === "paused" ? t("Paused.") : t("Training diverged.");
      say(`${what} ${progress()}`);
    }),
  ]);
}

/**
 * Whether a frame is a step, a reset or an undo of a network that stands still. Frames that come
 * in just after a pause belong to what was said with it; the time line's slider tells of the past.
 * @param {Frame} before
 * @param {Frame} frame
 */
function stepped(before, frame) {
  if (before.running || frame.running || frame.past) return false;
  return before.epoch !== frame.epoch || before.step !== frame.step;
}
