/**
 * What is known of a run, and how the lines of its `metrics.jsonl` change that. Pure.
 *
 * @typedef {Record<string, any> & {kind: string}} MetricsLine
 *
 * @typedef {object} RunState state.json, with `interrupted` derived
 * @property {string} state
 * @property {number} epoch finished epochs
 * @property {number | null} epochs wanted in all; null where a script did not tell
 * @property {number} step updates within the epoch in progress
 * @property {number | null} updates_per_epoch
 * @property {number | null} [left_s]
 * @property {number | null} [trained_s]
 * @property {number | null} [best_epoch]
 * @property {string | null} [error]
 * @property {string | null} [reason]
 * @property {Record<string, any> | null} [test]
 *
 * @typedef {object} Progress
 * @property {RunState} state
 * @property {MetricsLine[]} epochs
 * @property {MetricsLine[]} batches
 * @property {MetricsLine | null} units the newest
 * @property {MetricsLine[]} events
 * @property {MetricsLine | null} test
 * @property {number[]} snapshots epochs
 * @property {[number, number] | null} live epoch in progress and update whose weights `live` holds
 * @property {number} offset
 * @property {number | null} queuePlace
 */

/** A page that stays open for days keeps no more lines of batches than it could ever draw. */
const MOST_BATCHES = 12_000;

/** States in which a process works on the run or will: the page asks again soon. */
export const ACTIVE = Object.freeze(["queued", "running", "paused"]);

/**
 * Return the progress that `GET /api/runs/{id}` tells.
 * @param {Record<string, any>} answer
 * @returns {Progress}
 */
export function progressOf(answer) {
  return {
    state: answer.state,
    epochs: answer.epochs ?? [],
    batches: answer.batches ?? [],
    units: answer.units ?? null,
    events: answer.events ?? [],
    test: answer.test ?? null,
    snapshots: answer.snapshots ?? [],
    live: answer.live ?? null,
    offset: answer.offset ?? 0,
    queuePlace: answer.queue_place ?? null,
  };
}

/**
 * Return the progress after an answer of `GET /api/runs/{id}/tail`; `progress` stays as it was.
 * @param {Progress} progress
 * @param {{state: RunState, lines: MetricsLine[], offset: number, snapshots: number[],
 *   live: [number, number] | null, queue_place: number | null}} tail
 * @returns {Progress}
 */
export function afterTail(progress, tail) {
  const next = withLines(progress, tail.lines);
  return {
    ...next,
    state: tail.state,
    snapshots: tail.snapshots ?? next.snapshots,
    live: tail.live ?? null,
    offset: tail.offset,
    queuePlace: tail.queue_place ?? null,
  };
}

/**
 * @param {Progress} progress
 * @param {MetricsLine[]} lines
 * @returns {Progress}
 */
export function withLines(progress, lines) {
  if (!lines.length) return progress;
  let { units, test } = progress;
  const [epochs, batches, events] = [[...progress.epochs], [...progress.batches], [...progress.events]];
  for (const line of lines) {
    if (line.kind === "epoch") epochs.push(line);
    else if (line.kind === "batch") batches.push(line);
    else if (line.kind === "event") events.push(line);
    else if (line.kind === "units") units = line;
    else if (line.kind === "test") test = line;
    else if (line.kind === "resumed") {
      // Training goes on after that epoch: what was seen of later ones is void.
      for (const list of [epochs, batches, events]) keepUntil(list, line.epoch);
      if (units && units.epoch > line.epoch) units = null;
      test = null;
    }
  }
  const kept = batches.length > MOST_BATCHES ? batches.filter((_, i) => i % 2 === 1 || i === batches.length - 1) : batches;
  return { ...progress, epochs, batches: kept, events, units, test };
}

/** @param {MetricsLine[]} list @param {number} epoch */
function keepUntil(list, epoch) {
  const kept = list.filter((line) => !(line.epoch > epoch));
  list.splice(0, list.length, ...kept);
}

/**
 * Return the epoch with the best validation (largest accuracy, else smallest loss), null before
 * the first. Without a validation part, the best of the training itself.
 * @param {readonly MetricsLine[]} epochs
 * @returns {MetricsLine | null}
 */
export function bestEpoch(epochs) {
  /** @type {[string, number][]} */
  const ways = [["val_loss", -1], ["val_accuracy", 1], ["loss", -1], ["accuracy", 1]];
  for (const [key, sign] of ways) {
    const known = epochs.filter((line) => Number.isFinite(line[key]) && line[key] !== null);
    if (!known.length) continue;
    return known.reduce((best, line) => (sign * line[key] > sign * best[key] ? line : best));
  }
  return null;
}

/**
 * Return which score the run tells beside the loss: "accuracy", "mae" (regression), or null.
 * @param {Progress} progress
 * @returns {"accuracy" | "mae" | null}
 */
export function scoreOf({ epochs, batches }) {
  const line = epochs.at(-1) ?? batches.at(-1);
  if (!line) return "accuracy";
  if ("accuracy" in line || "val_accuracy" in line) return "accuracy";
  return "mae" in line || "val_mae" in line ? "mae" : null;
}

/**
 * Return what the counters say: the epoch being worked on (or the last one) and its updates.
 * @param {RunState} state
 * @param {MetricsLine} [lastBatch] the newest line of a batch, which may know more than the state
 * @returns {{epoch: number, epochs: number | null, batch: number, batches: number | null, share: number}}
 *   `share`: 0 to 1 of all that was asked for
 */
export function countersOf(state, lastBatch) {
  const { epochs = null, updates_per_epoch: batches = null } = state;
  const heard = lastBatch && lastBatch.epoch === state.epoch + 1 ? Number(lastBatch.step) : 0;
  const step = Math.max(state.step ?? 0, heard);
  const done = epochs !== null && state.epoch >= epochs;
  const between = done || (step === 0 && state.state !== "running" && state.epoch > 0);
  const epoch = between ? state.epoch : state.epoch + 1;
  const batch = between ? (batches ?? 0) : step;
  const part = batches ? step / batches : 0;
  const share = state.state === "finished" ? 1 : epochs ? Math.min(1, (state.epoch + (done ? 0 : part)) / epochs) : 0;
  return { epoch: epochs === null ? epoch : Math.min(epoch, epochs), epochs, batch, batches, share };
}
