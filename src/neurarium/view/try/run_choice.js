/**
 * Which network is asked: every run on images that has weights, the newest first.
 *
 * @typedef {object} RunSummary as `GET /api/runs` tells
 * @property {string} id
 * @property {string} name
 * @property {{name: string | null, title: string | null}} data
 * @property {string | null} spec
 * @property {{state: string, epoch: number}} state
 * @property {{loss: number, accuracy?: number} | null} test
 */

import { element, listen } from "../core/dom.js";
import { formatPercent } from "../core/format.js";
import { t } from "../core/language.js";

/**
 * Return the runs that can be tried: networks on images that have trained at all.
 * @param {RunSummary[]} runs newest first
 * @param {Set<string>} images names of the data sets that are images
 * @returns {RunSummary[]}
 */
export function triable(runs, images) {
  return runs.filter(({ data, state }) => images.has(data.name ?? "") && state.state !== "queued");
}

/**
 * Return the run that an address asks for; without one the newest finished, else the newest.
 * @param {RunSummary[]} runs
 * @param {string} search as "?run=2026-…"
 * @returns {string | null}
 */
export function chosenRun(runs, search) {
  const asked = new URLSearchParams(search).get("run");
  if (asked) return asked;
  return (runs.find(({ state }) => state.state === "finished") ?? runs[0])?.id ?? null;
}

/**
 * @param {HTMLElement} el
 * @param {RunSummary[]} runs
 * @param {string | null} chosen
 * @param {(id: string) => void} onChoose
 */
export function mountRunChoice(el, runs, chosen, onChoose) {
  if (!chosen) {
    el.replaceChildren(emptyState());
    return;
  }
  const known = runs.some(({ id }) => id === chosen);
  const options = [...(known ? [] : [{ id: chosen, text: chosen }]), ...runs.map((run) => ({ id: run.id, text: runInWords(run) }))];
  const select = element("select", { class: "nr-select" }, options.map(({ id, text }) => element("option", { value: id, selected: id === chosen }, [text])));
  listen(select, "change", () => onChoose(select.value));
  el.replaceChildren(element("label", { class: "nr-field nr-run-choice" }, [element("span", {}, [t("Trained network")]), select]));
}

/** @param {RunSummary} run @returns {string} */
export function runInWords({ name, id, data, spec, state, test }) {
  const result = test?.accuracy == null ? stateInWords(state.state) : t("{share} of the test images right", { share: formatPercent(test.accuracy) });
  const title = name && name !== id ? name : [data.title, spec].filter(Boolean).join(" · ");
  return [title || id, result].filter(Boolean).join(" · ");
}

/** @param {string} state */
function stateInWords(state) {
  const words = { running: t("training now"), paused: t("paused"), stopped: t("stopped"), failed: t("failed"), interrupted: t("interrupted") };
  return words[/** @type {keyof typeof words} */ (state)] ?? "";
}

function emptyState() {
  return element("section", { class: "nr-panel nr-stack nr-empty" }, [
    element("h2", {}, [t("There is no trained network yet")]),
    element("p", {}, [t("Here you draw a digit and watch it go through a network that you have trained. A small one on “Digits 8×8” is ready within seconds and needs no download.")]),
    element("div", { class: "nr-row" }, [element("a", { class: "nr-button nr-primary", href: "/train?data=digits" }, [t("Train one")])]),
    element("p", { class: "nr-quiet-text" }, [t("Or in a terminal: “neurarium train digits”.")]),
  ]);
}
