/**
 * A network that is still being trained: what is new of it, told as it comes.
 *
 * @import { Run } from "./try_page.js"
 */

import { getJson, isAbort } from "../core/api.js";

const EVERY_MS = 1500;
const MOVING = ["queued", "running", "paused"];

/**
 * Ask again and again while the run can change; ends by itself with the run.
 * @param {Run} run
 * @param {{offset: number, onChange: (run: Run) => void, complain: (error: unknown) => void}} options
 * @returns {() => void}
 */
export function followRun(run, { offset, onChange, complain }) {
  const controller = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let [known, from] = [run, offset];
  const look = async () => {
    try {
      const path = `/api/runs/${encodeURIComponent(run.id)}/tail?offset=${from}`;
      const news = await getJson(path, { signal: controller.signal });
      const moved = news.offset !== from || news.state.state !== known.state.state;
      from = news.offset;
      known = { ...known, state: news.state, snapshots: news.snapshots };
      if (moved) onChange(known);
    } catch (error) {
      if (!isAbort(error)) complain(error);
      return; // the lab is gone, or the run: a reload of the page tells
    }
    again();
  };
  const again = () => {
    if (MOVING.includes(known.state.state)) timer = setTimeout(() => void look(), EVERY_MS);
  };
  again();
  return () => {
    clearTimeout(timer);
    controller.abort();
  };
}
