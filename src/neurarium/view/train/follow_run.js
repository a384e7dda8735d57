/**
 * Following a run: what it wrote so far, then what it writes, as long as the page is looked at.
 *
 * @import { Progress } from "./run_progress.js"
 *
 * @typedef {object} Followed
 * @property {Record<string, any>} run run.json
 * @property {string} name
 * @property {Progress} progress
 *
 * @typedef {object} FollowOptions
 * @property {(followed: Followed) => void} onNews
 * @property {(connected: boolean) => void} onConnection
 * @property {(error: Error) => void} onGone the run is not there (any more)
 */

import { getJson, isAbort } from "../core/api.js";
import { listen, together } from "../core/dom.js";
import { afterTail, progressOf } from "./run_progress.js";

/** Milliseconds until the next question, by state; others are asked about slowly. */
const PACE_MS = Object.freeze({ running: 400, paused: 800, queued: 800 });
const SLOW_MS = 4000;
const SILENT_MS = 1200;

/**
 * @param {string} id
 * @param {FollowOptions} options
 * @returns {{poke: () => void, close: () => void}} `poke`: ask now, something was just changed
 */
export function followRun(id, { onNews, onConnection, onGone }) {
  const address = `/api/runs/${encodeURIComponent(id)}`;
  const controller = new AbortController();
  const { signal } = controller;
  /** @type {Followed | null} */
  let followed = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let busy = false;
  let again = false;

  const whole = async () => {
    const answer = await getJson(address, { signal });
    return { run: answer.run, name: answer.name, progress: progressOf(answer) };
  };
  const tail = async (/** @type {Followed} */ known) => {
    const heard = await getJson(`${address}/tail?offset=${known.progress.offset}`, { signal });
    return { ...known, progress: afterTail(known.progress, heard) };
  };
  const plan = (/** @type {number} */ wait_ms) => {
    clearTimeout(timer);
    if (!signal.aborted && !document.hidden) timer = setTimeout(() => void ask(), again ? 0 : wait_ms);
    again = false;
  };
  const ask = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    let wait_ms = SILENT_MS;
    try {
      const now = followed ? await tail(followed) : await whole();
      onConnection(true);
      followed = now;
      const { state } = now.progress.state;
      wait_ms = PACE_MS[/** @type {keyof typeof PACE_MS} */ (state)] ?? SLOW_MS;
      onNews(now);
    } catch (error) {
      if (isAbort(error)) return;
      const { status = 0 } = /** @type {{status?: number}} */ (error);
      if (status === 404) return onGone(/** @type {Error} */ (error));
      if (!(error instanceof Error) || error.name !== "ApiError") throw error;
      onConnection(false);
    } finally {
      busy = false;
    }
    plan(wait_ms);
  };
  void ask();
  return {
    poke: () => void ask(),
    close: together([
      () => controller.abort(),
      () => clearTimeout(timer),
      listen(document, "visibilitychange", () => !document.hidden && void ask()),
    ]),
  };
}
