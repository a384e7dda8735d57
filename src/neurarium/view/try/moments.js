/**
 * The weights of which moment answer: after each epoch that was kept, or now.
 *
 * @import { At, Session } from "./session.js"
 * @import { Run } from "./try_page.js"
 *
 * @typedef {{at: At, text: string}} Moment
 */

import { element, listen, setText, together } from "../core/dom.js";
import { t } from "../core/language.js";

/**
 * Return the moments of a run, the newest last.
 * @param {Run} run
 * @returns {Moment[]}
 */
export function moments({ snapshots, state }) {
  const epochs = snapshots.map((epoch) => ({
    at: epoch,
    text: epoch === 0 ? t("before training (epoch 0): random weights") : t("after epoch {epoch}", { epoch }),
  }));
  if (state.state === "finished") return [...epochs, { at: "final", text: t("the finished network") }];
  return [...epochs, { at: "live", text: t("now, at epoch {epoch}", { epoch: state.epoch }) }];
}

/**
 * @param {HTMLElement} el
 * @param {Moment[]} all
 * @param {Session} session
 * @returns {() => void}
 */
export function mountMoments(el, all, session) {
  const last = all.length - 1;
  const slider = element("input", { type: "range", class: "nr-range", min: 0, max: last, step: 1, value: last });
  const said = element("output", { class: "nr-value" });
  const show = () => {
    const text = all[Number(slider.value)]?.text ?? "";
    setText(said, text);
    slider.setAttribute("aria-valuetext", text);
  };
  show();
  el.replaceChildren(
    element("label", { class: "nr-moments" }, [element("span", {}, [t("Weights")]), slider, said]),
  );
  el.hidden = last < 1;
  return together([
    () => el.replaceChildren(),
    listen(slider, "input", () => {
      show();
      const moment = all[Number(slider.value)];
      if (moment) session.useWeights(moment.at);
    }),
  ]);
}
