/**
 * What can be done with one run: open, rename, resume, repeat, stop, download, delete.
 *
 * @import { RunSummary } from "./run_list.js"
 */

import { openDialog } from "../controls/dialog.js";
import { openMenu } from "../controls/menu.js";
import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { downloadLinks } from "../train/downloads.js";
import { ACTIVE } from "../train/run_progress.js";

/**
 * @typedef {object} RunActions
 * @property {(run: RunSummary, name: string) => void} rename
 * @property {(run: RunSummary, what: "stop" | "resume" | "repeat") => void} ask
 * @property {(run: RunSummary) => void} remove
 */

/**
 * @param {HTMLElement} button
 * @param {RunSummary} run
 * @param {RunActions} actions
 */
export function openRunMenu(button, run, actions) {
  const { state } = run.state;
  const ours = run.kind === "train";
  const id = encodeURIComponent(run.id);
  const item = (/** @type {string} */ label, /** @type {() => void} */ act, danger = false) => {
    const made = element("button", { type: "button", class: `nr-kind${danger ? " nr-danger" : ""}` }, [label]);
    listen(made, "click", () => {
      menu.hidePopover();
      act();
    });
    return made;
  };
  const link = (/** @type {string} */ label, /** @type {string} */ href) => element("a", { class: "nr-kind", href }, [label]);
  const menu = openMenu(button, run.name || run.id, [
    element("div", { class: "nr-kinds" }, [
      link(t("Look at it"), `/train?run=${id}`),
      ours && state !== "queued" ? link(t("Try it yourself"), `/try?run=${id}`) : null,
      ours ? link(t("Build one like it"), `/train?like=${id}`) : null,
      item(t("Rename …"), () => openRename(button, run, actions)),
      ours && ["stopped", "failed", "interrupted"].includes(state) ? item(t("Resume"), () => actions.ask(run, "resume")) : null,
      ours && !ACTIVE.includes(state) ? item(t("Repeat with the same settings"), () => actions.ask(run, "repeat")) : null,
      ours && ACTIVE.includes(state) ? item(t("Stop"), () => actions.ask(run, "stop")) : null,
      item(t("Delete …"), () => openDelete(button, run, actions), true),
    ]),
    element("p", { class: "nr-small nr-quiet-text" }, [t("Take home:")]),
    downloadLinks(run, { finished: state === "finished" }),
  ]);
  /** @type {HTMLElement | null} */ (menu.querySelector("a, .nr-kind"))?.focus();
}

/** @param {HTMLElement} near @param {RunSummary} run @param {RunActions} actions */
function openRename(near, run, actions) {
  const input = element("input", { type: "text", class: "nr-input", maxlength: 120, "aria-label": t("Name") });
  input.value = run.name || run.id;
  const save = element("button", { type: "submit", class: "nr-button nr-primary" }, [t("Rename")]);
  const form = element("form", { class: "nr-form" }, [input, save]);
  const dialog = openDialog(near, t("Rename this run"), [form]);
  listen(form, "submit", (event) => {
    event.preventDefault();
    dialog.close();
    if (input.value.trim()) actions.rename(run, input.value.trim());
  });
  input.focus();
  input.select();
}

/** @param {HTMLElement} near @param {RunSummary} run @param {RunActions} actions */
function openDelete(near, run, actions) {
  const cancel = element("button", { type: "button", class: "nr-button" }, [t("Keep it")]);
  const remove = element("button", { type: "button", class: "nr-button nr-danger-button" }, [t("Delete")]);
  const active = ACTIVE.includes(run.state.state);
  const dialog = openDialog(near, t("Delete this run?"), [
    element("p", {}, [t("“{name}”, its curves, weights and model are removed from this machine. That cannot be undone.", { name: run.name || run.id })]),
    active ? element("p", { class: "nr-notice" }, [t("It is training or waiting: stop it first.")]) : element("span"),
    element("div", { class: "nr-row" }, [remove, cancel]),
  ]);
  remove.disabled = active;
  listen(cancel, "click", () => dialog.close());
  listen(remove, "click", () => {
    dialog.close();
    actions.remove(run);
  });
  cancel.focus();
}
