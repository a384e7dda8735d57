/**
 * The page "Data": `mountDataPage(el)` fills `el` with every data set to choose from, and all that
 * can be seen of the chosen one. `?data=mnist` in the address bar says which.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { ClassName } from "../frame/language.js"
 *
 * @typedef {object} DataSet as `GET /api/data` tells
 * @property {string} name
 * @property {string} title
 * @property {"images" | "table"} kind
 * @property {"classification" | "regression"} task
 * @property {number[]} input_shape
 * @property {number} n_train
 * @property {number} n_test
 * @property {ClassName[]} classes
 * @property {string[]} features
 * @property {string} licence
 * @property {string} source
 * @property {"here" | "absent" | "fetching" | "failed"} state
 * @property {number} bytes of the download
 * @property {number | null} progress 0 to 1
 * @property {string | null} error
 * @property {boolean} own
 *
 * @typedef {object} DataPage what the page's parts share
 * @property {Frame} frame
 * @property {() => DataSet[]} all
 * @property {(name: string) => void} choose
 * @property {(path: "get" | "cancel", name: string) => Promise<void>} fetching begins or ends a download
 * @property {() => Promise<void>} reload asks for the list anew
 * @property {(error: unknown) => void} complain
 */

import { element, listen, together } from "../core/dom.js";
import { getJson, isAbort, sendJson } from "../core/api.js";
import { t } from "../core/language.js";
import { createFrame } from "../frame/frame.js";
import { createCards } from "./cards.js";
import { createDetails } from "./details.js";
import { openUpload, takeDroppedData } from "./upload_dialog.js";

const POLL_MS = 600;

/**
 * @param {HTMLElement} el
 * @returns {() => void}
 */
export function mountDataPage(el) {
  const frame = createFrame(el, { page: "data", title: t("Data") });
  const controller = new AbortController();
  const model = createModel(frame, controller.signal, () => show());
  const cardsSlot = element("section", { class: "nr-data-list", "aria-label": t("Data sets") });
  const detailSlot = element("section", { class: "nr-data-details", "aria-label": t("The chosen data set") });
  frame.main.append(cardsSlot, detailSlot);
  const cards = createCards(cardsSlot, model.page, () => openUpload(frame.root, model.page, null));
  const details = createDetails(detailSlot, model.page);
  const show = () => {
    cards.show(model.page.all(), model.chosen());
    details.show(model.page.all().find(({ name }) => name === model.chosen()) ?? null);
  };
  void model.page.reload();
  return together([
    frame.close,
    () => controller.abort(),
    cards.close,
    details.close,
    model.close,
    takeDroppedData(frame.root, model.page),
    listen(window, "popstate", show),
  ]);
}

/**
 * What is known of all data sets, and which one is chosen: the address bar holds it.
 * @param {Frame} frame
 * @param {AbortSignal} signal
 * @param {() => void} onChange
 */
function createModel(frame, signal, onChange) {
  /** @type {DataSet[]} */
  let sets = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const complain = (/** @type {unknown} */ error) => {
    if (isAbort(error)) return;
    frame.say({ level: "error", text: error instanceof Error ? error.message : String(error) });
  };
  const reload = async () => {
    clearTimeout(timer);
    try {
      sets = (await getJson("/api/data", { signal })).datasets;
      onChange();
    } catch (error) {
      complain(error);
      if (isAbort(error)) return;
    }
    if (sets.some(({ state }) => state === "fetching")) timer = setTimeout(() => void reload(), POLL_MS);
  };
  /** @type {DataPage} */
  const page = {
    frame,
    all: () => sets,
    choose(name) {
      const address = `?data=${encodeURIComponent(name)}`;
      if (location.search !== address) history.pushState(null, "", address);
      onChange();
    },
    async fetching(path, name) {
      try {
        await sendJson("POST", `/api/data/${name}/${path}`, undefined, { signal });
      } catch (error) {
        complain(error);
      }
      await reload();
    },
    reload,
    complain,
  };
  return { page, chosen: () => chosenName(sets, location.search), close: () => clearTimeout(timer) };
}

/**
 * Return the data set that an address asks for; without one the first that is here.
 * @param {Pick<DataSet, "name" | "state" | "kind">[]} sets
 * @param {string} search as "?data=mnist"
 * @returns {string | null}
 */
export function chosenName(sets, search) {
  const asked = new URLSearchParams(search).get("data");
  if (asked && sets.some(({ name }) => name === asked)) return asked;
  const here = sets.filter(({ state }) => state === "here");
  return (here.find(({ kind }) => kind === "images") ?? here[0] ?? sets[0])?.name ?? null;
}
