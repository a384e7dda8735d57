/**
 * Keyboard shortcuts of the whole page; they rest while somebody types, and while something
 * modal is open.
 *
 * @import { Store } from "./store.js"
 */

import { listen } from "../core/dom.js";
import { openHelp } from "./help_dialog.js";
import { stepOnce, toggleRunning } from "./run_controls.js";

/** What Space already does on it. */
const OWN_SPACE =
  "button, summary, a[href], select, textarea, input:not([type=radio], [type=range]), [contenteditable]";
const TYPING =
  "input:not([type=checkbox], [type=radio], [type=range], [type=button]), select, textarea, [contenteditable]";
const OWN_ARROWS = "input, select, textarea, [role=tab], [role=radio], [role=slider], [role=group] *";

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @returns {() => void}
 */
export function listenToShortcuts(root, store) {
  return listen(document, "keydown", (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.defaultPrevented || event.altKey || root.querySelector("dialog[open]")) return;
    if (event.ctrlKey || event.metaKey) {
      if (!target.matches(TYPING)) undoOrRedo(event, store);
      return;
    }
    if (target.matches(TYPING)) return;
    const action = actionFor(event.key, target, root, store);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

/**
 * @param {string} key
 * @param {Element} target
 * @param {HTMLElement} root
 * @param {Store} store
 * @returns {(() => void) | null}
 */
function actionFor(key, target, root, store) {
  if (key === "?") return () => void openHelp(root);
  if (!store.capabilities.train) return null;
  const offered = (/** @type {string} */ control) =>
    !store.get().state.setup.view.hidden.includes(control);
  if (key === " " && !target.closest(OWN_SPACE) && offered("playButton")) {
    return () => toggleRunning(store);
  }
  if (key === "ArrowRight" && !target.matches(OWN_ARROWS) && offered("stepButton")) {
    return () => stepOnce(store);
  }
  if (key.toLowerCase() === "r" && offered("resetButton")) {
    return () => store.send({ type: "reset" });
  }
  return null;
}

/** @param {KeyboardEvent} event @param {Store} store */
function undoOrRedo(event, store) {
  const key = event.key.toLowerCase();
  const redo = (key === "z" && event.shiftKey) || key === "y";
  if (!redo && key !== "z") return;
  event.preventDefault();
  store.send({ type: redo ? "redo" : "undo" });
}
