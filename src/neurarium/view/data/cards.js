/**
 * Every data set as a card: samples of it, what it is, and whether it is on this machine.
 *
 * @import { DataPage, DataSet } from "./data_page.js"
 */

import { getPacket, isAbort } from "../core/api.js";
import { element, listen, svgElement, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { icon } from "../controls/icons.js";
import { imageCanvas } from "../pictures/image.js";
import { stateLine } from "./fetching.js";
import { kindInWords } from "./words.js";

const SAMPLES = 6;

/**
 * @param {HTMLElement} el
 * @param {DataPage} page
 * @param {() => void} onUpload
 * @returns {{show: (sets: DataSet[], chosen: string | null) => void, close: () => void}}
 */
export function createCards(el, page, onUpload) {
  const list = element("ul", { class: "nr-cards" });
  const upload = element("button", { type: "button", class: "nr-button nr-card-upload" }, [icon("plus"), t("Add data of your own")]);
  el.replaceChildren(list, upload);
  const controller = new AbortController();
  /** @type {Map<string, ReturnType<typeof createCard>>} */
  const cards = new Map();
  /** @type {string | null} */
  let shown = null;
  return {
    show(sets, chosen) {
      for (const [name, card] of cards) {
        if (sets.some((set) => set.name === name)) continue;
        card.el.remove();
        cards.delete(name);
      }
      for (const set of sets) {
        const card = cards.get(set.name) ?? createCard(set, page, controller.signal);
        cards.set(set.name, card);
        if (!card.el.isConnected) list.append(card.el);
        card.show(set, set.name === chosen);
      }
      const card = chosen === shown ? undefined : cards.get(chosen ?? "");
      shown = chosen;
      if (card) bringIntoView(card.el);
    },
    close: together([() => el.replaceChildren(), listen(upload, "click", onUpload), () => controller.abort()]),
  };
}

/**
 * @param {DataSet} first
 * @param {DataPage} page
 * @param {AbortSignal} signal
 */
function createCard(first, page, signal) {
  const picture = element("span", { class: "nr-card-samples", "aria-hidden": "true" }, [placeholder(first)]);
  const kind = element("span", { class: "nr-quiet-text nr-small" });
  const link = element("a", { class: "nr-data-card-link", href: `?data=${encodeURIComponent(first.name)}` }, [
    picture,
    element("strong", {}, [first.title]),
    kind,
  ]);
  const state = element("div", { class: "nr-data-card-state" });
  const el = element("li", { class: "nr-data-card" }, [link, state]);
  listen(link, "click", (/** @type {MouseEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    page.choose(first.name);
  });
  let painted = false;
  let told = "";
  return {
    el,
    /** @param {DataSet} set @param {boolean} chosen */
    show(set, chosen) {
      kind.textContent = kindInWords(set);
      if (chosen) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      const now = JSON.stringify([set.state, set.progress, set.error]);
      if (now !== told) state.replaceChildren(...stateLine(set, page));
      told = now;
      if (set.state === "here" && set.kind === "images" && !painted) {
        painted = true;
        void paintSamples(picture, set, signal);
      }
      if (set.state !== "here" && painted) {
        painted = false;
        picture.replaceChildren(placeholder(set));
      }
    },
  };
}

/** Scroll the list, sideways on a phone, but never the page. @param {HTMLElement} el */
function bringIntoView(el) {
  const list = el.parentElement;
  const column = list?.parentElement;
  list?.scrollTo({ left: el.offsetLeft - list.offsetLeft - 8 });
  if (!column || column.scrollHeight <= column.clientHeight) return;
  const [top, box] = [el.offsetTop - column.offsetTop, column.clientHeight];
  if (top < column.scrollTop || top + el.offsetHeight > column.scrollTop + box - 60) column.scrollTo({ top: top - box / 3 });
}

/**
 * @param {HTMLElement} el
 * @param {DataSet} set
 * @param {AbortSignal} signal
 */
async function paintSamples(el, set, signal) {
  try {
    const packet = await getPacket(`/api/data/${set.name}/images?split=train&offset=0&limit=${SAMPLES}`, { signal });
    const images = arrayOf(packet, "images");
    const canvases = Array.from({ length: images.shape[0] ?? 0 }, (_, i) => imageCanvas(rowOf(images, i)));
    el.replaceChildren(...canvases);
  } catch (error) {
    // The card is complete without its samples; whoever chooses it is told what is wrong.
    if (!isAbort(error)) el.replaceChildren(placeholder(set));
  }
}

/** @param {DataSet} set @returns {SVGElement} */
function placeholder({ kind }) {
  const line = { fill: "none", stroke: "currentColor", "stroke-width": 1.5, "stroke-linejoin": "round" };
  const d =
    kind === "table"
      ? "M3 5h34v22H3zM3 12.3h34M3 19.6h34M14.3 5v22M25.6 5v22"
      : "M3 5h34v22H3zM3 23l9-9 7 7 6-5 12 10M28.5 12a2.5 2.5 0 1 0 0-.01z";
  return svgElement("svg", { viewBox: "0 0 40 32", width: 40, height: 32, class: "nr-card-placeholder" }, [svgElement("path", { d, ...line })]);
}
