/** @import { Store } from "./store.js" */

/**
 * The data panel: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountDataPanel(el, store) {
  void store;
  return () => el.replaceChildren();
}
