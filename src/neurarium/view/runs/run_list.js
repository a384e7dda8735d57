/**
 * All runs, filtered, sorted, and those that were trained together kept together. Pure.
 *
 * @typedef {object} RunSummary SUMMARY of docs/training.md
 * @property {string} id
 * @property {string} name
 * @property {string} kind
 * @property {string} created
 * @property {{name: string | null, title: string | null}} data
 * @property {string | null} spec
 * @property {number | null} parameters
 * @property {Record<string, any> & {state: string, epoch: number, epochs: number | null}} state
 * @property {Record<string, any> | null} config
 * @property {Record<string, any> | null} best
 * @property {Record<string, any> | null} test
 * @property {(number | null)[]} curve
 * @property {number[]} [curve_epochs]
 * @property {number | null} queue_place
 * @property {string | null} group
 *
 * @typedef {"newest" | "oldest" | "best" | "test" | "small" | "name"} Order
 * @typedef {{text: string, data: string, state: string, order: Order}} Wish
 * @typedef {{group: string | null, runs: RunSummary[]}} RunGroup
 */

export const NO_WISH = Object.freeze({ text: "", data: "", state: "", order: /** @type {Order} */ ("newest") });

/**
 * Return the runs that fit: every word of the text stands somewhere in what a row tells.
 * @param {readonly RunSummary[]} runs
 * @param {Wish} wish
 * @returns {RunSummary[]}
 */
export function wishedRuns(runs, { text, data, state, order }) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (/** @type {RunSummary} */ run) => {
    if (data && run.data.name !== data) return false;
    if (state && run.state.state !== state) return false;
    const told = [run.name, run.id, run.data.title, run.data.name, run.spec, run.config?.optimizer, run.kind].join(" ").toLowerCase();
    return words.every((word) => told.includes(word));
  };
  return runs.filter(fits).sort(ORDERS[order]);
}

/** @type {Record<Order, (a: RunSummary, b: RunSummary) => number>} */
const ORDERS = {
  newest: (a, b) => compare(b.created, a.created),
  oldest: (a, b) => compare(a.created, b.created),
  best: (a, b) => goodness(b.best, "val_") - goodness(a.best, "val_") || compare(b.created, a.created),
  test: (a, b) => goodness(b.test, "") - goodness(a.test, "") || compare(b.created, a.created),
  small: (a, b) => (a.parameters ?? Infinity) - (b.parameters ?? Infinity) || compare(b.created, a.created),
  name: (a, b) => (a.name || a.id).localeCompare(b.name || b.id, "en", { numeric: true }),
};

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A number that is larger for better runs: accuracies (0 to 1) above all losses, runs without
 * either last.
 * @param {Record<string, any> | null} result
 * @param {string} prefix
 */
function goodness(result, prefix) {
  const accuracy = result?.[`${prefix}accuracy`];
  if (typeof accuracy === "number") return accuracy;
  const loss = result?.[`${prefix}mae`] ?? result?.[`${prefix}loss`];
  return typeof loss === "number" ? -1 - loss : -1e12;
}

/**
 * Return runs in groups: those of one `--compare` together, where the first of them stands.
 * @param {readonly RunSummary[]} runs
 * @returns {RunGroup[]}
 */
export function groupedRuns(runs) {
  /** @type {RunGroup[]} */
  const groups = [];
  for (const run of runs) {
    const known = run.group === null || run.group === undefined ? null : groups.find(({ group }) => group === run.group);
    if (known) known.runs.push(run);
    else groups.push({ group: run.group ?? null, runs: [run] });
  }
  return groups.map((one) => (one.runs.length > 1 ? one : { group: null, runs: one.runs }));
}

/**
 * Return the data sets of all runs, for a choice: name and title, each once, by title.
 * @param {readonly RunSummary[]} runs
 * @returns {[string, string][]}
 */
export function dataOfRuns(runs) {
  const titles = new Map(runs.flatMap(({ data }) => (data?.name ? [[data.name, data.title ?? data.name]] : [])));
  return [...titles].sort((a, b) => a[1].localeCompare(b[1]));
}

/**
 * Return the points of a sparkline inside width × height, null with fewer than two values.
 * @param {readonly (number | null)[]} curve
 * @param {{width: number, height: number}} box px
 * @returns {[number, number][] | null}
 */
export function sparkPoints(curve, { width, height }) {
  const known = curve.flatMap((y, x) => (typeof y === "number" && Number.isFinite(y) ? [[x, y]] : []));
  if (known.length < 2) return null;
  const values = known.map(([, y]) => Number(y));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const span = high - low || 1;
  return known.map(([x, y]) => [(Number(x) / (curve.length - 1)) * width, high === low ? height / 2 : height - ((Number(y) - low) / span) * height]);
}
