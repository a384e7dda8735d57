/**
 * The axes around the output map, in the units of the data: value = offset + unit · plane. Columns
 * of one's own have their names along the axes.
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
  el.replaceChildren(y, plane, x);
  let key = "";
  const show = () => {
    const { x_axis, y_axis } = store.get().state.points;
    const next = JSON.stringify([x_axis, y_axis]);
    if (next === key) return;
    key = next;
    x.replaceChildren(...ticks(x_axis, "left"), ...symbol(x_axis, "x₁"));
    y.replaceChildren(...ticks(y_axis, "bottom"), ...symbol(y_axis, "x₂"));
    el.classList.toggle("nr-axes-named", isNamed(x_axis) || isNamed(y_axis));
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

/** The axis's symbol stands among the ticks; a name of its own beyond them.
 * @param {AxisScale} axis @param {string} text @returns {HTMLElement[]} */
function symbol(axis, text) {
  if (!isNamed(axis)) return [element("span", { class: "nr-axis-symbol" }, [text])];
  const name = `${axis.name} (${text})`;
  return [element("span", { class: "nr-axis-name", title: name }, [name])];
}

/** @param {AxisScale} axis */
function isNamed({ name }) {
  return name !== "x" && name !== "y" && name !== "";
}
