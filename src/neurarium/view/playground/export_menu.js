/**
 * Export: links to copy, and files to save: settings, weights, pictures, a replay.
 *
 * @import { State, Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { copyText } from "./export_copy.js";
import { openMenu } from "../controls/menu.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountExportMenu(el, store) {
  if (!store.capabilities.export) return () => el.replaceChildren();
  const button = element("button", { type: "button", class: "nr-button nr-quiet nr-export", "aria-haspopup": "dialog", title: t("Links, files and pictures of this network") }, [t("Export")]);
  el.replaceChildren(button);
  return together([
    () => el.replaceChildren(),
    listen(button, "click", () => openMenu(button, t("Export"), menuItems(store))),
  ]);
}

/**
 * @param {Store} store
 * @returns {HTMLElement[]}
 */
function menuItems(store) {
  const { state } = store.get();
  const said = element("p", { class: "nr-export-said", role: "status" });
  const note = state.history_note ? [element("p", { class: "nr-export-note" }, [state.history_note])] : [];
  return [
    group(t("Links"), [
      copyItem({
        label: t("Copy link"), about: t("reproduces data, network and settings"),
        text: pageLink(state), problem: linkProblem(state), said,
      }),
      copyItem({
        label: t("Copy as playground.tensorflow.org link"), about: t("for TensorFlow Playground"),
        text: state.playground_link, problem: state.playground_link_problem, said,
      }),
      ...note,
      said,
    ]),
    group(t("Files"), [
      fileItem(store, "settings.json", t("Settings"), t("JSON: opens again just as it is, trained as far")),
      fileItem(store, "weights.json", t("Weights"), t("JSON, layer by layer")),
      fileItem(store, "network.svg", t("Picture, SVG"), t("network, map and curves, for print")),
      fileItem(store, "network.png", t("Picture, PNG"), t("the same, for a slide")),
      fileItem(store, "replay.html", t("Replay"), t("one HTML file that plays the training without a server")),
    ]),
  ];
}

/**
 * Why there is no link, in the server's words where it gives them.
 * @param {State & {link_problem?: string | null}} state
 */
function linkProblem({ link_problem: problem }) {
  return problem ?? t("These points are too many for a link: save the settings file.");
}

/**
 * The address of this page with this playground in it.
 * @param {State} state
 * @returns {string | null}
 */
function pageLink({ link }) {
  return link ? new URL(link, location.href).href : null;
}

/**
 * @param {string} title
 * @param {HTMLElement[]} items
 */
function group(title, items) {
  return element("div", { class: "nr-export-group", role: "group", "aria-label": title }, [element("h3", {}, [title]), ...items]);
}

/**
 * @param {{label: string, about: string, text: string | null, problem: string | null,
 *   said: HTMLElement}} options
 */
function copyItem({ label, about, text, problem, said }) {
  const item = element("button", { type: "button", class: "nr-export-item", disabled: text === null }, itemText(label, text === null ? problem : about));
  if (text === null) return item;
  listen(item, "click", async () => {
    const copied = await copyText(text);
    said.replaceChildren(copied ? t("Copied.") : t("The browser does not let this page copy. Here it is:"));
    if (copied) return;
    const field = element("input", { type: "text", class: "nr-input", readonly: true, value: text, "aria-label": label });
    said.append(field);
    field.select();
  });
  return item;
}

/**
 * @param {Store} store
 * @param {string} name
 * @param {string} label
 * @param {string} about
 */
function fileItem(store, name, label, about) {
  const href = store.exportUrl(name);
  if (href === null) return element("span", { class: "nr-export-item", "aria-disabled": "true" }, itemText(label, t("not available here")));
  return element("a", { class: "nr-export-item", href, download: `neurarium-${name}` }, itemText(label, about));
}

/**
 * @param {string} label
 * @param {string | null} about
 */
function itemText(label, about) {
  return [element("span", {}, [label]), element("small", {}, [about ?? ""])];
}
