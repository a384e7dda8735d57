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
  // No <output>: a label names the first thing in it that can have a name.
  const value = element("span", { class: "nr-value", "aria-hidden": "true" });
  const input = element("input", { type: "range", class: "nr-range" });
  const label = element("label", { class: options.wide ? "nr-field nr-data-wide" : "nr-field", "data-control": options.hides, title: hintFor(options.hint ?? options.hides) }, [
    element("span", {}, [options.label, value]),
    input,
  ]);
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
    input.min = String(options.values ? 0 : Math.min(options.low ?? 0, now));
    input.max = String(options.values ? values.length - 1 : now > (options.high ?? 1) ? Math.max(options.highest ?? now, now) : (options.high ?? 1));
    // A value between the steps (from a link) is shown as it is.
    const odd = !options.values && (now - (options.low ?? 0)) % (options.step ?? 1) !== 0;
    input.step = odd ? "any" : String(options.values ? 1 : options.step);
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

/**
 * @param {number[]} values ascending
 * @param {number} value
 * @returns {number[]} with `value` among them
 */
function withValue(values, value) {
  return values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
}
