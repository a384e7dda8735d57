/**
 * The confusion matrix: rows are what images are, columns what the network took them for. Up to
 * 20 classes it is a table of buttons; with more it is a picture, and the list of the most frequent
 * confusions beside it is what one chooses from.
 *
 * @import { Look } from "../frame/frame.js"
 */

import { element, listen, together } from "../core/dom.js";
import { formatInteger, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { createRoving } from "../controls/roving.js";
import { paintSigned, pictureCanvas } from "./image.js";

const MOST_BUTTONS = 20;
const MOST_LISTED = 12;

/**
 * @typedef {{confusion: number[][], classes: string[]}} Confusion
 * @typedef {{truth: number, predicted: number}} ConfusionCell
 */

/**
 * Fill `el` with a confusion matrix.
 * @param {HTMLElement} el
 * @param {Confusion} matrix
 * @param {{look: () => Look, onLook: (listener: (look: Look) => void) => () => void,
 *   onChoose: ((cell: ConfusionCell) => void) | null}} options `onChoose` null: there are no images to see
 * @returns {{mark: (cell: ConfusionCell | null) => void, close: () => void}}
 */
export function createConfusion(el, matrix, { look, onLook, onChoose }) {
  const small = matrix.classes.length <= MOST_BUTTONS;
  const cells = small ? tableOf(matrix, onChoose !== null) : null;
  const picture = small ? null : pictureCanvas(t("The confusion matrix as a picture: rows are the true classes, columns the predicted ones"));
  const list = listOf(matrix);
  const paint = () => {
    if (cells) paintCells(cells, matrix, look());
    if (picture) paintPicture(picture, matrix, look());
  };
  el.replaceChildren(
    element("div", { class: "nr-confusion" }, [
      element("div", { class: "nr-confusion-scroll" }, [cells ?? element("div", { class: "nr-confusion-picture" }, picture ? [picture] : [])]),
      list,
    ]),
  );
  paint();
  const roving = cells && createRoving(cells, "button");
  const choose = (/** @type {Event} */ event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.dataset.true) onChoose?.({ truth: Number(button.dataset.true), predicted: Number(button.dataset.predicted) });
  };
  return {
    mark(cell) {
      for (const button of el.querySelectorAll("button[data-true]")) {
        const { dataset } = /** @type {HTMLElement} */ (button);
        const on = cell !== null && Number(dataset.true) === cell.truth && Number(dataset.predicted) === cell.predicted;
        button.setAttribute("aria-pressed", String(on));
      }
    },
    close: together([() => el.replaceChildren(), onLook(paint), listen(el, "click", choose), () => roving?.close()]),
  };
}

/** @param {Confusion} matrix @param {boolean} chooses @returns {HTMLTableElement} */
function tableOf({ confusion, classes }, chooses) {
  const rule = t("Rows: what it is. Columns: what the network says.");
  const caption = chooses ? `${rule} ${t("Choose a number to see its images.")}` : rule;
  const heads = classes.map((name) => element("th", { scope: "col" }, [element("span", {}, [name])]));
  const rows = confusion.map((row, truth) =>
    element("tr", {}, [
      element("th", { scope: "row" }, [classes[truth] ?? ""]),
      ...row.map((count, predicted) => element("td", {}, [cellButton(count, truth, predicted, classes)])),
    ]),
  );
  const upright = classes.some((name) => name.length > 3);
  return element("table", { class: `nr-confusion-table${upright ? " nr-confusion-upright" : ""}` }, [
    element("caption", {}, [caption]),
    element("thead", {}, [element("tr", {}, [element("td"), ...heads])]),
    element("tbody", {}, rows),
  ]);
}

/**
 * @param {number} count
 * @param {number} truth
 * @param {number} predicted
 * @param {string[]} classes
 */
function cellButton(count, truth, predicted, classes) {
  const words = sentence(count, truth, predicted, classes);
  return element(
    "button",
    { type: "button", "data-true": truth, "data-predicted": predicted, "aria-pressed": "false", "aria-label": words, title: words },
    [formatInteger(count)],
  );
}

/**
 * @param {number} count
 * @param {number} truth
 * @param {number} predicted
 * @param {string[]} classes
 */
function sentence(count, truth, predicted, classes) {
  const values = { count: formatInteger(count), truth: classes[truth] ?? "", predicted: classes[predicted] ?? "" };
  if (truth === predicted) return t("{truth}: {count} recognised", values);
  return t("{truth} taken for {predicted}: {count}", values);
}

/**
 * Colour cells by their share of the row: right ones in the high colour, mistakes in the low one,
 * stronger than their share so that a few in a hundred are seen.
 * @param {HTMLElement} table
 * @param {Confusion} matrix
 * @param {Look} look
 */
function paintCells(table, { confusion }, { palette, dark }) {
  const most = dark ? 0.36 : 0.75; // light ink on a bright cell could not be read
  for (const button of table.querySelectorAll("button")) {
    const [truth, predicted] = [Number(button.dataset.true), Number(button.dataset.predicted)];
    const row = confusion[truth] ?? [];
    const share = (row[predicted] ?? 0) / (row.reduce((sum, count) => sum + count, 0) || 1);
    const strength = truth === predicted ? 0.12 + 0.36 * share : most * Math.min(Math.sqrt(share * 3), 1);
    const colour = truth === predicted ? palette.high : palette.low;
    button.style.setProperty("--strength", `${Math.round(100 * strength)}%`);
    button.style.setProperty("--colour", colour);
    button.toggleAttribute("data-empty", !row[predicted]);
  }
}

/** @param {HTMLCanvasElement} canvas @param {Confusion} matrix @param {Look} look */
function paintPicture(canvas, { confusion }, { palette }) {
  const count = confusion.length;
  const values = new Float32Array(count * count);
  confusion.forEach((row, truth) => {
    const total = row.reduce((sum, one) => sum + one, 0) || 1;
    row.forEach((one, predicted) => {
      values[truth * count + predicted] = (truth === predicted ? 1 : -1) * Math.sqrt(one / total);
    });
  });
  paintSigned(canvas, values, { width: count, height: count, palette, limit: 1 });
}

/** The most frequent confusions, as sentences to choose. @param {Confusion} matrix */
function listOf({ confusion, classes }) {
  const found = confusion
    .flatMap((row, truth) => {
      const total = row.reduce((sum, one) => sum + one, 0) || 1;
      return row.map((count, predicted) => ({ truth, predicted, count, share: count / total }));
    })
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_LISTED);
  const items = found.map(({ truth, predicted, count, share }) =>
    element("li", {}, [
      element("button", { type: "button", class: "nr-confusion-item", "data-true": truth, "data-predicted": predicted, "aria-pressed": "false" }, [
        element("span", {}, [t("{truth} taken for {predicted}", { truth: classes[truth] ?? "", predicted: classes[predicted] ?? "" })]),
        element("span", { class: "nr-quiet-text" }, [t("{count}× · {share}", { count: formatInteger(count), share: formatPercent(share) })]),
      ]),
    ]),
  );
  return element("div", { class: "nr-confusion-list" }, [
    element("h3", {}, [t("Most frequent mix-ups")]),
    items.length ? element("ol", {}, items) : element("p", { class: "nr-quiet-text" }, [t("No mistake at all.")]),
  ]);
}
