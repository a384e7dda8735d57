/**
 * The skeleton of the page: empty regions ("slots") into which the parts are mounted.
 *
 *   header    brand, undo and redo, open, export, palette, theme, help
 *   controls  run, step, speed, epoch, hyperparameters
 *   message   what needs saying (divergence, a lost connection)
 *   left      data
 *   centre    tabs: network, explain, compare
 *   right     output map, losses, tabs: curves, metrics
 *   timeline  time travel
 */

import { t } from "../core/language.js";
import { element } from "../core/dom.js";

/**
 * @typedef {Record<"header" | "exports" | "controls" | "message" | "data" | "centreTabs" | "network"
 *   | "explain" | "compare" | "map" | "curveTabs" | "chart" | "metrics" | "timeline" | "live",
 *   HTMLElement>} Slots
 */

/**
 * Build the skeleton inside `el` and return its slots by name.
 * @param {HTMLElement} el
 * @returns {{root: HTMLElement, slots: Slots}}
 */
export function buildLayout(el) {
  const slots = /** @type {Slots} */ ({});
  /** @param {keyof Slots} name @param {string} tag @param {Record<string, string>} [attributes] */
  const slot = (name, tag = "div", attributes = {}) => {
    slots[name] = element(tag, { class: `nr-slot-${name}`, ...attributes });
    return slots[name];
  };
  const root = element("div", { class: "nr" }, [
    slot("header", "header"),
    slot("controls", "section", { "aria-label": t("Controls") }),
    slot("message"),
    element("main", { class: "nr-main" }, [
      element("section", { class: "nr-left", "aria-label": t("Data") }, [slot("data")]),
      element("section", { class: "nr-centre", "aria-label": t("Network") }, [
        slot("centreTabs"),
        slot("network"),
        slot("explain"),
        slot("compare"),
      ]),
      element("section", { class: "nr-right", "aria-label": t("Output") }, [
        slot("map"),
        curvesAndMetrics(slot),
      ]),
    ]),
    slot("timeline", "footer", { "aria-label": t("Time travel") }),
    slot("live", "div", { class: "nr-slot-live nr-hidden", role: "status", "aria-live": "polite" }),
  ]);
  slots.exports = element("div", { class: "nr-slot-exports" });
  el.replaceChildren(root);
  return { root, slots };
}

/**
 * @param {(name: "curveTabs" | "chart" | "metrics") => HTMLElement} slot
 * @returns {HTMLElement}
 */
function curvesAndMetrics(slot) {
  return element("div", { class: "nr-curves" }, [
    slot("curveTabs"),
    slot("chart"),
    slot("metrics"),
  ]);
}
