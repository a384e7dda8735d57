/**
 * Samples by class: a row a class, each as long as the page is wide, and more on demand.
 *
 * @import { NumberArray } from "../core/packet.js"
 * @import { DataPage } from "./data_page.js"
 * @import { FullDataSet } from "./details.js"
 *
 * @typedef {"train" | "test"} Split
 * @typedef {{image: NumberArray, split: Split, index: number, target: number, label: string}} Sample
 *   `target`: what `y_train[index]` holds; `label`: what the image shows, for screen readers
 */

import { getPacket, isAbort } from "../core/api.js";
import { element, listen, together } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { segments } from "../controls/segments.js";
import { classTitle } from "../frame/language.js";
import { createImageGrid } from "../pictures/image_grid.js";

const FIRST = 24;
const MORE = 48;
const FIRST_CLASSES = 10;

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @param {DataPage} page
 * @param {(sample: Sample) => void} onChoose
 * @returns {() => void}
 */
export function mountSamples(el, set, page, onChoose) {
  const body = element("div", { class: "nr-sample-rows" });
  const rest = element("button", { type: "button", class: "nr-button" }, [t("Show all {count} classes", { count: set.classes.length })]);
  const parts = [{ value: /** @type {Split} */ ("train"), text: t("Training images") }, { value: /** @type {Split} */ ("test"), text: t("Test images") }];
  const split = segments(t("Which part of the data"), parts, "train", (value) => show(value));
  el.append(
    element("div", { class: "nr-row nr-row-apart" }, [element("h3", {}, [t("Samples by class")]), split.el]),
    element("p", { class: "nr-quiet-text", "data-teaches": true }, [
      t("A network learns from the training images; the test images are kept away from it, to see how well it does on what it has never seen. Choose an image to see the numbers it is made of."),
    ]),
    body,
    rest,
  );
  rest.hidden = set.classes.length <= FIRST_CLASSES + 2;
  /** @type {Split} */
  let part = "train";
  /** @type {ReturnType<typeof sampleRow>[]} */
  let rows = [];
  const close = () => rows.splice(0).forEach((row) => row.close());
  const choose = (/** @type {Sample} */ sample) => {
    for (const row of rows) row.mark(sample);
    onChoose(sample);
  };
  const show = (/** @type {Split} */ wanted) => {
    close();
    part = wanted;
    const names = rest.hidden ? set.classes : set.classes.slice(0, FIRST_CLASSES);
    rows = names.map((name, index) => sampleRow(set, { part, index, title: classTitle(name) }, { page, choose }));
    body.replaceChildren(...rows.map((row) => row.el));
    // The first image shows at once what its numbers look like.
    const [row] = rows;
    void row?.more().then(() => row === rows[0] && row.first() && choose(/** @type {Sample} */ (row.first())));
    for (const other of rows.slice(1)) void other.more();
  };
  show("train");
  const all = () => {
    rest.hidden = true;
    show(part);
  };
  return together([() => el.replaceChildren(), close, split.close, listen(rest, "click", all)]);
}

/**
 * @param {FullDataSet} set
 * @param {{part: Split, index: number, title: string}} row `index`: the class
 * @param {{page: DataPage, choose: (sample: Sample) => void}} options
 */
function sampleRow(set, { part, index, title }, { page, choose }) {
  const total = set.counts?.[part][index] ?? 0;
  const gridSlot = element("div", { class: "nr-sample-images nr-sample-one-line" });
  const button = element("button", { type: "button", class: "nr-button nr-sample-more", "aria-label": t("More of {name}", { name: title }), hidden: true }, [t("more")]);
  const el = element("div", { class: "nr-sample-row" }, [
    element("div", { class: "nr-sample-name" }, [
      element("strong", {}, [title]),
      element("span", { class: "nr-quiet-text nr-small" }, [formatInteger(total)]),
    ]),
    gridSlot,
    button,
  ]);
  const grid = createImageGrid(gridSlot, { label: title, onChoose: choose });
  const controller = new AbortController();
  /** @type {Sample[]} */
  const samples = [];
  const more = async () => {
    const query = `split=${part}&class=${index}&offset=${samples.length}&limit=${samples.length ? MORE : FIRST}`;
    try {
      const packet = await getPacket(`/api/data/${set.name}/images?${query}`, { signal: controller.signal });
      const [images, labels, indices] = ["images", "labels", "indices"].map((name) => arrayOf(packet, name));
      if (!images || !labels || !indices) return;
      const came = [...indices.data].map((at, i) => sampleOf(rowOf(images, i), { part, at, title, target: Number(labels.data[i]) }));
      samples.push(...came);
      grid.add(came);
      button.hidden = samples.length >= total;
    } catch (error) {
      if (!isAbort(error)) page.complain(error);
    }
  };
  return {
    el,
    more,
    mark: grid.mark,
    first: () => samples[0],
    close: together([
      () => controller.abort(),
      grid.close,
      listen(button, "click", () => {
        gridSlot.classList.remove("nr-sample-one-line");
        void more();
      }),
    ]),
  };
}

/**
 * @param {import("../core/packet.js").NumberArray} image
 * @param {{part: Split, at: number, title: string, target: number}} facts
 * @returns {Sample}
 */
function sampleOf(image, { part, at, title, target }) {
  const label = part === "train" ? t("Training image {index}: {name}", { index: at, name: title }) : t("Test image {index}: {name}", { index: at, name: title });
  return { image, split: part, index: at, target, label };
}
