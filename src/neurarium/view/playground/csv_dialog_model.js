/**
 * What the CSV dialog knows: the file's limits, the columns, what was chosen. Pure: no DOM.
 *
 * @import { Task } from "./store.js"
 *
 * @typedef {{name: string, numeric: boolean, problem: string | null}} Column `problem`:
 *   what its first cell holds that is not a number
 * @typedef {{x: number, y: number, target: number, task: Task}} Choice numbers of columns
 * @typedef {{upload: string, columns: Column[], guess: Choice, preview: string[][],
 *   count: number}} Upload `preview`: the first rows, as text
 */

import { t } from "../core/language.js";
import { formatInteger, formatNumber } from "../core/format.js";

export const MAX_BYTES = 5_000_000;

/**
 * Why a file is not even sent, as a sentence; null when it is.
 * @param {{name: string, size: number}} file
 * @returns {string | null}
 */
export function fileProblem({ name, size }) {
  if (size === 0) return t("“{name}” is empty. Choose a file with a row for each point.", { name });
  if (size <= MAX_BYTES) return null;
  return t("“{name}” has {size} MB, more than the {most} MB that can be opened here. Keep fewer rows or columns and try again.", {
    name, size: formatNumber(size / 1_000_000, 1), most: MAX_BYTES / 1_000_000,
  });
}

/**
 * Read the server's answer to an upload.
 * @param {any} answer
 * @returns {Upload}
 */
export function readUpload(answer) {
  /** @type {Column[]} */
  const columns = answer.columns.map((/** @type {any} */ column) => ({
    name: String(column.name),
    numeric: column.kind ? column.kind === "number" : Boolean(column.numeric),
    problem: column.problem ?? null,
  }));
  const place = (/** @type {string | number} */ wanted) =>
    typeof wanted === "number" ? wanted : Math.max(0, columns.findIndex((column) => column.name === wanted));
  const { guess } = answer;
  const preview = (answer.preview ?? []).map((/** @type {any[]} */ row) => row.map((value) => (value === null ? "" : String(value))));
  return {
    upload: answer.upload,
    columns,
    guess: { x: place(guess.x), y: place(guess.y), target: place(guess.target), task: guess.task },
    preview,
    count: answer.rows ?? preview.length,
  };
}

/**
 * Why these columns cannot be used together, as a sentence; null when they can be tried.
 * @param {Upload} upload
 * @param {Choice} choice
 * @returns {string | null}
 */
export function choiceProblem({ columns }, { x, y, target, task }) {
  const named = (/** @type {number} */ i) => columns[i]?.name ?? "";
  if (x === y) return t("“{name}” stands for both axes: choose two different columns.", { name: named(x) });
  if (target === x || target === y) return t("“{name}” is an axis and the target: the answer would be given away.", { name: named(target) });
  const words = [x, y].find((i) => columns[i] && !columns[i].numeric);
  if (words !== undefined) return t("“{name}” is not a column of numbers: an axis needs numbers.", { name: named(words) });
  if (task === "regression" && !columns[target]?.numeric) {
    return t("“{name}” is not a column of numbers: choose classes, or another target.", { name: named(target) });
  }
  return null;
}

/**
 * The preview as dots of a square picture: 0..1 across and up, and the target (number of the
 * class in order of appearance, or 0..1 of the numbers seen).
 * @param {Upload} upload
 * @param {Choice} choice
 * @returns {{x: number, y: number, target: number}[]}
 */
export function previewDots({ preview }, { x, y, target, task }) {
  const rows = preview
    .map((row) => ({ x: numberIn(row[x]), y: numberIn(row[y]), target: row[target] ?? "" }))
    .filter((row) => Number.isFinite(row.x) && Number.isFinite(row.y));
  const across = spread(rows.map((row) => row.x));
  const up = spread(rows.map((row) => row.y));
  const names = [...new Set(rows.map((row) => row.target))];
  const numbers = spread(rows.map((row) => numberIn(row.target)));
  return rows.map((row) => ({
    x: across(row.x),
    y: up(row.y),
    target: task === "regression" ? numbers(numberIn(row.target)) : names.indexOf(row.target),
  }));
}

/** A decimal comma counts as a point. @param {string | undefined} text */
function numberIn(text) {
  return Number(/^[^.]*,[^.,]*$/.test(text ?? "") ? text?.replace(",", ".") : text || NaN);
}

/** @param {number[]} values @returns {(value: number) => number} onto 0..1 */
function spread(values) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  return (value) => (value - low) / span;
}

/**
 * Say what a file holds: "150 rows, 5 columns".
 * @param {Upload} upload
 */
export function uploadText({ count, columns }) {
  return t("{rows} rows, {columns} columns", { rows: formatInteger(count), columns: columns.length });
}
