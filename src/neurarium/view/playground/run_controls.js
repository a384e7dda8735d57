/**
 * Reset, run or pause, step; how fast; and how far training is.
 *
 * @import { Store, State } from "./store.js"
 */

import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountRunControls(el, store) {
  const reset = control("resetButton", "nr-run-side", "reset", t("Reset: back to epoch 0 (R)"));
  const run = control("playButton", "nr-run-main", "play", t("Run (Space)"));
  const step = control("stepButton", "nr-run-side", "step", t("Step (→)"));
  const speed = speedChoice(store);
  const epoch = element("div", { class: "nr-epoch" });
  const number = element("span", { class: "nr-epoch-number" }, ["0"]);
  const within = element("span", { class: "nr-epoch-step" });
  epoch.append(element("span", { class: "nr-epoch-label" }, [t("Epoch")]), number, within);
  el.replaceChildren(reset, run, step, epoch, speed.el);
  let running = false;
  const show = () => {
    const { state, frame } = store.get();
    if (running !== (state.status === "running")) {
      running = !running;
      run.replaceChildren(icon(running ? "pause" : "play", 22));
      const name = running ? t("Pause (Space)") : t("Run (Space)");
      run.setAttribute("aria-label", name);
      run.title = name;
    }
    setText(number, formatInteger(frame?.epoch ?? state.setup.epoch));
    const progress = { step: frame?.step ?? 0, steps: state.updates_per_epoch };
    setText(within, t("step {step} of {steps}", progress));
    speed.show(state);
    for (const button of [reset, run, step]) button.disabled = !store.capabilities.train;
  };
  show();
  return together([
    store.on("state", show),
    store.on("frame", show),
    listen(reset, "click", () => store.send({ type: "reset" })),
    listen(run, "click", () => toggleRunning(store)),
    listen(step, "click", () => stepOnce(store)),
  ]);
}

/** @param {Store} store */
export function toggleRunning(store) {
  store.send({ type: store.get().state.status === "running" ? "pause" : "run" });
}

/** One update where the speed is "batch", else one epoch. @param {Store} store */
export function stepOnce(store) {
  const { speed } = store.get().state.setup.view;
  store.send({ type: "step", unit: speed === "batch" ? "batch" : "epoch" });
}

/**
 * @param {string} name
 * @param {string} className
 * @param {"reset" | "play" | "step"} picture
 * @param {string} label
 */
function control(name, className, picture, label) {
  return element(
    "button",
    { type: "button", class: className, "data-control": name, "aria-label": label, title: label },
    [icon(picture, picture === "play" ? 22 : 18)],
  );
}

/** @param {Store} store */
function speedChoice(store) {
  const speeds = /** @type {const} */ ([
    ["batch", t("Batch"), t("One update a frame")],
    ["epoch", t("Epoch"), t("One epoch a frame")],
    ["full", t("Full"), t("As many epochs as fit between frames")],
  ]);
  const inputs = speeds.map(([value, , title]) =>
    element("input", { type: "radio", name: "nr-speed", value, title, class: "nr-hidden" }),
  );
  const el = element("div", { class: "nr-segments", role: "radiogroup", "aria-label": t("Speed"), "data-control": "speed" },
    speeds.map(([, label, title], i) =>
      element("label", { class: "nr-segment", title }, [inputs[i] ?? "", element("span", {}, [label])]),
    ),
  ); // prettier-ignore
  for (const input of inputs) {
    listen(input, "change", () => store.send({ type: "view", changes: { speed: input.value } }));
  }
  /** @param {State} state */
  const show = (state) => {
    for (const input of inputs) {
      input.checked = input.value === state.setup.view.speed;
      input.disabled = !store.capabilities.train;
    }
  };
  return { el, show };
}
