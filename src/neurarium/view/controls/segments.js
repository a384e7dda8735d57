/** One of a few, side by side: native radio buttons. */

import { element, listen, together } from "../core/dom.js";

/** Names of groups must differ within a page. */
const group = { count: 0 };

/**
 * Return a choice among a few.
 * @template {string} Value
 * @param {string} label
 * @param {{value: Value, text: string, title?: string}[]} options
 * @param {Value} first
 * @param {(value: Value) => void} onChoose
 * @returns {{el: HTMLElement, choose: (value: Value) => void, close: () => void}} `choose` tells nobody
 */
export function segments(label, options, first, onChoose) {
  group.count += 1;
  const name = `nr-segments-${group.count}`;
  const inputs = options.map(({ value }) => element("input", { type: "radio", name, value, class: "nr-hidden", checked: value === first }));
  const labels = options.map(({ text, title }, i) =>
    element("label", { class: "nr-segment", title }, [inputs[i] ?? null, element("span", {}, [text])]),
  );
  return {
    el: element("div", { class: "nr-segments", role: "radiogroup", "aria-label": label }, labels),
    choose(value) {
      for (const input of inputs) input.checked = input.value === value;
    },
    close: together(inputs.map((input) => listen(input, "change", () => onChoose(/** @type {Value} */ (input.value))))),
  };
}
