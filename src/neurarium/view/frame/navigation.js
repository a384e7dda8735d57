/** The way from page to page: links in a row; on a phone one button that opens them as a menu. */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";
import { openMenu } from "../controls/menu.js";

/** @typedef {"playground" | "data" | "train" | "try" | "runs"} PageName */

/** @returns {{name: PageName, path: string, title: string}[]} as lab/pages.py lists them */
function pages() {
  return [
    { name: "playground", path: "/", title: t("Playground") },
    { name: "data", path: "/data", title: t("Data") },
    { name: "train", path: "/train", title: t("Train") },
    { name: "try", path: "/try", title: t("Try it") },
    { name: "runs", path: "/runs", title: t("Runs") },
  ];
}

/**
 * Return the links of all pages; `current` is marked.
 * @param {PageName} current
 * @returns {HTMLElement}
 */
export function navigation(current) {
  const links = () =>
    pages().map(({ name, path, title }) =>
      element("li", {}, [element("a", { href: path, "aria-current": name === current && "page" }, [title])]),
    );
  const here = pages().find(({ name }) => name === current)?.title ?? "";
  const opener = element(
    "button",
    { type: "button", class: "nr-button nr-nav-opener", "aria-haspopup": "dialog", "aria-label": t("Pages: {page}", { page: here }) },
    [icon("menu"), element("span", {}, [here])],
  );
  listen(opener, "click", () => {
    openMenu(opener, t("Pages"), [element("ul", { class: "nr-nav-list" }, links())]);
  });
  return element("nav", { class: "nr-nav", "aria-label": t("Pages") }, [
    element("ul", { class: "nr-nav-links" }, links()),
    opener,
  ]);
}
