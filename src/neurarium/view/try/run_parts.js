/**
 * All that is on the page for one network: what it is asked, what it answers, how it came to it,
 * and how it does on all test images.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { Run } from "./try_page.js"
 *
 * @typedef {{frame: Frame, complain: (error: unknown) => void}} Around
 */

import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { mountAnswer } from "./answer.js";
import { followRun } from "./follow.js";
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
  const session = createSession(run, moments(run).at(-1)?.at ?? "live", around.complain);
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
  const momentsBar = mountMoments(slots.moments, run, session);
  const onChoose = (/** @type {number} */ index) => {
    inputs.show(index);
    slots.inputs.scrollIntoView({ block: "start" });
  };
  const result = mountTestResult(slots.result, session, { ...around, onChoose });
  const onChange = (/** @type {Run} */ next) => {
    momentsBar.update(next);
    if (next.state.state === "finished") result.reload();
  };
  return together([
    () => el.replaceChildren(),
    session.close,
    momentsBar.close,
    mountAnswer(slots.answer, session),
    mountPath(slots.path, session, around),
    result.close,
    inputs.close,
    followRun(run, { offset: run.offset, onChange, complain: around.complain }),
  ]);
}
