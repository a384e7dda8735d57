/**
 * Learning from a file: choose or drop a CSV, say which columns are what, look at it, use it.
 * What was there before stays until "Use", and stays if the file cannot be learned from.
 *
 * @import { Store } from "./store.js"
 * @import { Choice, Upload } from "./csv_dialog_model.js"
 */

import { t } from "../core/language.js";
import { element, listen, svgElement, together } from "../core/dom.js";
import { classColor, paletteNamed, valueColor } from "../core/palette.js";
import { openDialog } from "../controls/dialog.js";
import { choiceProblem, fileProblem, previewDots, readUpload, uploadText } from "./csv_dialog_model.js";

const SHOWN_ROWS = 6;

/**
 * Open the dialog; `opener` gets the focus back when it closes.
 * @param {HTMLElement} opener
 * @param {Store} store
 * @param {File} [given] a file that was dropped already
 * @returns {() => void} closes it
 */
export function openCsvDialog(opener, store, given) {
  const parts = buildDialog(opener);
  const { dialog } = parts;
  /** @type {Upload | null} */
  let upload = null;
  let waiting = false;
  const say = (/** @type {string | null} */ problem) => {
    parts.problem.textContent = problem ?? "";
  };
  const read = async (/** @type {File} */ chosen) => {
    const problem = fileProblem(chosen);
    if (problem) return say(problem);
    say(null);
    parts.what.textContent = t("Reading “{name}”…", { name: chosen.name });
    try {
      upload = readUpload(await store.upload(chosen));
      parts.what.textContent = `${chosen.name}: ${uploadText(upload)}`;
      fillColumns(parts, upload);
      show();
    } catch (error) {
      parts.what.textContent = "";
      say(error instanceof Error ? error.message : String(error));
    }
  };
  const show = () => {
    parts.rest.hidden = !upload;
    if (!upload) return;
    const choice = chosenColumns(parts);
    const problem = choiceProblem(upload, choice);
    say(problem);
    parts.use.disabled = problem !== null;
    showPreview(parts, store, { upload, choice });
  };
  const close = () => dialog.close();
  if (given) void read(given);
  const offs = together([
    store.on("state", () => waiting && close()),
    store.on("message", (message) => {
      if (!waiting || message.level !== "error") return;
      waiting = false;
      parts.use.disabled = false;
      say([message.text, message.hint].filter(Boolean).join(" "));
    }),
    ...listenToFiles(parts, read),
    listen(parts.rest, "change", show),
    listen(parts.cancel, "click", close),
    listen(dialog, "close", () => offs()),
    listen(parts.use, "click", () => {
      if (!upload) return;
      waiting = true;
      parts.use.disabled = true;
      store.setUi({ brush: null });
      store.send({ type: "use_csv", upload: upload.upload, ...chosenColumns(parts) });
    }),
  ]);
  return close;
}

/**
 * A file is chosen or dropped.
 * @param {Parts} parts
 * @param {(file: File) => void} read
 * @returns {(() => void)[]}
 */
function listenToFiles({ file, drop }, read) {
  return [
    listen(file, "change", () => file.files?.[0] && read(file.files[0])),
    listen(drop, "dragover", (event) => {
      event.preventDefault();
      drop.classList.add("nr-csv-over");
    }),
    listen(drop, "dragleave", () => drop.classList.remove("nr-csv-over")),
    listen(drop, "drop", (event) => {
      event.preventDefault();
      drop.classList.remove("nr-csv-over");
      const dropped = event.dataTransfer?.files[0];
      if (dropped) read(dropped);
    }),
  ];
}

/** @typedef {ReturnType<typeof buildDialog>} Parts */

