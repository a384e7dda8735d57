/**
 * A file dropped anywhere on the page: a settings file is opened, a table is offered as data.
 * Without this the browser would leave the page and show the file itself.
 *
 * @import { Store } from "./store.js"
 */

import { listen, together } from "../core/dom.js";
import { openCsvDialog } from "./csv_dialog.js";
import { openLinkDialog } from "./open_dialog.js";

/**
 * @param {HTMLElement} root the page
 * @param {Store} store
 * @returns {() => void}
 */
export function takeDroppedFiles(root, store) {
  if (!store.capabilities.upload) return () => {};
  return together([
    listen(root, "dragover", (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    }),
    listen(root, "drop", (event) => {
      const file = event.dataTransfer?.files[0];
      if (!file || event.defaultPrevented) return; // text, or a dialog's own place for files
      event.preventDefault();
      for (const dialog of root.querySelectorAll("dialog")) dialog.close();
      if (/\.json$/i.test(file.name)) openLinkDialog(root, store, file);
      else openCsvDialog(root, store, file);
    }),
  ]);
}
