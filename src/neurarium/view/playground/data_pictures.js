/**
 * Small pictures of the data sets: a few dozen points each, from canned formulas that look like
 * what the data set draws. Pure: points as numbers, and SVG paths made of them.
 *
 * @typedef {readonly [number, number, number]} Dot x and y on the plane, class or value −1..1
 * @typedef {{name: string, label: string, task: "classification" | "regression",
 *   manyClasses: boolean, dots: Dot[]}} Picture
 */

import { t } from "../core/language.js";

const GOLDEN = 0.618033988749895;

/** @returns {Picture[]} every data set that draws itself, in the order of the panel */
export function dataPictures() {
  const two = /** @type {const} */ ({ task: "classification", manyClasses: false });
  const many = /** @type {const} */ ({ task: "classification", manyClasses: true });
  const numbers = /** @type {const} */ ({ task: "regression", manyClasses: false });
  return [
    { name: "circle", label: t("Circle"), ...two, dots: circle() },
    { name: "xor", label: t("Exclusive or"), ...two, dots: scattered(64, (x, y) => (x * y >= 0 ? 1 : 0), 0.35) },
    { name: "gauss", label: t("Gaussian"), ...two, dots: gauss() },
    { name: "spiral", label: t("Spiral"), ...two, dots: spiral() },
    { name: "moons", label: t("Moons"), ...two, dots: moons() },
    { name: "checkerboard", label: t("Checkerboard"), ...two, dots: scattered(90, (x, y) => (Math.floor(x / 2.5) + Math.floor(y / 2.5)) & 1, 0) },
    { name: "rings", label: t("Rings, 3 to 6 classes"), ...many, dots: rings() },
    { name: "pinwheel", label: t("Pinwheel, 3 to 6 classes"), ...many, dots: pinwheel() },
    { name: "digits", label: t("Handwritten digits, ten classes"), ...many, dots: digits() },
    { name: "reg-plane", label: t("Plane"), ...numbers, dots: scattered(150, (x, y) => (x + y) / 8, 0) },
    { name: "reg-gauss", label: t("Hills and valleys"), ...numbers, dots: scattered(170, hills, 0) },
  ];
}

/** Evenly spread numbers in 0..1 that look random. @param {number} i @param {number} step */
function spread01(i, step) {
  return (0.5 + i * step) % 1;
}

/**
 * @param {number} count
 * @param {(x: number, y: number) => number} target
 * @param {number} gap left free on both sides of the axes
 * @returns {Dot[]}
 */
function scattered(count, target, gap) {
  return Array.from({ length: count }, (_, i) => {
    const x = 10.4 * spread01(i, 0.7548776662466927) - 5.2;
    const y = 10.4 * spread01(i, 0.5698402909980532) - 5.2;
    const [u, v] = [x + Math.sign(x) * gap, y + Math.sign(y) * gap];
    return [u, v, target(u, v)];
  });
}

/** @returns {Dot[]} */
function circle() {
  const inside = Array.from({ length: 26 }, (_, i) => polar(2.4 * Math.sqrt((i + 0.5) / 26), i * 2.4, 1));
  const outside = Array.from({ length: 40 }, (_, i) => polar(3.9 + 1.3 * spread01(i, GOLDEN), (i * 2 * Math.PI) / 40, 0));
  return [...inside, ...outside];
}

/**
 * @param {number} radius
 * @param {number} angle
 * @param {number} target
 * @returns {Dot}
 */
function polar(radius, angle, target) {
  return [radius * Math.sin(angle), radius * Math.cos(angle), target];
}

/** @returns {Dot[]} */
function gauss() {
  return Array.from({ length: 60 }, (_, i) => {
    const side = i % 2 ? 1 : -1;
    const rank = Math.floor(i / 2);
    const [x, y] = polar(2.7 * ((rank + 0.5) / 30) ** 0.7, rank * 2.4, 0);
    return [2.4 * side + x, 2.4 * side + y, i % 2];
  });
}

/** @returns {Dot[]} */
function spiral() {
  return Array.from({ length: 60 }, (_, i) => {
    const part = Math.floor(i / 2) / 29;
    return polar(0.4 + 4.9 * part, 1.75 * 2 * Math.PI * part + (i % 2 ? 0 : Math.PI), i % 2);
  });
}

/** @returns {Dot[]} */
function moons() {
  return Array.from({ length: 56 }, (_, i) => {
    const angle = (Math.floor(i / 2) / 27) * Math.PI;
    const wobble = 0.7 * (spread01(i, GOLDEN) - 0.5);
    if (i % 2) return [-1.5 + 3.4 * Math.cos(angle), -0.9 + 3.6 * Math.sin(angle) + wobble, 1];
    return [1.5 - 3.4 * Math.cos(angle), 0.9 - 3.6 * Math.sin(angle) + wobble, 0];
  });
}

/** @returns {Dot[]} */
function rings() {
  return [1, 3, 5].flatMap((radius, ring) =>
    Array.from({ length: 9 + 10 * ring }, (_, i) =>
      polar(radius + 0.6 * (spread01(i, GOLDEN) - 0.5), (i * 2 * Math.PI) / (9 + 10 * ring), ring)));
}

/** @returns {Dot[]} */
function pinwheel() {
  return Array.from({ length: 75 }, (_, i) => {
    const rank = Math.floor(i / 3);
    const part = rank / 24;
    const wobble = 1.5 * (spread01(rank, 0.7548776662466927) - 0.5);
    return polar(1 + 4.3 * part, (i % 3) * 2.0944 + 1.1 * part + wobble / (1 + 4.3 * part), i % 3);
  });
}

/** @returns {Dot[]} */
function digits() {
  return Array.from({ length: 80 }, (_, i) => {
    const group = i % 10;
    const [cx, cy] = polar(group % 2 ? 4 : 2.2, group * 0.6283, 0);
    const rank = Math.floor(i / 10);
    const [x, y] = polar(1.3 * Math.sqrt((rank + 0.5) / 8), rank * 2.4, 0);
    return [cx + x, cy + y, group];
  });
}

/** @param {number} x @param {number} y */
function hills(x, y) {
  const at = [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]];
  return at.reduce((sum, [cx, cy, sign]) => {
    const bump = sign * Math.max(0, 1.25 - Math.hypot(x - cx, y - cy) / 2.2);
    return Math.abs(bump) > Math.abs(sum) ? bump : sum;
  }, 0);
}

/**
 * Dots by colour, as paths of zero-length strokes (round caps make dots of them), y up.
 * @param {readonly Dot[]} dots
 * @param {(target: number) => string} colourOf
 * @param {number} size of the square picture, in px
 * @returns {{colour: string, path: string}[]}
 */
export function dotPaths(dots, colourOf, size) {
  /** @type {Map<string, string>} */
  const paths = new Map();
  const place = (/** @type {number} */ value) => ((value / 12 + 0.5) * size).toFixed(1);
  for (const [x, y, target] of dots) {
    const colour = colourOf(target);
    paths.set(colour, `${paths.get(colour) ?? ""}M${place(x)} ${place(-y)}h0`);
  }
  return [...paths].map(([colour, path]) => ({ colour, path }));
}
