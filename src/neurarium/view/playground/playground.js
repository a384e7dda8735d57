/**
 * The playground page: `mountPlayground(el, {transport})` fills `el` with all of it.
 *
 * The page's parts know one another only through the store (see store.js for the contract).
 */

import { useCatalogue } from "../core/language.js";
import { together } from "../core/dom.js";
import { createStore } from "./store.js";
import { buildLayout } from "./layout.js";
import { mountDataPanel } from "./data_panel.js";
import { mountChart } from "./chart.js";
import { mountMetricsPanel } from "./metrics_panel.js";
import { mountTimeline } from "./timeline.js";
import { mountExplain } from "./explain.js";
import { mountCompare } from "./compare.js";
import { mountExportMenu } from "./export_menu.js";

/**
 * @import { Transport } from "./store.js"
 *
 * @typedef {object} PlaygroundOptions
 * @property {Transport} transport
 * @property {Record<string, string> | null} [texts] the catalogue of the chosen language
 * @property {"light" | "dark" | "auto"} [theme]
 */

/**
 * Fill `el` with the playground; returns the clean-up.
 * @param {HTMLElement} el
 * @param {PlaygroundOptions} options
 * @returns {() => void}
 */
export function mountPlayground(el, options) {
  useCatalogue(options.texts ?? null);
  const store = createStore(options.transport);
  const { slots } = buildLayout(el);
  /** @type {(() => void)[]} */
  const cleanups = [() => store.close(), () => el.replaceChildren()];
  const offFirst = store.on("state", () => {
    offFirst();
    cleanups.push(
      mountDataPanel(slots.data, store),
      mountChart(slots.chart, store),
      mountMetricsPanel(slots.metrics, store),
      mountTimeline(slots.timeline, store),
      mountExplain(slots.explain, store),
      mountCompare(slots.compare, store),
      mountExportMenu(slots.exports, store),
    );
  });
  return together(cleanups);
}
