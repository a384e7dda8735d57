/** @import { Store } from "./store.js" */

/**
 * Metrics: not built yet, the slot stays empty.
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMetricsPanel(el, store) {
  void store;
  return () => el.replaceChildren();
}
