/** @import { Store } from "./store.js" */

/**
 * Compare: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountCompare(el, store) {
  void store;
  return () => el.replaceChildren();
}
