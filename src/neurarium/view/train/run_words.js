/** What a run's state, settings and times are called. */

import { t } from "../core/language.js";

/**
 * @param {string} state
 * @returns {string} one word
 */
export function stateName(state) {
  const names = {
    queued: t("Waiting"),
    running: t("Training"),
    paused: t("Paused"),
    stopped: t("Stopped"),
    finished: t("Finished"),
    failed: t("Failed"),
    interrupted: t("Interrupted"),
  };
  return names[/** @type {keyof typeof names} */ (state)] ?? state;
}

/** @returns {[string, string][]} every state with its name, in the order in which they come */
export function stateNames() {
  return ["queued", "running", "paused", "interrupted", "stopped", "failed", "finished"].map((state) => [state, stateName(state)]);
}

/**
 * @param {string} setting a field of the configuration
 * @returns {string}
 */
export function settingName(setting) {
  const names = {
    data: t("Data"),
    model: t("Layers"),
    backend: t("Backend"),
    optimizer: t("Optimizer"),
    learning_rate: t("Learning rate"),
    momentum: t("Momentum"),
    nesterov: t("Nesterov momentum"),
    loss: t("Loss"),
    batch: t("Batch"),
    epochs: t("Epochs"),
    validation: t("Validation share"),
    seed: t("Seed"),
    patience: t("Early stopping: patience"),
    restore_best: t("Go back to the best epoch"),
    keep_best: t("Keep the best epoch"),
    schedule: t("Learning rate schedule"),
    reduce_lr: t("Reduce the learning rate when stuck"),
    loop: t("Training loop"),
    limit: t("Training examples at most"),
  };
  return names[/** @type {keyof typeof names} */ (setting)] ?? setting.replaceAll("_", " ");
}

/**
 * Return a span of time as a person says it: 42 s, 3 min 20 s, 2 h 5 min.
 * @param {number} seconds
 * @returns {string}
 */
export function duration(seconds) {
  if (!(seconds >= 0)) return "–";
  if (seconds < 9.95) return t("{n} s", { n: seconds < 0.05 ? "0" : seconds.toFixed(1) });
  const whole = Math.round(seconds);
  if (whole < 60) return t("{n} s", { n: whole });
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return t("{m} min {s} s", { m: minutes, s: whole % 60 });
  return t("{h} h {m} min", { h: Math.floor(minutes / 60), m: minutes % 60 });
}

/**
 * Return when that was: today 14:05, else 23 Nov 14:05.
 * @param {string} iso
 * @param {Date} now
 * @returns {string}
 */
export function moment(iso, now) {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return "–";
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (then.toDateString() === now.toDateString()) return t("today {time}", { time });
  const day = then.toLocaleDateString("en-GB", { day: "numeric", month: "short", ...(then.getFullYear() === now.getFullYear() ? {} : { year: "numeric" }) });
  return `${day} ${time}`;
}
