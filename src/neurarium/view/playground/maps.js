/**
 * Every unit's values on a grid, computed once a frame however many parts ask.
 *
 * The grid is 100×100. While a large network runs, a pass that takes long makes it 50×50, so that
 * frames stay smooth; when the network stands still it is fine again.
 *
 * @import { Store } from "./store.js"
 * @import { Pass } from "../core/network.js"
 *
 * @typedef {object} Maps
 * @property {number} size cells a side
 * @property {Float32Array[]} inputs one a feature of the network
 * @property {Float32Array[][]} layers [layer][unit], size² each, row 0 on top
 *
 * @typedef {{current: () => Maps | null}} MapSource
 */

import { createGridPass } from "../core/network.js";

const FINE = 100;
const COARSE = 50;
const BUDGET_MS = 4;

/**
 * @param {Store} store
 * @param {() => number} [now] milliseconds
 * @returns {MapSource}
 */
export function createMaps(store, now = () => performance.now()) {
  /** Passes of the structure that is shown, by their size. @type {Map<number, Pass>} */
  const passes = new Map();
  /** @type {{frame: unknown, size: number, maps: Maps | null}} */
  const last = { frame: null, size: 0, maps: null };
  let structure = "";
  let fineCost = 0;

  /** @param {number} size */
  const passOf = (size) => {
    const { features, sizes, activations, output } = store.get().state.network;
    const key = [features, sizes, activations, output].join(";");
    if (key !== structure) {
      passes.clear();
      structure = key;
      fineCost = 0;
    }
    const pass = passes.get(size) ?? createGridPass({ features, sizes, activations, output }, size);
    passes.set(size, pass);
    return pass;
  };

  return {
    current() {
      const { frame, state } = store.get();
      if (!frame) return null;
      const size = state.status === "running" && fineCost > BUDGET_MS ? COARSE : FINE;
      const pass = passOf(size);
      if (last.frame === frame && last.size === size && last.maps) return last.maps;
      const start = now();
      const layers = pass.run(frame.parameters);
      const cost = now() - start;
      // The first pass is slow because nothing is compiled yet; a coarse one lets the fine one try
      // again after a while.
      if (size === COARSE) fineCost *= 0.99;
      else fineCost = fineCost ? 0.8 * fineCost + 0.2 * cost : 0.1;
      Object.assign(last, { frame, size, maps: { size, inputs: pass.inputs, layers } });
      return last.maps;
    },
  };
}
