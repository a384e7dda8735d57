/** The trainings of this moment and those that wait, as links at the top of the page. */

import { getJson } from "../core/api.js";
import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { ACTIVE } from "./run_progress.js";
import { stateName } from "./run_words.js";

const PACE_MS = 2500;

/**
 * @param {HTMLElement} el
 * @param {(id: string) => void} onChoose
 * @returns {{current: (id: string | null) => void, poke: () => void, close: () => void}}
 */
export function createActiveRuns(el, onChoose) {
  /** @type {string | null} */
  let current = null;
  /** @type {Record<string, any>[]} */
  let runs = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let closed = false;
  let key = "";
  const show = () => {
    const others = runs.filter(({ id, state }) => ACTIVE.includes(state.state) && id !== current).sort((a, b) => (a.queue_place ?? 0) - (b.queue_place ?? 0));
    const now = (current ? 1 : 0) + JSON.stringify(others.map(({ id, name, state, queue_place: place }) => [id, name, state.state, state.epoch, place]));
    if (now === key) return;
    key = now;
    const focused = /** @type {HTMLAnchorElement | null} */ (document.activeElement)?.href;
    // What was there once keeps its room, so that nothing below moves when a training ends.
    const links = others.length ? others.map((run) => linkOf(run, onChoose)) : el.childElementCount ? [element("span", {}, [t("none")])] : [];
    if (!links.length) return;
    el.replaceChildren(element("nav", { class: "nr-active-runs", "aria-label": t("Trainings now") }, [element("span", { class: "nr-quiet-text" }, [current ? t("Other trainings:") : t("Trainings:")]), ...links]));
    links.find((link) => focused && /** @type {HTMLAnchorElement} */ (link).href === focused)?.focus();
  };
  const ask = async () => {
    clearTimeout(timer);
    try {
      if (!document.hidden) runs = (await getJson("/api/runs")).runs;
      if (!closed) show();
    } catch (error) {
      // The run's own head says that the lab does not answer; here the list just stays.
      if (!(error instanceof Error) || error.name !== "ApiError") throw error;
    }
    if (!closed) timer = setTimeout(() => void ask(), PACE_MS);
  };
  void ask();
  return {
    current(id) {
      current = id;
      show();
    },
    poke: () => void ask(),
    close: together([() => (closed = true), () => clearTimeout(timer), () => el.replaceChildren()]),
  };
}

/** @param {Record<string, any>} run @param {(id: string) => void} onChoose */
function linkOf({ id, name, state, queue_place: place }, onChoose) {
  const how = place ? t("{state}, place {place}", { state: stateName(state.state), place }) : t("{state}, epoch {epoch} of {epochs}", { state: stateName(state.state), epoch: Math.min(state.epoch + 1, state.epochs ?? Infinity), epochs: state.epochs ?? "?" });
  const link = element("a", { href: `/train?run=${encodeURIComponent(id)}`, class: "nr-active-run" }, [element("strong", { title: name || id }, [name || id]), element("span", {}, [how])]);
  listen(link, "click", (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onChoose(id);
  });
  return link;
}
