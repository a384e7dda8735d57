/**
 * A layer's units as cells, one colour a unit: the pointer or arrow keys choose one. However many
 * units there are, it is one canvas and one control, a slider over the units.
 *
 * @import { Palette } from "../core/palette.js"
 */

import { element, listen, together } from "../core/dom.js";
import { paintSigned, pictureCanvas } from "./image.js";

/**
 * @typedef {object} Cells
 * @property {HTMLElement} el
 * @property {(values: ArrayLike<number>, palette: Palette, limit?: number) => void} show
 * @property {(index: number | null) => void} choose marks a cell, tells nobody
 * @property {() => void} close
 */

/**
 * Return cells for `count` units.
 * @param {{count: number, label: string, columns?: number, describe: (index: number) => string,
 *   onChoose: (index: number) => void}} options `describe`: what a unit says, read out and as tooltip
 * @returns {Cells}
 */
export function createCells({ count, label, columns = niceColumns(count), describe, onChoose }) {
  const rows = Math.ceil(count / columns);
  const canvas = pictureCanvas();
  const mark = element("span", { class: "nr-cell-mark", hidden: true });
  const size = cellSize(count);
  const el = element("div", { class: "nr-cells", role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": 1, "aria-valuemax": count, "aria-valuenow": 1 }, [canvas, mark]);
  el.style.setProperty("--columns", String(columns));
  el.style.setProperty("--rows", String(rows));
  el.style.setProperty("--cell", `${size}px`);
  let chosen = 0;
  const choose = (/** @type {number | null} */ index) => {
    mark.hidden = index === null;
    if (index === null) return;
    chosen = index;
    mark.style.left = `${(100 * (index % columns)) / columns}%`;
    mark.style.top = `${(100 * Math.floor(index / columns)) / rows}%`;
    el.setAttribute("aria-valuenow", String(index + 1));
    el.setAttribute("aria-valuetext", describe(index));
  };
  const pick = (/** @type {number} */ index) => {
    const inside = Math.min(Math.max(index, 0), count - 1);
    choose(inside);
    onChoose(inside);
  };
  const at = (/** @type {PointerEvent} */ event) => cellAt(el, event, columns, rows);
  const steps = (/** @type {string} */ key) => ({ ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, Home: -chosen, End: count - 1 - chosen })[key];
  const close = together([
    listen(el, "click", (event) => at(event) < count && pick(at(event))),
    listen(el, "pointermove", (event) => (el.title = at(event) < count ? describe(at(event)) : "")),
    listen(el, "keydown", (event) => {
      const step = event.key === "Enter" || event.key === " " ? 0 : steps(event.key);
      if (step === undefined) return;
      event.preventDefault();
      const to = chosen + step;
      pick(to < 0 || to >= count ? chosen : to);
    }),
  ]);
  return {
    el,
    choose,
    close,
    show(values, palette, limit) {
      const padded = Float32Array.from({ length: rows * columns }, (_, i) => (i < count ? Number(values[i]) : 0));
      paintSigned(canvas, padded, { width: columns, height: rows, palette, limit });
      if (!mark.hidden) el.setAttribute("aria-valuetext", describe(chosen));
    },
  };
}

/**
 * @param {HTMLElement} el
 * @param {PointerEvent} event
 * @param {number} columns
 * @param {number} rows
 * @returns {number} may lie behind the last cell
 */
function cellAt(el, event, columns, rows) {
  const box = el.getBoundingClientRect();
  const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
  const row = Math.floor(((event.clientY - box.top) / box.height) * rows);
  return Math.min(Math.max(row, 0), rows - 1) * columns + Math.min(Math.max(column, 0), columns - 1);
}

/**
 * Return how many cells stand in a row: few rows, and 100 as 5 × 20 rather than 3 × 34.
 * @param {number} count
 * @returns {number}
 */
export function niceColumns(count) {
  if (count <= 16) return count;
  if (count <= 32) return Math.ceil(count / 2);
  const most = Math.ceil(Math.sqrt(count * 5));
  for (let columns = most; columns >= most * 0.6; columns -= 1) {
    if (count % columns === 0) return columns;
  }
  return most;
}

/** @param {number} count @returns {number} px */
function cellSize(count) {
  if (count <= 40) return 24;
  if (count <= 160) return 20;
  return count <= 700 ? 9 : 5;
}

