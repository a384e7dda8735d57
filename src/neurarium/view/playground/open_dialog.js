/**
 * Opening a link (ours or TensorFlow Playground's) or a settings file.
 *
 * @import { Store } from "./store.js"
 */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { openDialog } from "../controls/dialog.js";

const LARGEST_FILE_BYTES = 8_000_000;

/**
 * @param {HTMLElement} near
 * @param {Store} store
 * @param {File} [given] a settings file that was dropped already
 */
export function openLinkDialog(near, store, given) {
  const link = element("input", {
    type: "text",
    class: "nr-input nr-wide",
    placeholder: "https://playground.tensorflow.org/#…",
    autocomplete: "off",
  });
  const file = element("input", { type: "file", accept: ".json,application/json", class: "nr-file" });
  const problem = element("p", { class: "nr-problem", role: "alert" });
  const submit = element("button", { type: "submit", class: "nr-button nr-primary" }, [t("Open")]);
  const form = element("form", { class: "nr-form" }, [
    element("label", { class: "nr-field" }, [element("span", {}, [t("A link")]), link]),
    element("label", { class: "nr-field" }, [element("span", {}, [t("Or a settings file (JSON)")]), file]),
    problem,
    submit,
  ]);
  const dialog = openDialog(near, t("Open a playground"), [form]);
  link.focus();
  const openFile = async (/** @type {File} */ chosen) => {
    problem.textContent = chosen.size > LARGEST_FILE_BYTES ? t("This file is larger than a settings file can be.") : "";
    if (problem.textContent) return;
    store.send({ type: "open", settings: await chosen.text() });
    dialog.close();
  };
  if (given) void openFile(given);
  listen(form, "submit", async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const chosen = file.files?.[0];
    if (chosen) await openFile(chosen);
    else if (link.value.trim()) {
      store.send({ type: "open", link: link.value.trim() });
      dialog.close();
    } else {
      problem.textContent = t("Paste a link or choose a file.");
    }
  });
}
