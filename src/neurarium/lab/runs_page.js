/**
 * What the Runs page runs. When the runs (or that there are none) are shown the page says so with
 * `data-ready`, for whoever drives it from outside.
 */

import { t } from "../view/core/language.js";
import { createFrame } from "../view/frame/frame.js";
import { mountRuns } from "../view/runs/runs.js";

const el = document.getElementById("page");
if (el) {
  const frame = createFrame(el, { page: "runs", title: t("Runs") });
  mountRuns(frame.main, { frame, onReady: () => el.setAttribute("data-ready", "") });
}
