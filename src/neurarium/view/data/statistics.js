/**
 * A data set's figures: how many of each class, how often which pixel value, the mean image of
 * each class; for a table how each column's numbers lie.
 *
 * @import { DataPage } from "./data_page.js"
 * @import { Column, FullDataSet } from "./details.js"
 */

import { getPacket, isAbort } from "../core/api.js";
import { element, together } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { classTitle } from "../frame/language.js";
import { createBars } from "../pictures/bars.js";
import { histogramPicture } from "../pictures/histogram.js";
import { createImageGrid } from "../pictures/image_grid.js";

const MOST_BARS = 20;

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @param {DataPage} page
 * @returns {() => void}
 */
export function mountStatistics(el, set, page) {
  const parts = element("div", { class: "nr-figures" });
  el.append(parts);
  const figure = (/** @type {string} */ title, /** @type {string} */ help, /** @type {Node} */ picture, wide = false) => {
    const made = element("section", { class: `nr-stack${wide ? " nr-wide-figure" : ""}` }, [
      element("h3", {}, [title]),
      element("p", { class: "nr-quiet-text", "data-teaches": true }, [help]),
      picture,
    ]);
    parts.append(made);
  };
  const cleanups = [() => el.replaceChildren()];
  if (set.counts) {
    const bars = element("div");
    figure(t("How many of each"), countsHelp(set.counts.train), bars);
    cleanups.push(mountCounts(bars, set, set.counts));
  }
  if (set.histogram) {
    const label = t("Histogram of all pixel values of the training images, 0 to 255, on a logarithmic scale");
    figure(
      t("How often which pixel value"),
      t("All pixels of all training images together: black (0) on the left, the brightest (255) on the right. Each step up is ten times as many pixels."),
      histogramPicture(set.histogram, { label, log: true, whole: true, width: 290, height: 170 }),
    );
  }
  if (set.kind === "images" && set.classes.length) {
    const means = element("div", { class: "nr-means" });
    figure(t("The mean image of each class"), t("All training images of a class laid over one another: what they have in common is bright, where they differ is blurred."), means);
    cleanups.push(mountMeans(means, set, page));
  }
  if (set.columns.length) {
    const help = t("Before training each column is shifted and scaled to mean 0 and standard deviation 1, so that none counts more only because its numbers are larger.");
    figure(t("Columns"), help, columnTable(set), true);
  }
  return together(cleanups);
}

/** @param {number[]} counts of training examples */
function countsHelp(counts) {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (least === most) return t("Every class has equally many training examples: {count}.", { count: formatInteger(most) });
  return t("Between {least} and {most} training examples a class.", { least: formatInteger(least), most: formatInteger(most) });
}

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @param {{train: number[], test: number[]}} counts
 */
function mountCounts(el, { classes }, counts) {
  const bars = createBars(el, { caption: t("Training and test examples of each class"), names: t("class"), values: t("training + test") });
  const most = Math.max(...counts.train, 1);
  bars.show(
    classes.map((name, i) => ({
      name: classTitle(name),
      share: (counts.train[i] ?? 0) / most,
      text: `${formatInteger(counts.train[i] ?? 0)} + ${formatInteger(counts.test[i] ?? 0)}`,
    })),
  );
  el.classList.toggle("nr-bars-many", classes.length > MOST_BARS);
  if (classes.length > MOST_BARS) el.tabIndex = 0;
  return bars.close;
}

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @param {DataPage} page
 */
function mountMeans(el, set, page) {
  const controller = new AbortController();
  const grid = createImageGrid(el, { label: t("Mean images") });
  const fill = async () => {
    try {
      const means = arrayOf(await getPacket(`/api/data/${set.name}/means`, { signal: controller.signal }), "means");
      grid.show(
        set.classes.map((name, i) => ({
          image: rowOf(means, i),
          label: t("Mean of all “{name}”", { name: classTitle(name) }),
          note: classTitle(name),
        })),
      );
    } catch (error) {
      if (!isAbort(error)) page.complain(error);
    }
  };
  void fill();
  return together([() => controller.abort(), grid.close]);
}

/** @param {FullDataSet} set */
function columnTable({ columns, target }) {
  const heads = [t("column"), t("smallest"), t("mean"), t("largest"), t("standard deviation"), t("how its values lie")];
  return element("div", { class: "nr-scroll", tabindex: 0, role: "region", "aria-label": t("Columns") }, [
    element("table", { class: "nr-table nr-columns" }, [
      element("thead", {}, [element("tr", {}, heads.map((head) => element("th", { scope: "col" }, [head])))]),
      element("tbody", {}, [...columns, ...(target ? [target] : [])].map((column) => columnRow(column, column === target))),
    ]),
  ]);
}

/** @param {Column} column @param {boolean} isTarget */
function columnRow({ name, min, max, mean, sd, histogram }, isTarget) {
  const label = t("Histogram of {name}", { name });
  return element("tr", {}, [
    element("th", { scope: "row" }, [name, isTarget ? element("span", { class: "nr-quiet-text" }, [t(" (to predict)")]) : null]),
    ...[min, mean, max, sd].map((value) => element("td", {}, [formatNumber(value, 3)])),
    element("td", {}, [histogramPicture(histogram, { label, width: 180, height: 30, ticks: false })]),
  ]);
}
