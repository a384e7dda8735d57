import assert from "node:assert/strict";
import { test } from "node:test";
import { createMaps } from "../../src/neurarium/view/playground/maps.js";
import { fakeState } from "./fake_transport.js";

/** A store with one frame, and a clock that says how long a pass took. */
function rig(cost_ms) {
  const held = { state: fakeState(), frame: null };
  let time = 0;
  const maps = createMaps(/** @type {any} */ ({ get: () => held }), () => (time += cost_ms));
  const show = (status) => {
    held.state = { ...held.state, status };
    held.frame = { parameters: new Float32Array(held.state.network.parameters).fill(0.1) };
    return maps.current();
  };
  return { held, maps, show };
}

test("there are no maps before the first frame", () => {
  assert.equal(rig(1).maps.current(), null);
});

test("one frame is computed once, however many parts ask", () => {
  const { maps, show } = rig(1);
  const first = show("paused");
  assert.equal(maps.current(), first);
  assert.equal(first.size, 100);
  assert.deepEqual(first.layers.map((units) => units.length), [4, 2, 1]);
});

test("a slow pass makes the grid coarser while it runs, and fine again when it stands", () => {
  const { show } = rig(80);
  const sizes = Array.from({ length: 5 }, () => show("running").size);
  assert.deepEqual(sizes, [100, 100, 50, 50, 50]);
  assert.equal(show("paused").size, 100);
});

test("a fast pass stays fine", () => {
  const { show } = rig(2);
  assert.ok(Array.from({ length: 50 }, () => show("running").size).every((size) => size === 100));
});
