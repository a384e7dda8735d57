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
 * @param {Run} run
 * @param {Session} session
 * @returns {{update: (run: Run) => void, close: () => void}} `update`: there are new moments
 */
export function mountMoments(el, run, session) {
  let all = moments(run);
  const slider = element("input", { type: "range", class: "nr-range", min: 0, step: 1 });
  const said = element("output", { class: "nr-value" });
  const show = () => {
    const text = all[Number(slider.value)]?.text ?? "";
    setText(said, text);
    slider.setAttribute("aria-valuetext", text);
  };
  const fit = (/** @type {number} */ place) => {
    slider.max = String(all.length - 1);
    slider.value = String(place);
    el.hidden = all.length < 2;
    show();
  };
  const use = () => {
    show();
    const moment = all[Number(slider.value)];
    if (moment) session.useWeights(moment.at);
  };
  fit(all.length - 1);
  el.replaceChildren(
    element("label", { class: "nr-moments" }, [element("span", {}, [t("Weights")]), slider, said]),
  );
  return {
    update(next) {
      const at = all[Number(slider.value)]?.at;
      all = moments(next);
      const place = all.findIndex((moment) => moment.at === at);
      fit(place < 0 ? all.length - 1 : place);
      // Who looks at the newest weights goes on with them.
      if (place < 0 || at === "live") use();
    },
    close: together([() => el.replaceChildren(), listen(slider, "input", use)]),
  };
}
