/**
 * The Train page: build a network and start, or watch a run. The address says which:
 * `/train?data=NAME`, `/train?run=ID`, `/train?like=ID` (build one like that run).
 *
 * @import { Frame } from "../frame/frame.js"
 */

import { getJson } from "../core/api.js";
import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { createActiveRuns } from "./active_runs.js";
import { mountBuilder } from "./builder.js";
import { mountRunView } from "./run_view.js";

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, onReady: () => void}} options
 * @returns {() => void}
 */
export function mountTrain(el, { frame, onReady }) {
  const strip = element("div", { class: "nr-active-slot" });
  const body = element("div", { class: "nr-train-body" });
  el.replaceChildren(strip, body);
  let close = () => {};
  const go = (/** @type {string} */ address) => {
    history.pushState(null, "", address);
    show();
    window.scrollTo(0, 0);
  };
  const watch = (/** @type {string} */ id) => go(`/train?run=${encodeURIComponent(id)}`);
  const active = createActiveRuns(strip, watch);
  const show = () => {
    close();
    close = () => {};
    frame.hush();
    const query = new URLSearchParams(location.search);
    const id = query.get("run");
    active.current(id);
    active.poke();
    if (id) {
      close = mountRunView(body, { frame, id, onOther: watch });
      onReady();
    } else void build(query);
  };
  const build = async (/** @type {URLSearchParams} */ query) => {
    const here = location.search;
    body.replaceChildren(element("p", { class: "nr-quiet-text" }, [t("Looking what there is …")]));
    try {
      const like = query.get("like");
      const [data, choices, run] = await Promise.all([getJson("/api/data"), getJson("/api/choices"), like ? getJson(`/api/runs/${encodeURIComponent(like)}`) : null]);
      if (location.search !== here) return;
      const config = run ? { ...run.run.config, model: run.run.model?.spec ?? run.run.config?.model } : null;
      close = mountBuilder(body, { frame, data: data.datasets, choices, chosen: query.get("data"), config, onStarted: watch });
      onReady();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ApiError") throw error;
      const again = element("button", { type: "button", class: "nr-button" }, [t("Try again")]);
      listen(again, "click", show);
      body.replaceChildren(element("section", { class: "nr-panel" }, [element("p", { role: "alert" }, [error.message]), again]));
    }
  };
  show();
  return together([() => el.replaceChildren(), () => close(), active.close, listen(window, "popstate", show)]);
}
