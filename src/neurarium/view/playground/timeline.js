/**
 * Time travel: a slider over the recorded epochs, playing them back, the best epoch, going on
 * from a past moment, and how much memory the recording may take.
 *
 * @import { Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { Series } from "./chart_series.js";
import { Player, SPEEDS, speedFor } from "./timeline_player.js";

const SETTLED_MS = 300;
const BUDGETS_MB = [8, 32, 128, 256];

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountTimeline(el, store) {
  const parts = buildTimeline(el, store.capabilities.train);
  const player = new Player();
  const losses = new Series(["train", "test"]);
  const held = { dragging: false, chosenSpeed: 0 };
  const refresh = () => {
    const { state, frame, curve } = store.get();
    losses.follow(curve);
    if (player.playing && state.status === "running") player.stop();
    showMoment(parts, { state, frame, dragging: held.dragging, playing: player.playing });
    if (!held.chosenSpeed && state.status !== "running") {
      parts.speed.value = String(speedFor(state.recording.last - state.recording.first));
    }
  };
  /** @param {{type: string, [field: string]: any}} message */
  const leave = (message) => {
    player.stop();
    store.send(message);
  };
  const cleanups = [
    store.on("state", refresh),
    store.on("frame", refresh),
    () => player.stop(),
    ...listenToSlider(parts, store, { player, held, refresh }),
    ...listenToPlayer(parts, store, { player, held, refresh }),
    listen(parts.best, "click", () => {
      const best = losses.best("test") ?? losses.best("train");
      if (best) leave({ type: "seek", epoch: best.epoch });
    }),
    listen(parts.live, "click", () => leave({ type: "live" })),
    listen(parts.goOn, "click", () => leave({ type: "run" })),
    listen(parts.budget, "change", () => store.send({ type: "budget", megabytes: Number(parts.budget.value) })),
    () => el.replaceChildren(),
  ];
  refresh();
  return together(cleanups);
}

/**
 * What the parts of one time line share.
 * @typedef {object} Travel
 * @property {Player} player
 * @property {{dragging: boolean, chosenSpeed: number}} held
 * @property {() => void} refresh
 */

/**
 * Dragging the slider seeks, once an animation frame at most.
 * @param {Parts} parts
 * @param {Store} store
 * @param {Travel} travel
 * @returns {(() => void)[]}
 */
function listenToSlider({ slider, text }, store, { player, held, refresh }) {
  const seek = onceAFrame((epoch) => store.send({ type: "seek", epoch }));
  let letGo = 0;
  return [
    seek.cancel,
    () => clearTimeout(letGo),
    listen(slider, "input", () => {
      held.dragging = true;
      clearTimeout(letGo);
      player.stop();
      seek.ask(Number(slider.value));
      text.textContent = momentText(Number(slider.value), store.get().state.recording.last, true);
    }),
    // Frames of moments on the way must not pull the thumb back: follow again a little later.
    listen(slider, "change", () => {
      clearTimeout(letGo);
      letGo = window.setTimeout(() => {
        held.dragging = false;
        refresh();
      }, SETTLED_MS);
    }),
  ];
}

/**
 * Playing back, from the moment that is shown or, at the end, from the first.
 * @param {Parts} parts
 * @param {Store} store
 * @param {Travel} travel
 * @returns {(() => void)[]}
 */
function listenToPlayer(parts, store, { player, held, refresh }) {
  const tick = () => {
    const epoch = player.due(performance.now());
    if (epoch === null) return;
    store.send(epoch >= store.get().state.recording.last ? { type: "live" } : { type: "seek", epoch });
    if (player.playing) requestAnimationFrame(tick);
    else refresh();
  };
  const play = () => {
    const { first, last } = store.get().state.recording;
    const here = shownEpoch(store);
    const was = player.playing;
    player.play({ from: here >= last ? first : here, to: last, speed: Number(parts.speed.value), now_ms: performance.now() });
    if (!was) requestAnimationFrame(tick);
    refresh();
  };
  return [
    listen(parts.play, "click", () => {
      if (player.playing) {
        player.stop();
        return refresh();
      }
      if (store.get().state.status === "running") store.send({ type: "pause" });
      play();
    }),
    listen(parts.speed, "change", () => {
      held.chosenSpeed = Number(parts.speed.value);
      if (player.playing) play();
    }),
  ];
}

/** @typedef {ReturnType<typeof buildTimeline>} Parts */

/**
 * @param {HTMLElement} el
 * @param {boolean} trains false for a replay: nothing to go on with, no budget
 */
