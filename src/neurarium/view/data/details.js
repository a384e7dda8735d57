/**
 * All that can be seen of the chosen data set: its samples, its numbers, its figures, its origin.
 *
 * @import { Histogram } from "../pictures/histogram.js"
 * @import { DataPage, DataSet } from "./data_page.js"
 *
 * @typedef {object} Reference
 * @property {string} title
 * @property {string} kind
 * @property {number} value
 * @property {string} unit
 * @property {string} source
 *
 * @typedef {{name: string, min: number, max: number, mean: number, sd: number,
 *   histogram: Histogram}} Column
 *
 * @typedef {object} DataFacts what `GET /api/data/{name}` adds
 * @property {Record<string, string>} dtypes array's name → NumPy's name of its type
 * @property {Record<string, [number, number]>} ranges array's name → smallest and largest value
 * @property {{train: number[], test: number[]} | null} counts of each class; null for regression
 * @property {Histogram | null} histogram of all pixels
 * @property {string} citation
 * @property {Reference[]} references
 * @property {Column[]} columns of a table's training rows
 * @property {string[]} [notes] what was done to the published data
 * @property {Column | null} target what is to be predicted, for regression
 *
 * @typedef {DataSet & DataFacts} FullDataSet
 */

import { getJson, isAbort, sendJson } from "../core/api.js";
import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";
import { absence } from "./fetching.js";
import { mountOrigin } from "./origin.js";
import { mountNumbers } from "./numbers.js";
import { mountSamples } from "./samples.js";
import { mountStatistics } from "./statistics.js";
import { mountRows } from "./table_rows.js";
import { countsInWords, kindInWords } from "./words.js";

/**
 * @param {HTMLElement} el
 * @param {DataPage} page
 * @returns {{show: (set: DataSet | null) => void, close: () => void}}
 */
export function createDetails(el, page) {
  let shown = "";
  /** @type {() => void} */
  let clear = () => {};
  return {
    show(set) {
      // Progress of a download is news, everything else of the same data set is on the page.
      const now = set ? JSON.stringify([set.name, set.state, set.progress, set.error]) : "";
      if (now === shown) return;
      shown = now;
      clear();
      clear = () => {};
      if (!set) return;
      if (set.state === "here") clear = mountHere(el, set, page);
      else el.replaceChildren(heading(set), element("div", { class: "nr-panel nr-stack" }, absence(set, page)));
    },
    close() {
      clear();
      el.replaceChildren();
    },
  };
}

/**
 * @param {HTMLElement} el
 * @param {DataSet} set
 * @param {DataPage} page
 * @returns {() => void}
 */
function mountHere(el, set, page) {
  const controller = new AbortController();
  /** @type {(() => void)[]} */
  const cleanups = [() => controller.abort()];
  const waiting = element("p", { class: "nr-panel nr-quiet-text", role: "status" }, [t("Reading {title} …", { title: set.title })]);
  el.replaceChildren(heading(set, actions(set, page)), waiting);
  const fill = async () => {
    try {
      /** @type {FullDataSet} */
      const full = { ...set, ...(await getJson(`/api/data/${set.name}`, { signal: controller.signal })) };
      waiting.remove();
      // A part of a published set (a subset on this machine) has counts of its own.
      el.firstElementChild?.replaceWith(heading(full, actions(full, page)));
      cleanups.push(...mountParts(el, full, page));
    } catch (error) {
      if (isAbort(error)) return;
      waiting.replaceChildren(error instanceof Error ? error.message : String(error));
      waiting.className = "nr-panel nr-problem";
      waiting.setAttribute("role", "alert");
    }
  };
  void fill();
  return () => cleanups.splice(0).forEach((cleanup) => cleanup());
}

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @param {DataPage} page
 * @returns {(() => void)[]}
 */
function mountParts(el, set, page) {
  const panel = (/** @type {string} */ label, wide = true) => {
    const made = element("section", { class: `nr-panel nr-stack${wide ? " nr-data-wide" : ""}`, "aria-label": label });
    grid.append(made);
    return made;
  };
  const grid = element("div", { class: "nr-data-grid" });
  el.append(grid);
  if (set.kind === "table") {
    return [
      mountRows(panel(t("First rows")), set, page),
      mountStatistics(panel(t("Figures")), set, page),
      mountOrigin(panel(t("Where it comes from")), set),
    ];
  }
  const samples = panel(t("Samples by class"));
  const numbers = mountNumbers(panel(t("One image as numbers")), set);
  return [
    numbers.close,
    mountSamples(samples, set, page, (sample) => numbers.show(sample)),
    mountStatistics(panel(t("Figures")), set, page),
    mountOrigin(panel(t("Where it comes from")), set),
  ];
}

/** @param {DataSet} set @param {HTMLElement[]} [tools] */
function heading(set, tools = []) {
  return element("div", { class: "nr-row nr-row-apart nr-data-heading" }, [
    element("div", {}, [
      element("h2", {}, [set.title]),
      element("p", { class: "nr-quiet-text" }, [`${kindInWords(set)} · ${countsInWords(set)}`]),
    ]),
    element("div", { class: "nr-row" }, tools),
  ]);
}

/** @param {DataSet} set @param {DataPage} page @returns {HTMLElement[]} */
function actions(set, page) {
  const train = element("a", { class: "nr-button nr-primary", href: `/train?data=${encodeURIComponent(set.name)}` }, [t("Train on this"), icon("play", 14)]);
  return set.own ? [deleteButton(set, page), train] : [train];
}

/** Asks once more in its own place. @param {DataSet} set @param {DataPage} page */
function deleteButton(set, page) {
  const button = element("button", { type: "button", class: "nr-button" }, [t("Delete")]);
  let asked = false;
  const calm = () => {
    asked = false;
    button.textContent = t("Delete");
  };
  listen(button, "blur", calm);
  listen(button, "click", async () => {
    if (!asked) {
      asked = true;
      button.textContent = t("Really delete “{title}”?", { title: set.title });
      return;
    }
    try {
      await sendJson("DELETE", `/api/data/${set.name}`);
      history.replaceState(null, "", location.pathname);
      page.frame.say({ level: "info", text: t("“{title}” was deleted.", { title: set.title }) });
    } catch (error) {
      page.complain(error);
    }
    await page.reload();
  });
  return button;
}
