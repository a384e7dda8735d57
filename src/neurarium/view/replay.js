/**
 * The player of a recording: the network, its maps and its curve, with no server behind it.
 * `mountReplay(el, recording)` is all that a replay file calls.
 *
 * @import { Recording } from "./transport/recording.js"
 * @import { Store } from "./playground/store.js"
 */

import { useCatalogue, t } from "./core/language.js";
import { element, listen, together } from "./core/dom.js";
import { followAppearance } from "./playground/appearance.js";
import { mountChart } from "./playground/chart.js";
import { mountDiagram } from "./playground/diagram.js";
import { mountHeader } from "./playground/header.js";
import { createMaps } from "./playground/maps.js";
import { mountMetricsPanel } from "./playground/metrics_panel.js";
import { mountOutputMap } from "./playground/output_map.js";
import { mountReplayFacts } from "./playground/replay_facts.js";
import { createStore } from "./playground/store.js";
import { buildTabs } from "./controls/tabs.js";
import { mountTimeline } from "./playground/timeline.js";
import { recordingTransport } from "./transport/recording.js";

/**
 * Fill `el` with the player; returns the clean-up. A recording that cannot be read is said so.
 * @param {HTMLElement} el
 * @param {Recording} recording
 * @param {{texts?: Record<string, string> | null, theme?: "light" | "dark" | "auto"}} [options]
 * @returns {() => void}
 */
export function mountReplay(el, recording, options = {}) {
  useCatalogue(options.texts ?? null);
  let transport;
  try {
    transport = recordingTransport(recording);
  } catch (error) {
    el.replaceChildren(element("p", { role: "alert" }, [error instanceof Error ? error.message : String(error)]));
    return () => el.replaceChildren();
  }
  const store = createStore(transport);
  const { root, slots } = buildReplay(el);
  const cleanups = [() => el.replaceChildren(), () => store.close(), followAppearance(root, store, options.theme ?? "auto")];
  const offFirst = store.on("state", () => {
    offFirst();
    cleanups.push(...mountParts(slots, store));
    root.classList.add("nr-ready");
  });
  return together(cleanups);
}

/**
 * @param {ReturnType<typeof buildReplay>["slots"]} slots
 * @param {Store} store
 * @returns {(() => void)[]}
 */
function mountParts(slots, store) {
  const maps = createMaps(store);
  const curves = [
    { id: "curves", label: t("Curves"), panel: slots.chart },
    { id: "metrics", label: t("Metrics"), panel: slots.metrics },
  ];
  const tabs = buildTabs(slots.tabs, t("Curves and metrics"), curves, (id) => tabs.choose(id));
  tabs.choose("curves");
  return [
    mountHeader(slots.header, store, element("span")),
    mountReplayFacts(slots.facts, store),
    mountDiagram(slots.network, store, maps),
    mountOutputMap(slots.map, store, maps),
    mountChart(slots.chart, store),
    mountMetricsPanel(slots.metrics, store),
    mountTimeline(slots.timeline, store),
    playWithSpace(slots.timeline),
  ];
}

/**
 * The space bar plays and stops, as in any player, where it does nothing else.
 * @param {HTMLElement} timeline
 */
function playWithSpace(timeline) {
  return listen(document, "keydown", (/** @type {KeyboardEvent} */ event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (event.key !== " " || target?.closest("button, input, select, a, canvas, [tabindex], dialog")) return;
    event.preventDefault();
    /** @type {HTMLElement | null} */ (timeline.querySelector(".nr-timeline-play"))?.click();
  });
}

/** @param {HTMLElement} el */
function buildReplay(el) {
  const part = (/** @type {string} */ name, tag = "div") => element(tag, { class: `nr-slot-${name}` });
  const slots = {
    header: part("header", "header"),
    facts: part("facts"),
    network: part("network"),
    map: part("map"),
    tabs: part("curveTabs"),
    chart: part("chart"),
    metrics: part("metrics"),
    timeline: element("footer", { class: "nr-slot-timeline", "aria-label": t("Player") }),
  };
  const root = element("div", { class: "nr nr-replay" }, [
    slots.header,
    element("main", { class: "nr-main" }, [
      element("section", { class: "nr-centre", "aria-label": t("Network") }, [slots.facts, slots.network]),
      element("section", { class: "nr-right", "aria-label": t("Output") }, [
        slots.map,
        element("div", { class: "nr-curves" }, [slots.tabs, slots.chart, slots.metrics]),
      ]),
    ]),
    slots.timeline,
  ]);
  el.replaceChildren(root);
  return { root, slots };
}
