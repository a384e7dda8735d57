/**
 * Labelled controls bound to the configuration: each shows what the state says, and sends a
 * `set` when a person changes it.
 *
 * @import { Store, State, Config } from "./store.js"
 * @import { Choices } from "./choices.js"
 *
 * @typedef {{el: HTMLElement, show: (state: State) => void}} Field
 */

import { element, listen } from "../core/dom.js";
import { hintFor } from "./hints.js";

/**
 * @typedef {object} SelectOptions
 * @property {string} label
 * @property {string} [control] a name that a teacher can hide
 * @property {(state: State) => Choices} choices
 * @property {(state: State) => string} read
 * @property {(value: string, config: Config) => Record<string, any>} write → changes
 * @property {(state: State) => boolean} [enabled]
 */

/**
 * @param {Store} store
 * @param {SelectOptions} options
 * @returns {Field}
 */
export function selectField(store, options) {
  const select = element("select", { class: "nr-select" });
  const el = labelled(options.label, select, options.control);
  let key = "";
  listen(select, "change", () => {
    const { config } = store.get().state.setup;
    store.send({ type: "set", changes: options.write(select.value, config) });
  });
  return {
    el,
    show(state) {
      const value = options.read(state);
      const known = options.choices(state);
      const choices = known.some(([v]) => v === value) ? known : [[value, value || "–"], ...known];
      const next = JSON.stringify(choices);
      if (next !== key) {
        key = next;
        select.replaceChildren(
          ...choices.map(([v, label]) => element("option", { value: v }, [label ?? ""])),
        );
      }
      select.value = value;
      select.disabled = !store.capabilities.train || options.enabled?.(state) === false;
    },
  };
}

/**
 * @typedef {object} InputOptions
 * @property {string} label
 * @property {"number" | "text"} type
 * @property {string} [control] a name that a teacher can hide
 * @property {Record<string, string | number>} [attributes]
 * @property {(state: State) => string} read
 * @property {(value: string) => Record<string, any> | null} write → changes, null: not a value
 * @property {(state: State) => boolean} [enabled]
 */

/**
 * @param {Store} store
 * @param {InputOptions} options
 * @returns {Field}
 */
export function inputField(store, options) {
  const input = element("input", { type: options.type, class: "nr-input", ...options.attributes });
  listen(input, "change", () => {
    const changes = input.checkValidity() ? options.write(input.value) : null;
    if (changes) store.send({ type: "set", changes });
    else input.value = options.read(store.get().state);
  });
  return {
    el: labelled(options.label, input, options.control),
    show(state) {
      if (document.activeElement !== input) input.value = options.read(state);
      input.disabled = !store.capabilities.train || options.enabled?.(state) === false;
    },
  };
}

/** @param {string} label @param {HTMLElement} field @param {string} [control] */
function labelled(label, field, control) {
  return element("label", { class: "nr-field", "data-control": control, title: hintFor(control) || null }, [
    element("span", {}, [label]),
    field,
  ]);
}
