/** Which moment of a run is looked at: an epoch whose weights were kept, or now. */

import { element, listen, setText } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";

/**
 * @param {HTMLElement} el
 * @param {(at: number | "live") => void} onChoose
 */
export function createEpochSlider(el, onChoose) {
  const slider = element("input", { type: "range", class: "nr-range", id: "nr-moment", min: 0, step: 1, value: 0 });
  const text = element("output", { class: "nr-moment-text", for: "nr-moment" });
  el.replaceChildren(element("div", { class: "nr-moment" }, [element("label", { for: "nr-moment" }, [t("Moment")]), slider, text]));
  /** @type {number[]} */
  let epochs = [];
  /** @type {number | "live"} */
  let at = "live";
  let active = true;
  const show = () => {
    const index = at === "live" ? epochs.length : epochs.indexOf(at);
    slider.max = String(epochs.length);
    slider.value = String(index);
    slider.disabled = epochs.length === 0;
    const now = active ? t("now") : t("at the end");
    const words = at === "live" ? now : at === 0 ? t("before training") : t("after epoch {epoch}", { epoch: formatInteger(at) });
    setText(text, words);
    slider.setAttribute("aria-valuetext", words);
  };
  listen(slider, "input", () => {
    at = epochs[Number(slider.value)] ?? "live";
    show();
    onChoose(at);
  });
  return {
    /** @param {readonly number[]} snapshots @param {boolean} running */
    show(snapshots, running) {
      epochs = [...snapshots];
      active = running;
      if (at !== "live" && !epochs.includes(at)) at = "live";
      show();
    },
    /** Go to the kept epoch that is nearest. @param {number} epoch @returns {number | "live"} */
    choose(epoch) {
      if (epochs.length) at = epochs.reduce((best, one) => (Math.abs(one - epoch) < Math.abs(best - epoch) ? one : best));
      show();
      return at;
    },
  };
}
