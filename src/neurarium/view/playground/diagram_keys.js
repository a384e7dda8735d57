/**
 * Moving through the network with the keyboard, and pressing what is focused.
 *
 * @import { Store, Neuron } from "./store.js"
 */

import { listen } from "../core/dom.js";
import { FEATURES } from "../core/features.js";

/**
 * @param {HTMLElement} nodes the group of buttons
 * @param {unknown} _drawing
 * @param {Store} store
 * @returns {() => void}
 */
export function listenToKeys(nodes, _drawing, store) {
  const offKeys = listen(nodes, "keydown", (/** @type {KeyboardEvent} */ event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    const step = STEPS[event.key];
    if (!button || !step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = neighbour(nodes, placeOf(button), step);
    if (next) moveFocus(nodes, next);
  });
  const offFocus = listen(nodes, "focusin", (/** @type {FocusEvent} */ { target }) => {
    if (target instanceof HTMLButtonElement) makeStop(nodes, target);
  });
  const offClick = listen(nodes, "click", (/** @type {MouseEvent} */ event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button) press(store, placeOf(button));
  });
  return () => [offKeys, offFocus, offClick].forEach((off) => off());
}

/** @type {Record<string, [number, number]>} layers, units */
const STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @param {HTMLElement} button @returns {Neuron} */
function placeOf(button) {
  return { layer: Number(button.dataset.layer), unit: Number(button.dataset.unit) };
}

/**
 * @param {HTMLElement} nodes
 * @param {Neuron} place
 * @param {[number, number]} step
 * @returns {HTMLButtonElement | null} the button there; sideways the one nearest in height
 */
function neighbour(nodes, place, [sideways, down]) {
  const layer = place.layer + sideways;
  const column = /** @type {HTMLButtonElement[]} */ ([
    ...nodes.querySelectorAll(`button[data-layer="${layer}"]:not(:disabled)`),
  ]);
  if (!sideways) return column.find((b) => Number(b.dataset.unit) === place.unit + down) ?? null;
  const from = nodes.querySelector(`[data-layer="${place.layer}"][data-unit="${place.unit}"]`);
  const height = from instanceof HTMLElement ? from.offsetTop : 0;
  const distance = (/** @type {HTMLElement} */ b) => Math.abs(b.offsetTop - height);
  return column.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** @param {HTMLElement} nodes @param {HTMLButtonElement} button */
function moveFocus(nodes, button) {
  makeStop(nodes, button);
  button.focus();
}

/** @param {HTMLElement} nodes @param {HTMLButtonElement} button */
function makeStop(nodes, button) {
  nodes.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
  button.setAttribute("tabindex", "0");
}

/**
 * A feature switches on or off (one stays on); a unit opens its editor.
 * @param {Store} store
 * @param {Neuron} place
 */
function press(store, place) {
  const { state } = store.get();
  if (place.layer >= 0) {
    if (store.capabilities.edit) store.setUi({ selected: place });
    return;
  }
  const name = FEATURES[place.unit]?.name ?? "";
  const on = state.setup.config.features;
  const features = on.includes(name)
    ? on.filter((other) => other !== name)
    : FEATURES.map((feature) => feature.name).filter((n) => n === name || on.includes(n));
  if (features.length) store.send({ type: "set", changes: { features } });
}