function buildTimeline(el, trains) {
  const play = element("button", { type: "button", class: "nr-round nr-timeline-play" });
  const slider = element("input", { type: "range", class: "nr-range nr-timeline-slider", min: 0, max: 0, step: 1, "aria-label": t("Recorded epoch"), title: t("Look back at any epoch") });
  const text = element("output", { class: "nr-timeline-text", "aria-live": "off" });
  const best = element("button", { type: "button", class: "nr-button" }, [t("Best")]);
  best.title = t("Go to the epoch with the smallest test loss");
  best.setAttribute("aria-label", t("Best: the epoch with the smallest test loss"));
  const goOn = element("button", { type: "button", class: "nr-button nr-timeline-go-on", "data-control": "playButton" }, [t("Go on from here")]);
  const live = element("button", { type: "button", class: "nr-button" }, [trains ? t("Back to live") : t("To the end")]);
  goOn.title = t("Train on from the epoch that is shown");
  live.title = trains ? t("Show the newest epoch again") : t("Show the last epoch");
  const speed = element("select", { class: "nr-select", "aria-label": t("Speed of playing back"), title: t("Speed of playing back") },
    SPEEDS.map((value) => element("option", { value }, [value === 1 ? t("1 epoch/s") : t("{count} epochs/s", { count: value.toLocaleString("en") })])));
  const budget = element("select", { class: "nr-select", "aria-label": t("Memory for the recording") },
    BUDGETS_MB.map((value) => element("option", { value }, [t("keep {count} MB", { count: value })])));
  budget.title = t("Beyond this much memory, epochs between the first and the last are thinned evenly");
  const actions = element("div", { class: "nr-timeline-actions" }, [best, ...(trains ? [goOn] : []), live, speed, ...(trains ? [budget] : [])]);
  el.replaceChildren(element("div", { class: "nr-timeline" }, [play, slider, text, actions]));
  return { play, slider, text, best, goOn, live, speed, budget };
}

/**
 * @param {Parts} parts
 * @param {{state: import("./store.js").State, frame: import("../core/frame.js").Frame | null,
 *   dragging: boolean, playing: boolean}} now
 */
function showMoment(parts, { state, frame, dragging, playing }) {
  const { first, kept, used_megabytes: used, megabytes } = state.recording;
  const epoch = frame?.epoch ?? state.setup.epoch;
  const past = frame?.past ?? state.past;
  const last = past ? state.recording.last : Math.max(state.recording.last, epoch);
  parts.slider.min = String(first);
  parts.slider.max = String(last);
  parts.slider.disabled = last <= first;
  if (!dragging) parts.slider.value = String(epoch);
  const text = momentText(epoch, last, past);
  if (!dragging && parts.text.textContent !== text) parts.text.textContent = text;
  parts.slider.setAttribute("aria-valuetext", text);
  const part = last > first ? (Number(parts.slider.value) - first) / (last - first) : 1;
  parts.slider.style.setProperty("--nr-part", `${part * 100}%`);
  parts.play.disabled = last <= first;
  parts.play.classList.toggle("nr-timeline-playing", playing);
  const name = playing ? t("Stop playing back") : t("Play back");
  if (parts.play.title !== name) {
    parts.play.title = name;
    parts.play.setAttribute("aria-label", name);
  }
  parts.best.disabled = last <= first;
  parts.live.disabled = !past;
  parts.goOn.disabled = !past;
  parts.goOn.classList.toggle("nr-primary", past);
  if (document.activeElement !== parts.budget) selectBudget(parts.budget, megabytes);
  parts.text.title = megabytes ? t("epochs kept: {kept}, {used} of {all} MB", { kept: kept.toLocaleString("en"), used: used.toFixed(1), all: megabytes }) : "";
}

/**
 * @param {HTMLSelectElement} budget
 * @param {number} megabytes
 */
function selectBudget(budget, megabytes) {
  if (!megabytes) return;
  if (![...budget.options].some((option) => Number(option.value) === megabytes)) {
    budget.append(element("option", { value: megabytes }, [t("keep {count} MB", { count: megabytes })]));
  }
  budget.value = String(megabytes);
}

/**
 * @param {number} epoch
 * @param {number} last
 * @param {boolean} past
 * @returns {string}
 */
export function momentText(epoch, last, past) {
  const values = { epoch: epoch.toLocaleString("en"), last: last.toLocaleString("en") };
  return past ? t("epoch {epoch} of {last}, looking back", values) : t("epoch {epoch}", values);
}

/** @param {Store} store */
function shownEpoch(store) {
  const { state, frame } = store.get();
  return frame?.epoch ?? state.setup.epoch;
}

/**
 * Do at most once an animation frame, with the newest value.
 * @param {(value: number) => void} act
 */
function onceAFrame(act) {
  let handle = 0;
  let newest = 0;
  return {
    /** @param {number} value */
    ask(value) {
      newest = value;
      if (handle) return;
      handle = requestAnimationFrame(() => {
        handle = 0;
        act(newest);
      });
    },
    cancel: () => cancelAnimationFrame(handle),
  };
}
