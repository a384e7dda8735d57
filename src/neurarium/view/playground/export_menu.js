/** @import { Store } from "./store.js" */

/**
 * The export menu: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountExportMenu(el, store) {
  void store;
  return () => el.replaceChildren();
}
