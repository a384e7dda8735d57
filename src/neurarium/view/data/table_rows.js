/**
 * A table's first rows, as they are in the file.
 *
 * @import { DataPage } from "./data_page.js"
 * @import { FullDataSet } from "./details.js"
 */

import { getJson, isAbort } from "../core/api.js";
import { element, listen, together } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { segments } from "../controls/segments.js";
import { classTitle } from "../frame/language.js";

const FIRST = 12;
const MORE = 50;

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @param {DataPage} page
 * @returns {() => void}
 */
export function mountRows(el, set, page) {
  const controller = new AbortController();
  const body = element("tbody");
  const more = element("button", { type: "button", class: "nr-button" }, [t("More rows")]);
  const counted = element("p", { class: "nr-quiet-text", role: "status" });
  let part = "train";
  const parts = [{ value: "train", text: t("Training rows") }, { value: "test", text: t("Test rows") }];
  const split = segments(t("Which part of the data"), parts, part, (value) => {
    part = value;
    body.replaceChildren();
    void add();
  });
  const target = set.target?.name || (set.task === "regression" ? t("to predict") : t("class"));
  const heads = ["", ...set.features, target];
  el.append(
    element("div", { class: "nr-row nr-row-apart" }, [element("h3", {}, [t("First rows")]), split.el]),
    element("p", { class: "nr-quiet-text", "data-teaches": true }, [
      t("Every row is one example. The last column, “{target}”, is what a network shall tell from the others.", { target }),
    ]),
    element("div", { class: "nr-scroll", tabindex: 0, role: "region", "aria-label": t("First rows") }, [
      element("table", { class: "nr-table" }, [
        element("thead", {}, [element("tr", {}, heads.map((head) => (head ? element("th", { scope: "col" }, [head]) : element("td"))))]),
        body,
      ]),
    ]),
    element("div", { class: "nr-row" }, [more, counted]),
  );
  const add = async () => {
    const offset = body.rows.length;
    const asked = part;
    try {
      const query = `split=${part}&offset=${offset}&limit=${offset ? MORE : FIRST}`;
      const found = await getJson(`/api/data/${set.name}/rows?${query}`, { signal: controller.signal });
      if (asked !== part || offset !== body.rows.length) return;
      body.append(...found.rows.map((/** @type {number[]} */ row, /** @type {number} */ i) => rowOf(set, row, found.targets[i], offset + i)));
      more.hidden = body.rows.length >= found.total;
      counted.textContent = t("{shown} of {total} rows", { shown: formatInteger(body.rows.length), total: formatInteger(found.total) });
    } catch (error) {
      if (!isAbort(error)) page.complain(error);
    }
  };
  void add();
  return together([() => el.replaceChildren(), () => controller.abort(), split.close, listen(more, "click", () => void add())]);
}

/**
 * @param {FullDataSet} set
 * @param {number[]} row
 * @param {number} target
 * @param {number} index
 */
function rowOf(set, row, target, index) {
  const said = set.task === "classification" ? classTitle(set.classes[target]) : formatNumber(target, 3);
  return element("tr", {}, [
    element("th", { scope: "row", class: "nr-quiet-text" }, [String(index)]),
    ...row.map((value) => element("td", {}, [typeof value === "number" ? formatNumber(value, 3) : String(value)])),
    element("td", { class: "nr-target" }, [said]),
  ]);
}
