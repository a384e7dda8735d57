/**
 * The axes around the output map, in the units of the data: value = offset + unit · plane.
 *
 * @import { Store, AxisScale } from "./store.js"
 */

import { element, together } from "../core/dom.js";
import { PLANE } from "../core/features.js";
import { formatNumber } from "../core/format.js";

const TICKS = [-6, -3, 0, 3, 6];

/**
 * @param {HTMLElement} el around the plane
 * @param {HTMLElement} plane
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMapAxes(el, plane, store) {
  const x = element("div", { class: "nr-axis nr-axis-x", "aria-hidden": "true" });
  const y = element("div", { class: "nr-axis nr-axis-y", "aria-hidden": "true" });
  const names = element("div", { class: "nr-axis-names" });
  plane.append(names);
  el.replaceChildren(y, plane, x);
  let key = "";
  const show = () => {
    const { x_axis, y_axis } = store.get().state.points;
    const next = JSON.stringify([x_axis, y_axis]);
    if (next === key) return;
    key = next;
    x.replaceChildren(...ticks(x_axis, "left"), ...symbol(x_axis, "x₁"));
    y.replaceChildren(...ticks(y_axis, "bottom"), ...symbol(y_axis, "x₂"));
    names.replaceChildren(...chip(y_axis, "x₂", "top"), ...chip(x_axis, "x₁", "right"));
  };
  show();
  return together([store.on("state", show)]);
}

/** @param {AxisScale} axis @param {"left" | "bottom"} side @returns {HTMLElement[]} */
function ticks({ offset, unit }, side) {
  return TICKS.map((tick) => {
    const digits = unit < 0.2 ? 2 : unit < 2 && unit !== 1 ? 1 : 0;
    const label = element("span", { class: "nr-tick" }, [formatNumber(offset + unit * tick, digits)]);
    label.style[side] = `${((tick + PLANE) / (2 * PLANE)) * 100}%`;
    return label;
  });
}

/** Axes without a name of their own have their symbol among the ticks.
 * @param {AxisScale} axis @param {string} text @returns {HTMLElement[]} */
function symbol(axis, text) {
  return isNamed(axis) ? [] : [element("span", { class: "nr-axis-symbol" }, [text])];
}

/** Names of one's own columns have room on the map only.
 * @param {AxisScale} axis @param {string} text @param {"top" | "right"} side @returns {HTMLElement[]} */
function chip(axis, text, side) {
  if (!isNamed(axis)) return [];
  const name = side === "top" ? `↑ ${axis.name} (${text})` : `${axis.name} (${text}) →`;
  return [element("span", { class: `nr-axis-chip nr-axis-chip-${side}`, title: axis.name }, [name])];
}

/** @param {AxisScale} axis */
function isNamed({ name }) {
  return name !== "x" && name !== "y" && name !== "";
}
