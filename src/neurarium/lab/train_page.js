/**
 * What the Train page runs. When its first part is there the page says so with `data-ready`, for
 * whoever drives it from outside.
 */

import { t } from "../view/core/language.js";
import { createFrame } from "../view/frame/frame.js";
import { mountTrain } from "../view/train/train.js";

const el = document.getElementById("page");
if (el) {
  const frame = createFrame(el, { page: "train", title: t("Train a network") });
  mountTrain(frame.main, { frame, onReady: () => el.setAttribute("data-ready", "") });
}
