/**
 * One run on the Train page, live or afterwards.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { Followed } from "./follow_run.js"
 */

import { sendJson } from "../core/api.js";
import { element, setText, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { followRun } from "./follow_run.js";
import { createInside } from "./inside.js";
import { createRunCharts } from "./run_charts.js";
import { createRunHead } from "./run_head.js";
import { createResult } from "./run_result.js";
import { stateName } from "./run_words.js";

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, id: string, onOther: (id: string) => void}} options `onOther`: a new run
 *   was made from this one
 * @returns {() => void}
 */
export function mountRunView(el, { frame, id, onOther }) {
  const slot = () => element("div", { class: "nr-run-slot" });
  const [head, charts, result, inside, events] = [slot(), slot(), slot(), slot(), slot()];
  const spoken = element("p", { class: "nr-hidden", role: "status" });
  el.replaceChildren(head, charts, result, inside, events, spoken);
  const top = createRunHead(head, (what, epochs) => void ask(what, epochs));
  const curves = createRunCharts(charts, { onChoose: (epoch) => look?.lookNear(epoch) });
  /** @type {ReturnType<typeof createInside> | null} */
  let look = null;
  /** @type {ReturnType<typeof createResult> | null} */
  let outcome = null;
  const following = followRun(id, {
    onNews(followed) {
      el.dataset.state = followed.progress.state.state;
      const { run } = followed;
      // A script that told nothing of its layers has nothing inside to look at.
      if (run.model?.layers?.length || followed.progress.units) look ??= createInside(inside, { frame, run, onMoment: (epoch) => curves.mark(epoch) });
      outcome ??= createResult(result, { frame, run });
      top.show(followed);
      curves.show(followed.progress);
      look?.show(followed);
      keepInSight(inside, () => outcome?.show(followed));
      showEvents(events, followed);
      setText(spoken, spokenText(followed));
    },
    onConnection: (connected) => top.connection(connected),
    onGone: (error) => el.replaceChildren(element("section", { class: "nr-panel" }, [element("p", {}, [error.message]), element("p", {}, [element("a", { href: "/runs" }, [t("See all runs")])])])),
  });
  /** @param {"pause" | "go" | "stop" | "resume" | "repeat"} what @param {number} [epochs] */
  const ask = async (what, epochs) => {
    try {
      const answer = await sendJson("POST", `/api/runs/${encodeURIComponent(id)}/ask`, epochs ? { ask: what, epochs } : { ask: what });
      if (answer?.id && answer.id !== id) onOther(answer.id);
    } catch (error) {
      frame.say({ level: "error", text: /** @type {Error} */ (error).message });
    }
    following.poke();
  };
  return together([
    () => el.replaceChildren(),
    () => look?.close(),
    () => outcome?.close(),
    top.close,
    curves.close,
    frame.onLook(() => curves.restyle()),
    following.close,
  ]);
}

/**
 * Change the page above `el` and scroll along, if that is what a person looks at.
 * @param {HTMLElement} el
 * @param {() => void} change
 */
function keepInSight(el, change) {
  const before = el.getBoundingClientRect().top;
  change();
  const moved = el.getBoundingClientRect().top - before;
  if (moved !== 0 && before < window.innerHeight / 2 && window.scrollY > 0) window.scrollBy({ top: moved, behavior: "instant" });
}

/** What happened, as sentences: early stopping, a new learning rate. @param {HTMLElement} el @param {Followed} followed */
function showEvents(el, { progress }) {
  const told = progress.events.filter(({ name, text }) => !["best", "diverged"].includes(name) && text);
  const key = String(told.length);
  if (el.dataset.shown === key) return;
  el.dataset.shown = key;
  el.replaceChildren(
    ...(told.length ? [element("section", { class: "nr-panel", "aria-label": t("What happened") }, [element("h2", {}, [t("What happened")]), element("ul", { class: "nr-events" }, told.map(({ epoch, text }) => element("li", {}, [t("Epoch {epoch}: {text}", { epoch, text })])))])] : []),
  );
}

/** For screen readers: once an epoch, and when the state changes. @param {Followed} followed */
function spokenText({ progress }) {
  const { state } = progress;
  const last = progress.epochs.at(-1);
  const done = last ? t("{epoch} epochs done, validation loss {loss}", { epoch: state.epoch, loss: Number(last.val_loss ?? last.loss).toFixed(3) }) : "";
  return `${stateName(state.state)}. ${done}`;
}
