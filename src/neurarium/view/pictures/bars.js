/**
 * Numbers with a name each, as bars: counts of classes, probabilities, accuracies. For a screen
 * reader it is a table.
 *
 * @typedef {object} Bar
 * @property {string} name
 * @property {number} share length of the bar, 0 to 1
 * @property {string} text the number as it is written
 * @property {"strong" | "right" | "wrong" | ""} [mark]
 */

import { element, setText } from "../core/dom.js";

/**
 * Fill `el` with bars; `show` changes them in place, so that they can grow and shrink smoothly.
 * @param {HTMLElement} el
 * @param {{caption: string, names: string, values: string, onChoose?: (index: number) => void}} options
 *   `names`, `values`: the columns' headings, for screen readers
 * @returns {{show: (bars: Bar[]) => void, close: () => void}}
 */
export function createBars(el, { caption, names, values, onChoose }) {
  const body = element("tbody");
  const table = element("table", { class: "nr-bars" }, [
    element("caption", { class: "nr-hidden" }, [caption]),
    element("thead", { class: "nr-hidden" }, [
      element("tr", {}, [element("th", { scope: "col" }, [names]), element("th", { scope: "col" }, [values])]),
    ]),
    body,
  ]);
  el.replaceChildren(table);
  /** @type {ReturnType<typeof barRow>[]} */
  let rows = [];
  return {
    show(bars) {
      if (rows.length !== bars.length) {
        rows = bars.map((_, i) => barRow(onChoose ? () => onChoose(i) : null));
        body.replaceChildren(...rows.map(({ row }) => row));
      }
      bars.forEach((bar, i) => rows[i]?.show(bar));
    },
    close: () => el.replaceChildren(),
  };
}

/** @param {(() => void) | null} choose */
function barRow(choose) {
  const name = element(choose ? "button" : "span", choose ? { type: "button", class: "nr-bar-name" } : {});
  const fill = element("span", { class: "nr-bar-fill" });
  const number = element("span", { class: "nr-bar-number" });
  if (choose) name.addEventListener("click", choose);
  const row = element("tr", {}, [
    element("th", { scope: "row" }, [name]),
    element("td", {}, [element("span", { class: "nr-bar-track", "aria-hidden": "true" }, [fill]), number]),
  ]);
  return {
    row,
    /** @param {Bar} bar */
    show(bar) {
      setText(name, bar.name);
      name.title = bar.name;
      setText(number, bar.text);
      fill.style.width = `${100 * Math.min(Math.max(bar.share, 0), 1)}%`;
      row.dataset.mark = bar.mark ?? "";
    },
  };
}
