import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, recordingTransport, unpackSegments } from "../../src/neurarium/view/transport/recording.js";

/** @param {Uint32Array | Float32Array} values */
function packed(values) {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64");
}

const CONFIG = { data: { name: "circle" }, batch_size: 10, layers: [] };

/** @param {{sizes: number[], epochs: number[], start: number, points?: any}} part */
function segment({ sizes, epochs, start, points = null }) {
  const count = sizes.slice(1).reduce((sum, units, i) => sum + units * (sizes[i] + 1), 0);
  const weights = epochs.flatMap((epoch) => Array.from({ length: count }, (_, i) => start + epoch + i / 10));
  return {
    network: { features: ["x", "y"], sizes, activations: [], output: "tanh", parameters: count },
    config: CONFIG, points,
    epochs: packed(Uint32Array.from(epochs)), parameters: packed(Float32Array.from(weights)),
    loss_train: packed(Float32Array.from(epochs, (epoch) => start + 1 / (epoch + 1))),
    loss_test: packed(Float32Array.from(epochs, (epoch) => start + 2 / (epoch + 1))),
  };
}

const POINTS = { task: "classification", classes: ["a", "b"], n_train: 25, rows: [[0, 0, 1]], x_axis: {}, y_axis: {}, target_axis: null };

/** Two segments: a unit was added at epoch 20. @returns {any} */
function recording() {
  return {
    format: 1, setup: { config: CONFIG, view: { show_test: false }, epoch: 50 }, points: POINTS,
    segments: [segment({ sizes: [2, 1], epochs: [0, 10, 20], start: 0 }), segment({ sizes: [2, 2, 1], epochs: [20, 50], start: 100 })],
  };
}

/** @param {any} data */
async function opened(data) {
  const heard = { states: /** @type {any[]} */ ([]), frames: /** @type {any[]} */ ([]), connections: /** @type {string[]} */ ([]) };
  const transport = recordingTransport(data);
  const off = transport.subscribe({
    onMessage: (state) => heard.states.push(state), onFrame: (frame) => heard.frames.push(frame),
    onConnection: (connection) => heard.connections.push(connection),
  });
  await Promise.resolve();
  return { transport, heard, off };
}

test("a recording opens at its end, with state, points and the whole curve", async () => {
  const { heard } = await opened(recording());
  assert.deepEqual(heard.connections, ["open"]);
  const [state] = heard.states;
  assert.equal(state.points, POINTS);
  assert.equal(state.past, false);
  assert.equal(state.updates_per_epoch, 3);
  assert.deepEqual([state.recording.first, state.recording.last, state.recording.kept], [0, 50, 5]);
  const [frame] = heard.frames;
  assert.equal(frame.epoch, 50);
  assert.equal(frame.revision, state.revision);
  assert.equal(frame.parameters.length, state.network.parameters);
  assert.equal(frame.replacesCurve, true);
  assert.deepEqual([...frame.curve.epochs], [0, 10, 20, 50]);
  assert.equal(frame.curve.train[2], Math.fround(100 + 1 / 21), "where two segments meet, the later one counts");
});

test("seeking shows the nearest kept epoch at or before, weights and losses included", async () => {
  const { transport, heard } = await opened(recording());
  transport.send({ type: "seek", epoch: 15 });
  const frame = heard.frames.at(-1);
  assert.equal(frame.epoch, 10);
  assert.equal(frame.past, true);
  assert.deepEqual([...frame.parameters], [10, 10.1, 10.2].map(Math.fround));
  assert.equal(frame.trainLoss, Math.fround(1 / 11));
  const state = heard.states.at(-1);
  assert.deepEqual(state.network.sizes, [2, 1], "the network of that time");
  assert.equal(state.points, null, "the points did not change");
  assert.equal(frame.revision, state.revision);
});

test("inside a segment only frames are sent, and back to the end a state that is not past", async () => {
  const { transport, heard } = await opened(recording());
  transport.send({ type: "seek", epoch: 30 });
  const before = heard.states.length;
  transport.send({ type: "seek", epoch: 40 });
  assert.equal(heard.states.length, before);
  assert.equal(heard.frames.at(-1).epoch, 20);
  transport.send({ type: "live" });
  assert.equal(heard.states.at(-1).past, false);
  assert.equal(heard.frames.at(-1).epoch, 50);
});

test("an epoch before the first and one beyond the last show the ends", () => {
  const segments = unpackSegments({ ...recording(), segments: [segment({ sizes: [2, 1], epochs: [5, 9], start: 0 })] });
  assert.deepEqual(placeOf(segments, 0), { segment: 0, row: 0 });
  assert.deepEqual(placeOf(segments, 7), { segment: 0, row: 0 });
  assert.deepEqual(placeOf(segments, 1e6), { segment: 0, row: 1 });
});

test("points that changed in mid-training come with their segment", async () => {
  const data = recording();
  const others = { ...POINTS, rows: [[1, 1, 0]] };
  data.segments[1] = segment({ sizes: [2, 2, 1], epochs: [20, 50], start: 100, points: others });
  const { transport, heard } = await opened(data);
  assert.equal(heard.states[0].points, others);
  transport.send({ type: "seek", epoch: 0 });
  assert.equal(heard.states.at(-1).points, POINTS);
});

test("view settings change, training does not: a recording only shows", async () => {
  const { transport, heard } = await opened(recording());
  transport.send({ type: "view", changes: { show_test: true } });
  assert.equal(heard.states.at(-1).setup.view.show_test, true);
  const { length } = heard.frames;
  transport.send({ type: "run" });
  assert.equal(heard.frames.length, length);
  assert.equal(transport.capabilities.train, false);
  assert.equal(transport.exportUrl("network.svg"), null);
  await assert.rejects(transport.upload(/** @type {any} */ ({})));
});

test("who unsubscribed hears nothing more", async () => {
  const { transport, heard, off } = await opened(recording());
  off();
  transport.send({ type: "seek", epoch: 0 });
  assert.equal(heard.frames.length, 1);
});

test("an unknown format and damaged parts are said so", () => {
  assert.throws(() => recordingTransport({ ...recording(), format: 2 }), /format 2/);
  const data = recording();
  data.segments[1].parameters = data.segments[0].parameters;
  assert.throws(() => recordingTransport(data), /Part 2 .* damaged/);
});
