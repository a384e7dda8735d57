/** @import { Store } from "./store.js" */

/**
 * Time travel: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountTimeline(el, store) {
  void store;
  return () => el.replaceChildren();
}
