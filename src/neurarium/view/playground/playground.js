/**
 * The playground page: `mountPlayground(el, {transport})` fills `el` with all of it.
 *
 * The page's parts know one another only through the store (see store.js for the contract).
 */

import { element, together } from "../core/dom.js";
import { t, useCatalogue } from "../core/language.js";
import { navigation } from "../frame/navigation.js";
import { followAddressBar } from "./address_bar.js";
import { followAppearance } from "./appearance.js";
import { mountCentreTabs } from "./centre.js";
import { mountChart } from "./chart.js";
import { mountCompare } from "./compare.js";
import { mountDataPanel } from "./data_panel.js";
import { mountDiagram } from "./diagram.js";
import { mountExplain } from "./explain.js";
import { mountExportMenu } from "./export_menu.js";
import { takeDroppedFiles } from "./file_drop.js";
import { mountHeader } from "./header.js";
import { buildLayout } from "./layout.js";
import { mountLiveRegion } from "./live_region.js";
import { createMaps } from "./maps.js";
import { mountMessageBar } from "./message_bar.js";
import { mountMetricsPanel } from "./metrics_panel.js";
import { mountOutputMap } from "./output_map.js";
import { listenToShortcuts } from "./shortcuts.js";
import { createStore } from "./store.js";
import { buildTabs } from "../controls/tabs.js";
import { mountTimeline } from "./timeline.js";
import { mountToolbar } from "./toolbar.js";

/**
 * @import { Store, Transport } from "./store.js"
 * @import { Slots } from "./layout.js"
 *
 * @typedef {object} PlaygroundOptions
 * @property {Transport} transport
 * @property {Record<string, string> | null} [texts] the catalogue of the chosen language
 * @property {"light" | "dark" | "auto"} [theme] where the person has chosen none
 * @property {boolean} [navigation] whether there are other pages to go to
 * @property {boolean} [addressBar] whether the address bar follows; if not said: where it can train
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
  const { root, slots } = buildLayout(el);
  const waiting = element("p", { class: "nr-waiting", role: "status" }, [t("Opening the playground …")]);
  root.append(waiting);
  /** @type {(() => void)[]} */
  const cleanups = [
    () => el.replaceChildren(),
    () => store.close(),
    followAppearance(root, store, options.theme ?? "auto"),
    mountMessageBar(slots.message, store),
  ];
  const mountOnce = () => {
    offFirst();
    waiting.remove();
    root.classList.add("nr-ready");
    const pages = options.navigation ? navigation("playground") : null;
    cleanups.push(...mountParts(root, slots, store, pages));
    if (options.addressBar ?? store.capabilities.train) cleanups.push(followAddressBar(store));
  };
  const offFirst = store.on("state", mountOnce);
  if (store.get().state) mountOnce();
  return together(cleanups);
}

/**
 * @param {HTMLElement} root
 * @param {Slots} slots
 * @param {Store} store
 * @param {HTMLElement | null} pages the way to the lab's other pages
 * @returns {(() => void)[]}
 */
function mountParts(root, slots, store, pages) {
  const maps = createMaps(store);
  const curves = [
    { id: "curves", label: t("Curves"), panel: slots.chart, hint: t("Loss, accuracy or gradients over the epochs") },
    { id: "metrics", label: t("Metrics"), panel: slots.metrics, hint: t("How many answers are right, and which are confused") },
  ];
  const tabs = buildTabs(slots.curveTabs, t("Curves and metrics"), curves, (id) => tabs.choose(id));
  tabs.choose("curves");
  // What is mounted first hears of a frame first: pictures before texts, because text on a canvas
  // makes the browser lay out anew whatever texts were written before it.
  return [
    mountHeader(slots.header, store, slots.exports, pages),
    mountCentreTabs(slots.centreTabs, store, slots),
    mountDiagram(slots.network, store, maps),
    mountChart(slots.chart, store),
    mountOutputMap(slots.map, store, maps),
    mountDataPanel(slots.data, store),
    mountToolbar(slots.controls, store),
    mountMetricsPanel(slots.metrics, store),
    mountTimeline(slots.timeline, store),
    mountExplain(slots.explain, store),
    mountCompare(slots.compare, store),
    mountExportMenu(slots.exports, store),
    mountLiveRegion(slots.live, store),
    listenToShortcuts(root, store),
    hideWhatATeacherHid(root, store),
    takeDroppedFiles(root, store),
  ];
}

/**
 * Controls carry `data-control`; those that the view settings name are not shown. Sentences that
 * teach, rather than tell what is, carry `data-teaches`: `hideText` takes them away.
 * @param {HTMLElement} root
 * @param {Store} store
 * @returns {() => void}
 */
function hideWhatATeacherHid(root, store) {
  const apply = () => {
    const { view } = store.get().state.setup;
    const hidden = new Set(view.hidden);
    root.classList.toggle("nr-untaught", view.hide_text);
    for (const control of root.querySelectorAll("[data-control]")) {
      const name = control.getAttribute("data-control") ?? "";
      control.classList.toggle("nr-taken-away", hidden.has(name));
    }
  };
  apply();
  return store.on("state", apply);
}
