/** @import { Store } from "./store.js" */

/**
 * The chart of losses: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountChart(el, store) {
  void store;
  return () => el.replaceChildren();
}
