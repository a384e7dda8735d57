/**
 * The points on the output map, on a canvas of their own: it is drawn when points, palette or
 * what is ringed change, not with every frame.
 *
 * @import { Store, PointSet } from "./store.js"
 * @import { Palette } from "../core/palette.js"
 */

import { element, together } from "../core/dom.js";
import { PLANE } from "../core/features.js";
import { classColor, paletteNamed, valueColor } from "../core/palette.js";
import { traceShape } from "./point_shapes.js";

/**
 * @param {HTMLElement} el covers the plane
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMapPoints(el, store) {
  const canvas = element("canvas", { class: "nr-map-points", "aria-hidden": "true" });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  el.replaceChildren(canvas);
  const draw = () => {
    const side = el.clientWidth;
    const scale = Math.min(devicePixelRatio || 1, 2);
    if (canvas.width !== Math.round(side * scale)) canvas.width = canvas.height = Math.round(side * scale);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, side, side);
    drawPoints(context, side, store);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(el);
  /** @type {unknown} */
  let key = null;
  const drawIfChanged = () => {
    const { state } = store.get();
    const next = `${state.setup.view.show_test}`;
    if (key === next && points === state.points) return;
    key = next;
    points = state.points;
    draw();
  };
  /** @type {PointSet | null} */
  let points = null;
  drawIfChanged();
  return together([
    () => observer.disconnect(),
    store.on("state", drawIfChanged),
    store.on("ui", (changes) => {
      if ("palette" in changes || "dark" in changes || "highlightRows" in changes) draw();
    }),
  ]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} side px
 * @param {Store} store
 */
function drawPoints(context, side, store) {
  const { state, ui } = store.get();
  const { points, setup } = state;
  const colours = paletteNamed(ui.palette, ui.dark);
  const radius = radiusFor(points.rows.length, side);
  const ringed = new Set(ui.highlightRows);
  points.rows.forEach((row, i) => {
    const isTest = i >= points.n_train;
    if (isTest && !setup.view.show_test) return;
    const x = place(row[0] ?? 0, side);
    const y = side - place(row[1] ?? 0, side);
    const target = row[2] ?? 0;
    context.beginPath();
    traceShape(context, colours.shapes && points.task === "classification" ? target : 0, x, y, radius);
    context.fillStyle = pointColor(colours, points, target);
    context.fill();
    context.fillStyle = ui.dark ? SHADE_DARK : SHADE; // a little darker than the map, which has the same colour when sure
    context.fill();
    context.lineWidth = isTest ? 1.4 : 0.9;
    context.strokeStyle = isTest ? TEST_EDGE : TRAIN_EDGE;
    context.stroke();
  });
  for (const i of ringed) {
    const row = points.rows[i];
    if (row) ring(context, place(row[0] ?? 0, side), side - place(row[1] ?? 0, side), radius + 3.5);
  }
}

const SHADE = "rgb(10 14 24 / 16%)";
const SHADE_DARK = "rgb(10 14 24 / 8%)";
const TRAIN_EDGE = "rgb(255 255 255 / 85%)";
const TEST_EDGE = "rgb(15 18 28 / 90%)";

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} radius */
function ring(context, x, y, radius) {
  for (const [width, color] of /** @type {const} */ ([[3.5, "#fff"], [1.8, "#1b2030"]])) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = color;
    context.stroke();
  }
}

/** @param {number} value on the plane @param {number} side */
function place(value, side) {
  return ((value + PLANE) / (2 * PLANE)) * side;
}

/** @param {number} count @param {number} side */
function radiusFor(count, side) {
  const base = count > 2000 ? 1.8 : count > 800 ? 2.4 : 3;
  return base * Math.min(Math.max(side / 280, 0.85), 1.35);
}

/** @param {Palette} colours @param {PointSet} points @param {number} target */
function pointColor(colours, points, target) {
  if (points.task === "regression") return valueColor(colours, target);
  return classColor(colours, target, points.classes.length);
}
