/**
 * How the network does on all test images: the confusion matrix, each class, the worst mistakes.
 *
 * @import { ConfusionCell } from "../pictures/confusion.js"
 * @import { Around } from "./run_parts.js"
 * @import { Session } from "./session.js"
 */

import { getJson, getPacket, isAbort } from "../core/api.js";
import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { classTitle } from "../frame/language.js";
import { createBars } from "../pictures/bars.js";
import { createConfusion } from "../pictures/confusion.js";
import { createImageGrid } from "../pictures/image_grid.js";
import { sureness } from "./softmax.js";

const PAGE = 40;

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {Around & {onChoose: (index: number) => void}} options `onChoose`: a test image's number
 * @returns {{reload: () => void, close: () => void}}
 */
export function mountTestResult(el, session, options) {
  const controller = new AbortController();
  /** @type {(() => void)[]} */
  const cleanups = [];
  const clear = () => cleanups.splice(0).forEach((cleanup) => cleanup());
  const base = `/api/runs/${encodeURIComponent(session.run.id)}`;
  const fill = async () => {
    clear();
    el.replaceChildren(element("p", { class: "nr-quiet-text", role: "status" }, [t("Looking at all test images …")]));
    try {
      const result = await getJson(`${base}/confusion`, { signal: controller.signal });
      el.replaceChildren();
      cleanups.push(...mountParts(el, session, result, { ...options, base, signal: controller.signal }));
    } catch (error) {
      if (isAbort(error)) return;
      el.replaceChildren(
        element("h2", {}, [t("All test images")]),
        element("p", { class: "nr-quiet-text" }, [error instanceof Error ? error.message : String(error)]),
      );
    }
  };
  void fill();
  return { reload: () => void fill(), close: together([() => el.replaceChildren(), clear, () => controller.abort()]) };
}

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {{confusion: number[][], per_class: (number | null)[], n: number}} result
 * @param {Around & {onChoose: (index: number) => void, base: string, signal: AbortSignal}} options
 * @returns {(() => void)[]}
 */
function mountParts(el, session, { confusion, per_class, n }, options) {
  const names = session.run.data.classes.map(classTitle);
  const right = confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const matrixSlot = element("div");
  const barsSlot = element("div");
  const gallerySlot = element("section", { class: "nr-stack", "aria-label": t("Gallery") });
  el.append(
    element("h2", {}, [t("All test images")]),
    element("p", {}, [
      t("Of {n} test images the finished network recognises {right} ({share}); {wrong} are mistakes.", {
        n: formatInteger(n), right: formatInteger(right), share: formatPercent(right / (n || 1)), wrong: formatInteger(n - right),
      }),
    ]),
    element("div", { class: "nr-result-grid" }, [matrixSlot, element("section", { class: "nr-stack" }, [element("h3", {}, [t("How many of each class are right")]), barsSlot])]),
    gallerySlot,
  ); // prettier-ignore
  const gallery = mountGallery(gallerySlot, names, options);
  const chooseCell = (/** @type {ConfusionCell} */ cell) => {
    matrix.mark(cell);
    gallery.show(cell);
  };
  const matrix = createConfusion(matrixSlot, { confusion, classes: names }, { look: options.frame.look, onLook: options.frame.onLook, onChoose: chooseCell });
  const onClass = (/** @type {number} */ truth) => {
    matrix.mark(null);
    gallery.show({ truth, predicted: null });
  };
  const bars = createBars(barsSlot, { caption: t("How many of each class are right"), names: t("class"), values: t("right"), onChoose: onClass });
  bars.show(per_class.map((share, i) => ({ name: names[i] ?? "", share: share ?? 0, text: share === null ? "–" : formatPercent(share) })));
  gallery.show({ truth: null, predicted: null });
  return [matrix.close, bars.close, gallery.close];
}

