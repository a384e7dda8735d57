/** What can be done here, and with which keys. */

import { element } from "../core/dom.js";
import { t } from "../core/language.js";
import { openDialog } from "../controls/dialog.js";

/** @param {HTMLElement} near @returns {HTMLDialogElement} */
export function openHelp(near) {
  const shortcuts = [
    ["Space", t("Run or pause")],
    ["→", t("One step: an epoch, or a batch where the speed is “Batch”")],
    ["R", t("Reset: back to epoch 0 with the same points and first weights")],
    ["Ctrl Z", t("Undo")],
    ["Ctrl ⇧ Z", t("Redo")],
    ["?", t("This help")],
    ["Tab", t("To the next control; inside the network arrow keys move, Enter edits a unit with its bias and all links into it")],
    ["Esc", t("Close what is open")],
  ];
  return openDialog(near, t("Help"), [
    element("p", {}, [
      t("Choose data on the left and press run. Every square shows what one unit makes of the plane; a line’s width and colour are its weight. Point at anything to see its numbers, click to change them."),
    ]),
    element("p", {}, [
      t("A link of TensorFlow Playground can be pasted anywhere on this page; the address bar always holds a link to what you see."),
    ]),
    element(
      "dl",
      { class: "nr-keys" },
      shortcuts.flatMap(([keys = "", what = ""]) => [
        element("dt", {}, keys.split(" ").map((key) => element("kbd", {}, [key]))),
        element("dd", {}, [what]),
      ]),
    ),
  ]);
}
