/**
 * The page "Try it": `mountTryPage(el)` fills `el` with a trained network that one can ask, by
 * drawing, with an image of one's own or of the data set, and watch while it answers.
 * `?run=ID` in the address bar says which network.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { ClassName } from "../frame/language.js"
 * @import { RunSummary } from "./run_choice.js"
 *
 * @typedef {object} LayerFacts a layer as run.json tells
 * @property {string} name
 * @property {string} kind
 * @property {Record<string, any>} settings
 * @property {string | null} text
 * @property {number[]} input_shape
 * @property {number[]} output_shape
 * @property {number} parameters
 * @property {string} derivation
 *
 * @typedef {object} Run
 * @property {string} id
 * @property {string} name
 * @property {{name: string, title: string, kind: string, task: string, classes: ClassName[],
 *   input_shape: number[], n_test: number}} data
 * @property {LayerFacts[]} layers
 * @property {number} offset how far its metrics were read
 * @property {number[]} snapshots epochs whose weights were kept
 * @property {{state: string, epoch: number, test?: {loss: number, accuracy?: number} | null}} state
 */

import { element, together } from "../core/dom.js";
import { getJson, isAbort } from "../core/api.js";
import { t } from "../core/language.js";
import { createFrame } from "../frame/frame.js";
import { mountRunParts } from "./run_parts.js";
import { chosenRun, mountRunChoice, triable } from "./run_choice.js";

/**
 * @param {HTMLElement} el
 * @returns {() => void}
 */
export function mountTryPage(el) {
  const frame = createFrame(el, { page: "try", title: t("Try it") });
  const controller = new AbortController();
  const slots = { choice: element("div"), parts: element("div", { class: "nr-try" }) };
  frame.main.append(slots.choice, slots.parts);
  /** @type {() => void} */
  let clear = () => {};
  const complain = (/** @type {unknown} */ error) => {
    if (isAbort(error)) return;
    frame.say({ level: "error", text: error instanceof Error ? error.message : String(error) });
  };
  const open = async (/** @type {string} */ id) => {
    clear();
    clear = () => {};
    slots.parts.replaceChildren(element("p", { class: "nr-panel nr-quiet-text", role: "status" }, [t("Opening the network …")]));
    try {
      const run = runOf(await getJson(`/api/runs/${encodeURIComponent(id)}`, { signal: controller.signal }));
      slots.parts.replaceChildren();
      clear = mountRunParts(slots.parts, run, { frame, complain });
    } catch (error) {
      slots.parts.replaceChildren();
      complain(error);
    }
  };
  const begin = async () => {
    try {
      const [{ runs }, { datasets }] = await Promise.all([
        getJson("/api/runs", { signal: controller.signal }),
        getJson("/api/data", { signal: controller.signal }),
      ]);
      const images = new Set(datasets.filter((/** @type {any} */ set) => set.kind === "images").map((/** @type {any} */ set) => set.name));
      const choices = triable(/** @type {RunSummary[]} */ (runs), images);
      const chosen = chosenRun(choices, location.search);
      mountRunChoice(slots.choice, choices, chosen, (id) => {
        history.pushState(null, "", `?run=${encodeURIComponent(id)}`);
        void open(id);
      });
      if (chosen) void open(chosen);
    } catch (error) {
      complain(error);
    }
  };
  void begin();
  return together([frame.close, () => controller.abort(), () => clear()]);
}

/**
 * Return what this page needs of `GET /api/runs/{id}`.
 * @param {any} answer
 * @returns {Run}
 */
function runOf({ run, name, state, snapshots, offset }) {
  return { id: run.id, name, data: run.data, layers: run.model?.layers ?? [], snapshots, state, offset };
}
