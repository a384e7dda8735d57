/** @import { Store } from "./store.js" */

/**
 * Drawing points on the output map (el covers the plane exactly): not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountPointBrush(el, store) {
  void store;
  return () => el.replaceChildren();
}
