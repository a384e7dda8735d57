/**
 * Whether a data set is on this machine, and the way to get it.
 *
 * @import { DataPage, DataSet } from "./data_page.js"
 */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { formatBytes } from "./words.js";

/**
 * Return what stands on the card of a data set.
 * @param {DataSet} set
 * @param {DataPage} page
 * @returns {HTMLElement[]}
 */
export function stateLine(set, page) {
  if (set.state === "fetching") return [progressOf(set), cancelButton(set, page)];
  if (set.state === "absent") return [element("span", { class: "nr-quiet-text nr-small" }, [t("Not on this machine yet")]), getButton(set, page)];
  if (set.state === "failed") return [element("span", { class: "nr-problem nr-small" }, [t("The download failed")]), getButton(set, page)];
  return set.own ? [element("span", { class: "nr-quiet-text nr-small" }, [t("Your own")])] : [];
}

/**
 * Return what stands in place of a data set that is not here: why, and how to get it.
 * @param {DataSet} set
 * @param {DataPage} page
 * @returns {HTMLElement[]}
 */
export function absence(set, page) {
  if (set.state === "fetching") {
    return [
      element("p", {}, [t("{title} is being downloaded ({size}). You can leave this page; it goes on.", { title: set.title, size: formatBytes(set.bytes) })]),
      element("div", { class: "nr-row" }, [progressOf(set), cancelButton(set, page)]),
    ];
  }
  const size = formatBytes(set.bytes);
  const say =
    set.state === "failed" && set.error
      ? element("p", { class: "nr-problem", role: "alert" }, [set.error])
      : element("p", {}, [t("{title} is not on this machine yet. It is downloaded once ({size}), checked, and kept.", { title: set.title, size })]);
  return [
    say,
    element("div", { class: "nr-row" }, [getButton(set, page, true)]),
    element("p", { class: "nr-quiet-text" }, [
      t("Without a network: get the file elsewhere, from {source}, and put it into the folder that “neurarium data path” prints. “Digits 8×8” needs no download at all.", { source: set.source }),
    ]),
  ];
}

/** @param {DataSet} set @param {DataPage} page @param {boolean} [large] */
function getButton(set, page, large = false) {
  const text = set.state === "failed" ? t("Try again") : t("Download");
  const button = element(
    "button",
    { type: "button", class: `nr-button${large ? " nr-primary" : ""}`, "aria-label": t("{what}: {title}", { what: text, title: set.title }) },
    [large ? t("{what} ({size})", { what: text, size: formatBytes(set.bytes) }) : text],
  );
  listen(button, "click", () => {
    button.disabled = true;
    void page.fetching("get", set.name);
  });
  return button;
}

/** @param {DataSet} set @param {DataPage} page */
function cancelButton(set, page) {
  const button = element("button", { type: "button", class: "nr-button", "aria-label": t("Cancel the download of {title}", { title: set.title }) }, [t("Cancel")]);
  listen(button, "click", () => void page.fetching("cancel", set.name));
  return button;
}

/** @param {DataSet} set @returns {HTMLElement} */
function progressOf(set) {
  const label = t("Download of {title}", { title: set.title });
  const known = typeof set.progress === "number";
  const bar = element("progress", { max: 1, value: known ? set.progress : null, "aria-label": label });
  return element("span", { class: "nr-row nr-progress" }, [
    bar,
    element("span", { class: "nr-small" }, [known ? `${Math.round(100 * Number(set.progress))} %` : t("begins …")]),
  ]);
}
