/** What of a run can be taken home, as links. */

import { element } from "../core/dom.js";
import { t } from "../core/language.js";

/**
 * @param {Record<string, any>} run with `id` and `kind`
 * @param {{finished?: boolean}} [options] a run that has no final model yet offers none
 * @returns {HTMLElement}
 */
export function downloadLinks({ id, kind }, { finished = true } = {}) {
  const base = `/api/runs/${encodeURIComponent(id)}/files`;
  const ours = kind === undefined || kind === "train";
  /** @type {[string, string, string, boolean][]} */
  const all = [
    ["model.keras", t("Model"), t("The trained model, for keras.models.load_model"), ours && finished],
    ["code.py", t("Code"), t("A Python script that repeats this run in plain Keras"), ours],
    ["report.html", t("Report"), t("One page with curves, results and mistakes, to keep or to hand in"), true],
    ["curves.svg", t("Curves"), t("The curves as a drawing"), true],
  ];
  const links = all.filter(([, , , there]) => there).map(([name, title, hint]) => element("a", { class: "nr-button nr-download", href: `${base}/${name}`, download: name, title: hint }, [title, element("span", { class: "nr-quiet-text" }, [`.${name.split(".").at(-1)}`])]));
  return element("div", { class: "nr-row nr-downloads" }, links);
}
