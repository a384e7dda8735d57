/**
 * All that is on the page for one network: what it is asked, what it answers, how it came to it,
 * and how it does on all test images.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { At } from "./session.js"
 * @import { Run } from "./try_page.js"
 *
 * @typedef {{frame: Frame, complain: (error: unknown) => void}} Around
 */

import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { mountAnswer } from "./answer.js";
import { mountInputs } from "./inputs.js";
import { mountMoments, moments } from "./moments.js";
import { mountPath } from "./path.js";
import { createSession } from "./session.js";
import { mountTestResult } from "./test_result.js";

/**
 * @param {HTMLElement} el
 * @param {Run} run
 * @param {Around} around
 * @returns {() => void}
 */
export function mountRunParts(el, run, around) {
  const all = moments(run);
  const session = createSession(run, /** @type {At} */ (all[all.length - 1]?.at ?? "live"), around.complain);
  const slot = (/** @type {string} */ name, /** @type {string} */ label) => {
    const made = element("section", { class: `nr-panel nr-stack nr-try-${name}`, "aria-label": label });
    el.append(made);
    return made;
  };
  const slots = {
    moments: slot("moments", t("Which weights")),
    inputs: slot("inputs", t("What the network is asked")),
    answer: slot("answer", t("What the network answers")),
    path: slot("path", t("Through the network")),
    result: slot("result", t("All test images")),
  };
  const inputs = mountInputs(slots.inputs, session, around);
  return together([
    () => el.replaceChildren(),
    session.close,
    mountMoments(slots.moments, all, session),
    mountAnswer(slots.answer, session, around),
    mountPath(slots.path, session, around),
    mountTestResult(slots.result, session, {
      ...around,
      onChoose: (index) => {
        inputs.show(index);
        slots.inputs.scrollIntoView({ block: "start" });
      },
    }),
    inputs.close,
  ]);
}