/**
 * @param {HTMLElement} el
 * @param {string[]} names
 * @param {Around & {onChoose: (index: number) => void, base: string, signal: AbortSignal}} options
 */
function mountGallery(el, names, { base, signal, complain, onChoose }) {
  const title = element("h3");
  const help = element("p", { class: "nr-quiet-text" }, [t("The number below: how sure the network was of its answer. Choose an image to watch it go through the network.")]);
  const slot = element("div", { class: "nr-gallery" });
  const more = element("button", { type: "button", class: "nr-button", hidden: true }, [t("More")]);
  const back = element("button", { type: "button", class: "nr-button", hidden: true }, [t("All mistakes")]);
  el.replaceChildren(element("div", { class: "nr-row nr-row-apart" }, [title, back]), help, slot, more);
  const grid = createImageGrid(slot, { label: t("Images"), onChoose: (/** @type {{index: number} & any} */ item) => onChoose(item.index) });
  /** @type {{truth: number | null, predicted: number | null}} */
  let wanted = { truth: null, predicted: null };
  let shown = 0;
  let asked = 0;
  const load = async () => {
    asked += 1;
    const mine = asked;
    const query = new URLSearchParams({ offset: String(shown), limit: String(PAGE) });
    if (wanted.truth !== null) query.set("true", String(wanted.truth));
    if (wanted.predicted !== null) query.set("predicted", String(wanted.predicted));
    try {
      const packet = await getPacket(`${base}/mistakes?${query}`, { signal });
      if (mine !== asked) return;
      const came = itemsOf(packet, names);
      if (shown) grid.add(came);
      else grid.show(came);
      shown += came.length;
      more.hidden = shown >= packet.header.total || !came.length;
      setText(title, galleryTitle(wanted, names, packet.header.total));
    } catch (error) {
      if (!isAbort(error)) complain(error);
    }
  };
  const show = (/** @type {{truth: number | null, predicted: number | null}} */ next) => {
    wanted = next;
    shown = 0;
    back.hidden = next.truth === null && next.predicted === null;
    void load();
  };
  const offs = [listen(more, "click", () => void load()), listen(back, "click", () => show({ truth: null, predicted: null }))];
  return { show, close: together([grid.close, ...offs]) };
}

/**
 * @param {import("../core/packet.js").Packet} packet
 * @param {string[]} names
 */
function itemsOf(packet, names) {
  const images = arrayOf(packet, "images");
  const [labels, predictions, indices] = ["labels", "predictions", "indices"].map((name) => [...arrayOf(packet, name).data]);
  const probabilities = arrayOf(packet, "probabilities");
  return (indices ?? []).map((index, i) => {
    const [truth, said] = [names[labels?.[i] ?? 0] ?? "", names[predictions?.[i] ?? 0] ?? ""];
    const sure = sureness(Number(rowOf(probabilities, i).data[predictions?.[i] ?? 0]));
    const wrong = labels?.[i] !== predictions?.[i];
    const label = wrong
      ? t("Test image {index}: it is {truth}, the network says {said} ({sure} sure)", { index, truth, said, sure })
      : t("Test image {index}: {said}, recognised ({sure} sure)", { index, said, sure });
    return { image: rowOf(images, i), index, label, wrong, note: wrong ? `${truth} → ${said}\n${sure}` : sure };
  });
}

/**
 * @param {{truth: number | null, predicted: number | null}} wanted
 * @param {string[]} names
 * @param {number} total
 */
function galleryTitle({ truth, predicted }, names, total) {
  const values = { total: formatInteger(total), truth: names[truth ?? 0] ?? "", predicted: names[predicted ?? 0] ?? "" };
  if (truth === null) return t("The worst mistakes, of {total}", values);
  if (predicted === null) return t("{truth}: mistakes, the worst first ({total})", values);
  if (truth === predicted) return t("{truth}, recognised; the least sure first ({total})", values);
  return t("{truth} taken for {predicted} ({total})", values);
}
