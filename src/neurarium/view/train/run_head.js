/**
 * The top of a run: its name, how it stands, its counters, and what can be done with it.
 *
 * @import { Followed } from "./follow_run.js"
 * @import { Progress } from "./run_progress.js"
 */

import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { countersOf } from "./run_progress.js";
import { duration, stateName } from "./run_words.js";

/**
 * @param {HTMLElement} el
 * @param {(what: "pause" | "go" | "stop" | "resume" | "repeat", epochs?: number) => void} onAsk
 */
export function createRunHead(el, onAsk) {
  const title = element("h2", { class: "nr-run-title" });
  const about = element("p", { class: "nr-quiet-text" });
  const badge = element("span", { class: "nr-state" });
  const counters = element("p", { class: "nr-run-counters", "data-counters": true });
  const left = element("p", { class: "nr-run-left nr-quiet-text" });
  const bar = element("div", { class: "nr-progress-fill" });
  const meter = element("div", { class: "nr-progress", role: "progressbar", "aria-label": t("Training done"), "aria-valuemin": 0, "aria-valuemax": 100 }, [bar]);
  const notice = element("p", { class: "nr-notice nr-run-notice", role: "status" });
  const buttons = {
    pause: action(t("Pause"), () => onAsk("pause")),
    go: action(t("Go on"), () => onAsk("go")),
    stop: action(t("Stop"), () => onAsk("stop")),
    resume: action(t("Resume"), () => onAsk("resume")),
    more: action(t("Train on"), () => onAsk("resume", Number(extra.value))),
    repeat: action(t("Repeat"), () => onAsk("repeat")),
  };
  buttons.resume.classList.add("nr-primary");
  buttons.go.classList.add("nr-primary");
  buttons.repeat.title = t("Train a new run with the same settings");
  const extra = element("input", { type: "number", class: "nr-input nr-more-epochs", min: 1, step: 1, "aria-label": t("until epoch"), title: t("until epoch") });
  const until = element("span", { class: "nr-row nr-train-on" }, [buttons.more, element("span", {}, [t("until epoch")]), extra]);
  const other = element("a", { class: "nr-button", href: "/train" }, [t("Build another")]);
  el.replaceChildren(
    element("section", { class: "nr-panel nr-run-head", "aria-label": t("This run") }, [
      element("div", { class: "nr-run-top" }, [
        element("div", { class: "nr-run-names" }, [element("div", { class: "nr-row" }, [title, badge]), about]),
        element("div", { class: "nr-row nr-run-actions" }, [buttons.pause, buttons.go, buttons.stop, buttons.resume, until, buttons.repeat, other]),
      ]),
      element("div", { class: "nr-run-line" }, [counters, left]),
      meter,
      notice,
    ]),
  );
  let connected = true;
  /** @type {Followed | null} */
  let last = null;
  const show = () => {
    if (!last) return;
    const { run, name, progress } = last;
    const { state } = progress.state;
    const ours = run.kind === "train";
    setText(title, name || run.id);
    setText(about, aboutText(run, name || run.id));
    setText(badge, stateName(state));
    badge.dataset.state = state;
    setText(counters, countersText(progress));
    setText(left, leftText(progress));
    const { share } = countersOf(progress.state, progress.batches.at(-1));
    bar.style.width = `${100 * share}%`;
    meter.setAttribute("aria-valuenow", String(Math.round(100 * share)));
    meter.hidden = progress.state.epochs === null;
    setText(notice, connected ? noticeText(progress, ours) : t("The lab does not answer. A training goes on without it; this page goes on as soon as the lab is back."));
    notice.dataset.level = !connected || ["interrupted", "failed"].includes(state) ? "warning" : "info";
    buttons.pause.hidden = state !== "running" || !ours;
    buttons.go.hidden = state !== "paused";
    buttons.stop.hidden = !["running", "paused", "queued"].includes(state) || !ours;
    // Going on where the loss became infinite would only fail again.
    const diverged = state === "failed" && progress.events.some(({ name: what }) => what === "diverged");
    buttons.resume.hidden = !["stopped", "failed", "interrupted"].includes(state) || !ours || diverged;
    until.hidden = state !== "finished" || !ours;
    buttons.more.hidden = until.hidden;
    buttons.repeat.hidden = !ours || ["running", "paused", "queued"].includes(state);
    other.classList.toggle("nr-primary", diverged && ours);
    setText(other, ours ? t("Build one like it") : t("Build another"));
    other.href = ours ? `/train?like=${encodeURIComponent(run.id)}` : "/train";
    if (!until.hidden && extra.value === "") extra.value = String((progress.state.epoch || 0) + 5);
    for (const button of Object.values(buttons)) button.disabled = !connected;
  };
  return {
    /** @param {Followed} followed */
    show(followed) {
      last = followed;
      show();
    },
    /** @param {boolean} now */
    connection(now) {
      if (connected === now) return;
      connected = now;
      show();
    },
    close: together([() => el.replaceChildren()]),
  };
}

