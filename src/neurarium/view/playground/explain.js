/** @import { Store } from "./store.js" */

/**
 * Explain: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountExplain(el, store) {
  void store;
  return () => el.replaceChildren();
}