/** @param {HTMLElement} opener */
function buildDialog(opener) {
  const file = element("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain", class: "nr-csv-file" });
  const drop = element("label", { class: "nr-csv-drop" }, [
    element("strong", {}, [t("Choose a file, or drop it here")]),
    element("span", {}, [t("A CSV of up to 5 MB with two columns of numbers and one of classes or numbers to predict.")]),
    file,
  ]);
  const what = element("p", { class: "nr-csv-what", "aria-live": "polite" });
  const problem = element("p", { class: "nr-csv-problem", role: "alert" });
  const x = columnSelect(t("Across (x)"));
  const y = columnSelect(t("Up (y)"));
  const target = columnSelect(t("Target"));
  const task = element("select", { class: "nr-select" }, [
    element("option", { value: "classification" }, [t("classes")]),
    element("option", { value: "regression" }, [t("numbers")]),
  ]);
  const fields = element("div", { class: "nr-csv-fields" }, [x.el, y.el, target.el, element("label", {}, [t("The target holds"), task])]);
  const table = element("div", { class: "nr-csv-table", tabindex: 0, role: "region", "aria-label": t("First rows") });
  const picture = svgElement("svg", { class: "nr-csv-picture", viewBox: "-4 -4 108 108", role: "img", "aria-label": t("The first rows as points") });
  const use = element("button", { type: "button", class: "nr-button nr-primary" }, [t("Use these data")]);
  const cancel = element("button", { type: "button", class: "nr-button" }, [t("Cancel")]);
  const rest = element("div", { class: "nr-csv-rest", hidden: true }, [fields, element("div", { class: "nr-csv-preview" }, [table, picture])]);
  use.disabled = true;
  const dialog = openDialog(opener, t("Learn from your own data"), [
    drop, what, rest, problem,
    element("div", { class: "nr-csv-buttons" }, [cancel, use]),
  ]);
  return { dialog, drop, file, what, problem, x: x.select, y: y.select, target: target.select, task, table, picture, use, cancel, rest };
}

/** @param {string} label */
function columnSelect(label) {
  const select = element("select", { class: "nr-select" });
  return { select, el: element("label", {}, [label, select]) };
}

/**
 * @param {Parts} parts
 * @param {Upload} upload
 */
function fillColumns(parts, { columns, guess }) {
  for (const name of /** @type {const} */ (["x", "y", "target"])) {
    parts[name].replaceChildren(...columns.map((column, i) => element("option", { value: i }, [column.name])));
    parts[name].value = String(guess[name]);
  }
  parts.task.value = guess.task;
}

/**
 * @param {Parts} parts
 * @returns {Choice}
 */
function chosenColumns({ x, y, target, task }) {
  return { x: Number(x.value), y: Number(y.value), target: Number(target.value), task: /** @type {Choice["task"]} */ (task.value) };
}

/**
 * @param {Parts} parts
 * @param {Store} store
 * @param {{upload: Upload, choice: Choice}} shown
 */
function showPreview(parts, store, { upload, choice }) {
  const used = new Map([[choice.x, "x"], [choice.y, "y"], [choice.target, t("target")]]);
  const head = upload.columns.map((column, i) =>
    element("th", { scope: "col", class: used.has(i) ? "nr-csv-used" : null }, [column.name, used.has(i) ? element("small", {}, [` ${used.get(i)}`]) : null]));
  const rows = upload.preview.slice(0, SHOWN_ROWS).map((row) =>
    element("tr", {}, row.map((value, i) => element("td", { class: used.has(i) ? "nr-csv-used" : null }, [value]))));
  parts.table.replaceChildren(element("table", {}, [element("thead", {}, [element("tr", {}, head)]), element("tbody", {}, rows)]));
  const { ui } = store.get();
  const palette = paletteNamed(ui.palette, ui.dark);
  const dots = previewDots(upload, choice);
  const classes = 1 + Math.max(0, ...dots.map((dot) => dot.target));
  parts.picture.replaceChildren(
    ...dots.map((dot) => svgElement("circle", {
      cx: (dot.x * 100).toFixed(1), cy: (100 - dot.y * 100).toFixed(1), r: 2.4,
      fill: choice.task === "regression" ? valueColor(palette, dot.target * 2 - 1) : classColor(palette, dot.target, classes),
    })),
  );
}
