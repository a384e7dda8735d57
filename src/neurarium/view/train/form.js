/** Labelled native controls of the Train page. */

import { element } from "../core/dom.js";

/**
 * @typedef {{el: HTMLElement, input: HTMLInputElement | HTMLSelectElement}} LabelledField
 */

/**
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement} input
 * @param {string} [hint] shown when the pointer rests on it
 * @returns {LabelledField}
 */
export function labelled(label, input, hint) {
  const checkbox = input instanceof HTMLInputElement && input.type === "checkbox";
  const text = element("span", {}, [label]);
  const el = element("label", { class: checkbox ? "nr-check-field" : "nr-field", title: hint || null }, checkbox ? [input, text] : [text, input]);
  return { el, input };
}

/**
 * @param {readonly (readonly [string, string])[]} choices value, title
 * @param {string} value
 * @returns {HTMLSelectElement}
 */
export function selectOf(choices, value) {
  const known = choices.some(([one]) => one === value) ? choices : [[value, value || "–"], ...choices];
  const select = element("select", { class: "nr-select" }, known.map(([one, title]) => element("option", { value: one }, [title ?? ""])));
  select.value = value;
  return select;
}

/**
 * @param {string} type
 * @param {string | number | null} value
 * @param {Record<string, string | number | boolean | null | undefined>} [attributes]
 * @returns {HTMLInputElement}
 */
export function inputOf(type, value, attributes = {}) {
  const made = element("input", { type, class: "nr-input", ...attributes });
  made.value = value === null ? "" : String(value);
  return made;
}

/**
 * @param {boolean} checked
 * @returns {HTMLInputElement}
 */
export function checkOf(checked) {
  const made = element("input", { type: "checkbox", class: "nr-check" });
  made.checked = checked;
  return made;
}

/**
 * Return what a person wrote as a size or shape: "3" → 3, "3×2" or "3, 2" → [3, 2]; null: neither.
 * @param {string} text
 * @returns {number | number[] | null}
 */
export function sizeOf(text) {
  const parts = text.trim().split(/\s*[x×*,\s]\s*/u);
  if (!parts.length || parts.some((part) => !/^\d+$/.test(part))) return null;
  const numbers = parts.map(Number);
  return numbers.length === 1 ? Number(numbers[0]) : numbers;
}

/**
 * @param {unknown} value a number or an array of them
 * @returns {string} 3 or 3×2
 */
export function sizeText(value) {
  return Array.isArray(value) ? value.join("×") : String(value ?? "");
}
