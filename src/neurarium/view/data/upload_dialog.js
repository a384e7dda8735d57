/**
 * Data of one's own: a folder of images as a .zip, or a table as a .csv; chosen or dropped.
 *
 * @import { DataPage } from "./data_page.js"
 */

import { isAbort, sendFile } from "../core/api.js";
import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { openDialog } from "../controls/dialog.js";
import { formatBytes } from "./words.js";

/**
 * Open the dialog; with `file` it is already chosen.
 * @param {HTMLElement} near
 * @param {DataPage} page
 * @param {File | null} file
 */
export function openUpload(near, page, file) {
  document.querySelector("dialog.nr-upload")?.remove();
  const form = buildForm();
  const dialog = openDialog(near, t("Add data of your own"), [explanation(), form.el]);
  dialog.classList.add("nr-upload");
  const controller = new AbortController();
  /** @type {File | null} */
  let chosen = null;
  const choose = (/** @type {File | null} */ next) => {
    chosen = next;
    form.show(next);
  };
  const send = async () => {
    if (!chosen) return;
    form.busy(true);
    try {
      const { name } = await sendFile(addressOf(chosen, form), chosen, { signal: controller.signal, onProgress: form.progress });
      dialog.close();
      await page.reload();
      page.choose(name);
    } catch (error) {
      if (isAbort(error)) return;
      form.complain(error instanceof Error ? error.message : String(error));
      form.busy(false);
    }
  };
  listen(form.input, "change", () => choose(form.input.files?.[0] ?? null));
  listen(form.el, "submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    void send();
  });
  listen(dialog, "close", () => controller.abort());
  choose(file);
}

/**
 * Take files that are dropped anywhere on the page.
 * @param {HTMLElement} root
 * @param {DataPage} page
 * @returns {() => void}
 */
export function takeDroppedData(root, page) {
  const carriesFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files");
  const leave = () => root.classList.remove("nr-dropping");
  return together([
    listen(root, "dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      root.classList.add("nr-dropping");
    }),
    listen(root, "dragleave", (event) => event.relatedTarget === null && leave()),
    listen(root, "drop", (event) => {
      leave();
      if (!carriesFiles(event)) return;
      event.preventDefault();
      openUpload(root, page, event.dataTransfer?.files[0] ?? null);
    }),
  ]);
}

function explanation() {
  return element("div", { class: "nr-stack" }, [
    element("p", {}, [t("Images: a .zip with one folder for each class, named like the class.")]),
    element("pre", { class: "nr-example" }, ["pets.zip\n  cat/  1.jpg  2.jpg  …\n  dog/  1.jpg  2.jpg  …"]),
    element("p", {}, [t("A table: a .csv whose first line names the columns. One column is what the network shall predict.")]),
    element("p", { class: "nr-quiet-text" }, [t("The file stays on the machine on which the lab runs.")]),
  ]);
}

function buildForm() {
  const input = element("input", { type: "file", accept: ".zip,.csv,.tsv,.txt,text/csv,application/zip", class: "nr-file" });
  const name = element("input", { type: "text", class: "nr-input", maxlength: 60, autocomplete: "off", required: true });
  const target = element("input", { type: "text", class: "nr-input", maxlength: 80, autocomplete: "off", placeholder: t("the last column") });
  const targetField = field(t("Column to predict"), target);
  const problem = element("p", { class: "nr-problem", role: "alert" });
  const progress = element("progress", { max: 1, "aria-label": t("Sending the file"), hidden: true });
  const submit = element("button", { type: "submit", class: "nr-button nr-primary" }, [t("Add")]);
  const el = element("form", { class: "nr-form" }, [
    field(t("File (.zip or .csv; or drop it on the page)"), input),
    field(t("Name"), name),
    targetField,
    problem,
    element("div", { class: "nr-row" }, [submit, progress]),
  ]);
  return {
    el,
    input,
    name,
    target,
    /** @param {File | null} file */
    show(file) {
      problem.textContent = "";
      submit.disabled = !file;
      targetField.hidden = !file || isZip(file);
      if (!file) return;
      if (input.files?.[0] !== file) {
        const list = new DataTransfer();
        list.items.add(file);
        input.files = list.files;
      }
      name.value = file.name.replace(/\.[^.]*$/, "");
      submit.textContent = t("Add ({size})", { size: formatBytes(file.size) });
    },
    /** @param {boolean} on */
    busy(on) {
      progress.hidden = !on;
      submit.disabled = on;
      if (on) problem.textContent = "";
    },
    progress: (/** @type {number} */ share) => (progress.value = share),
    complain: (/** @type {string} */ text) => (problem.textContent = text),
  };
}

/** @param {string} label @param {HTMLElement} control */
function field(label, control) {
  return element("label", { class: "nr-field" }, [element("span", {}, [label]), control]);
}

/** @param {File} file */
function isZip(file) {
  return /\.zip$/i.test(file.name) || file.type === "application/zip";
}

/** @param {File} file @param {ReturnType<typeof buildForm>} form */
function addressOf(file, form) {
  const query = new URLSearchParams({ name: form.name.value.trim() });
  if (!isZip(file) && form.target.value.trim()) query.set("target", form.target.value.trim());
  return `/api/data/own?${query}`;
}
