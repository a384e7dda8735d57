/**
 * A slider with its name and value, that follows the state and sends when it is let go.
 *
 * @import { State } from "./store.js"
 *
 * @typedef {object} SliderOptions
 * @property {string} label
 * @property {string} hides name under which a teacher may hide it
 * @property {string} [hint] of which control, where it is not `hides`
 * @property {number} [low] with `high` and `step`; or `values`
 * @property {number} [high]
 * @property {number} [highest] to which `high` grows, once a link brought more than it
 * @property {number} [step]
 * @property {(state: State) => number[]} [values] what it steps through
 * @property {(value: number) => string} text
 * @property {(state: State) => number | null} read null: does not apply now
 * @property {boolean} [wide] a line of its own
 * @property {(value: number) => void} send
 */

import { element, listen } from "../core/dom.js";
import { hintFor } from "./hints.js";

/** How long what was sent may stay unconfirmed before the slider follows the state again. */
const PATIENCE_MS = 1500;

/** @param {SliderOptions} options */
export function buildSlider(options) {
  const { label, value, input } = sliderElements(options);
  /** @type {number[]} */
  let values = [];
  let moving = false;
  /** What was sent and not confirmed yet: states on their way from before must not pull it back. */
  let sent = /** @type {number | null} */ (null);
  let patience = 0;
  const chosen = () => (options.values ? values[Number(input.value)] : Number(input.value));
  const say = () => {
    value.textContent = options.text(chosen());
    input.setAttribute("aria-valuetext", value.textContent);
  };
  const offInput = listen(input, "input", () => {
    moving = true;
    say();
  });
  const offChange = listen(input, "change", () => {
    moving = false;
    sent = chosen() ?? null;
    clearTimeout(patience);
    patience = window.setTimeout(() => {
      sent = null;
      if (newest) show(newest);
    }, PATIENCE_MS);
    options.send(chosen());
  });
  /** @type {State | null} */
  let newest = null;
  /** @param {State} state */
  const show = (state) => {
    newest = state;
    const now = options.read(state);
    label.hidden = now === null;
    if (now === null || moving || (sent !== null && now !== sent)) return;
    sent = null;
    if (options.values) values = withValue(options.values(state), now);
    const { min, max, step } = options.values ? { min: 0, max: values.length - 1, step: 1 } : boundsFor(options, now);
    Object.assign(input, { min: String(min), max: String(max), step: String(step) });
    input.value = String(options.values ? values.indexOf(now) : now);
    say();
  };
  return {
    el: label,
    off: () => {
      offInput();
      offChange();
      clearTimeout(patience);
    },
    show,
  };
}

/** @param {SliderOptions} options */
function sliderElements({ label: name, wide, hides, hint }) {
  // No <output>: a label names the first thing in it that can have a name.
  const value = element("span", { class: "nr-value", "aria-hidden": "true" });
  const input = element("input", { type: "range", class: "nr-range" });
  const label = element(
    "label",
    { class: wide ? "nr-field nr-data-wide" : "nr-field", "data-control": hides, title: hintFor(hint ?? hides) },
    [element("span", {}, [name, value]), input],
  );
  return { label, value, input };
}

/**
 * The slider's ends, wider where a link brought a value beyond them.
 * @param {SliderOptions} options
 * @param {number} now
 */
function boundsFor({ low = 0, high = 1, highest, step = 1 }, now) {
  const max = now > high ? Math.max(highest ?? now, now) : high;
  // A value between the steps (from a link) is shown as it is.
  return { min: Math.min(low, now), max, step: (now - low) % step === 0 ? step : "any" };
}

/**
 * @param {number[]} values ascending
 * @param {number} value
 * @returns {number[]} with `value` among them
 */
function withValue(values, value) {
  return values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
}