/** @param {string} label @param {() => void} act */
function action(label, act) {
  const button = element("button", { type: "button", class: "nr-button", hidden: true }, [label]);
  listen(button, "click", act);
  return button;
}

/**
 * What the name does not say already.
 * @param {Record<string, any>} run
 * @param {string} name
 */
function aboutText({ kind, data, model, config }, name) {
  const known = [data?.title, model?.spec, config?.optimizer].filter((part) => part && !name.includes(part));
  const size = model?.parameters ? t("{count} parameters", { count: formatInteger(model.parameters) }) : null;
  const how = kind === "train" && config ? t("batch {batch} · seed {seed}", { batch: config.batch, seed: config.seed }) : t("a script of one’s own");
  const rate = config?.learning_rate ? t("learning rate {rate}", { rate: config.learning_rate }) : null;
  return [...known, size, how, rate].filter(Boolean).join(" · ");
}

/** @param {Progress} progress */
function countersText(progress) {
  const { epoch, epochs, batch, batches } = countersOf(progress.state, progress.batches.at(-1));
  if (progress.state.state === "queued") return t("not begun");
  const where = epochs === null ? t("epoch {epoch}", { epoch: formatInteger(epoch) }) : t("epoch {epoch} of {epochs}", { epoch: formatInteger(epoch), epochs: formatInteger(epochs) });
  if (!batches) return where;
  return `${where} · ${t("batch {batch} of {batches}", { batch: formatInteger(batch), batches: formatInteger(batches) })}`;
}

/** @param {Progress} progress */
function leftText({ state, queuePlace }) {
  const left = state.left_s;
  // Said here and not in a notice, so that nothing moves when training begins.
  if (state.state === "queued") {
    return queuePlace ? t("place {place} in the queue: begins when a training before it ends", { place: queuePlace }) : t("begins in a moment");
  }
  if (state.state === "running" && state.epoch === 0 && !state.step) return t("getting ready: loads the data and compiles");
  if (state.state === "running" && typeof left === "number") return t("about {time} left", { time: duration(left) });
  return typeof state.trained_s === "number" && state.trained_s > 0 ? t("trained for {time}", { time: duration(state.trained_s) }) : "";
}

/** @param {Progress} progress @param {boolean} ours */
function noticeText({ state, events }, ours) {
  if (state.state === "interrupted") {
    return ours
      ? t("The process that trained this run is gone. At most the epoch in progress is lost: Resume goes on where it was.")
      : t("The script that trained this run is gone.");
  }
  if (state.state === "failed") return state.error ?? t("The training failed.");
  if (state.state === "stopped") return state.reason ?? t("Stopped by you. Resume goes on where it was.");
  if (state.state === "finished") return events.filter(({ name }) => name === "early_stopping").at(-1)?.text ?? state.reason ?? "";
  return "";
}
