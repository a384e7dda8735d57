/** A native modal dialog with a title; Escape and its close button close it. */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "./icons.js";

/**
 * @param {HTMLElement} near inside the page: the dialog takes its colours
 * @param {string} title
 * @param {HTMLElement[]} children
 * @returns {HTMLDialogElement}
 */
export function openDialog(near, title, children) {
  const close = element("button", { type: "button", class: "nr-icon-button", "aria-label": t("Close") }, [
    icon("close"),
  ]);
  const dialog = element("dialog", { class: "nr-dialog", "aria-label": title }, [
    element("div", { class: "nr-dialog-head" }, [element("h2", {}, [title]), close]),
    ...children,
  ]);
  (near.closest(".nr") ?? document.body).append(dialog);
  listen(close, "click", () => dialog.close());
  listen(dialog, "close", () => dialog.remove());
  listen(dialog, "click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.showModal();
  return dialog;
}
