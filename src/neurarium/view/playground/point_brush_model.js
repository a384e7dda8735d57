/**
 * Points drawn by hand: adding, erasing, and what is sent. Pure: no DOM, no store.
 *
 * @import { PointSet } from "./store.js"
 *
 * @typedef {readonly [number, number, number]} Row x and y on the plane, class or value
 */

import { t } from "../core/language.js";

export const MAX_POINTS = 5000;
export const MAX_CLASSES = 10;
/** Nearest that a stroke puts two points, and how far the eraser reaches, in units of the plane. */
export const STROKE_GAP = 0.45;
export const ERASER_RADIUS = 0.5;
const PLANE = 6;
const FEWEST_OF_A_CLASS = 2;
const FEWEST_NUMBERS = 4;

/** The values a regression's brushes paint. */
export const VALUE_BRUSHES = [-1, -0.5, 0, 0.5, 1];

/**
 * @param {readonly Row[]} rows
 * @param {{x: number, y: number, target: number}} point
 * @returns {Row[]} with one more, inside the plane; the same when there are too many already
 */
export function withPoint(rows, { x, y, target }) {
  if (rows.length >= MAX_POINTS) return [...rows];
  const inside = (/** @type {number} */ value) => Number(Math.min(Math.max(value, -PLANE), PLANE).toFixed(3));
  return [...rows, [inside(x), inside(y), target]];
}

/**
 * @param {readonly Row[]} rows
 * @param {{x: number, y: number}} place
 * @returns {Row[]} without those within the eraser's reach
 */
export function withoutNear(rows, { x, y }) {
  return rows.filter((row) => Math.hypot(row[0] - x, row[1] - y) > ERASER_RADIUS);
}

/**
 * Whether a stroke has moved far enough for its next point.
 * @param {{x: number, y: number} | null} last
 * @param {{x: number, y: number}} now
 */
export function farEnough(last, now) {
  return !last || Math.hypot(now.x - last.x, now.y - last.y) >= STROKE_GAP;
}

/**
 * Why these rows cannot be learned from yet, as a sentence; null when they can.
 * @param {readonly Row[]} rows
 * @param {readonly string[]} classes empty for regression
 * @returns {string | null}
 */
export function rowsProblem(rows, classes) {
  if (!classes.length) {
    return rows.length >= FEWEST_NUMBERS ? null : t("Draw at least {count} points.", { count: FEWEST_NUMBERS });
  }
  const counts = classes.map((_, k) => rows.filter((row) => row[2] === k).length);
  const used = counts.filter((count) => count >= FEWEST_OF_A_CLASS).length;
  if (used >= 2) return null;
  return t("Draw at least {count} points of two classes.", { count: FEWEST_OF_A_CLASS });
}

/**
 * The data settings that stand for these rows. The axes of a file stay: its points were laid on
 * the plane by them.
 * @param {readonly Row[]} rows
 * @param {readonly string[]} classes
 * @param {Pick<PointSet, "x_axis" | "y_axis" | "target_axis">} axes
 */
export function customData(rows, classes, { x_axis, y_axis, target_axis }) {
  return { name: "custom", custom: { rows, classes: [...classes], x_axis, y_axis, target_axis } };
}

/**
 * A name that no class has yet: its number, counted from 1.
 * @param {readonly string[]} classes
 * @returns {string}
 */
export function newClassName(classes) {
  let number = classes.length + 1;
  while (classes.includes(String(number))) number += 1;
  return String(number);
}

/**
 * Where on the plane a place of the map is; up is up.
 * @param {{x: number, y: number, width: number, height: number}} place in px, from the top left
 */
export function toPlane({ x, y, width, height }) {
  return { x: (x / width) * 2 * PLANE - PLANE, y: PLANE - (y / height) * 2 * PLANE };
}

/**
 * A point of the plane as percent of the map, from its top left corner.
 * @param {{x: number, y: number}} point
 */
export function toPercent({ x, y }) {
  return { left: ((x + PLANE) / (2 * PLANE)) * 100, top: ((PLANE - y) / (2 * PLANE)) * 100 };
}

/**
 * Leave out classes at the end that no point has (an added one that was never drawn).
 * @param {readonly Row[]} rows
 * @param {readonly string[]} classes
 */
export function usedClasses(rows, classes) {
  const last = rows.reduce((most, row) => Math.max(most, row[2]), 1);
  return classes.length ? classes.slice(0, last + 1) : [];
}
