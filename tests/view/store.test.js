import assert from "node:assert/strict";
import { test } from "node:test";
import { createStore } from "../../src/neurarium/view/playground/store.js";
import { fakeState } from "./fake_transport.js";

/** A transport and a clock that the test turns by hand. */
function rig() {
  const sent = [];
  const drawings = [];
  let listener;
  const transport = {
    capabilities: {},
    send: (message) => sent.push(message),
    subscribe: (given) => ((listener = given), () => (listener = null)),
    upload: async () => ({}),
    exportUrl: () => null,
  };
  const store = createStore(transport, (draw) => drawings.push(draw));
  const draw = () => drawings.splice(0).forEach((f) => f());
  return { store, sent, draw, drawings, tell: () => listener };
}

function frame(number, changes = {}) {
  return {
    kind: 1, running: true, past: false, replacesCurve: false, revision: 1, epoch: number, step: 0, number,
    trainLoss: 0.5, testLoss: 0.6, parameters: new Float32Array(25), gradientNorms: new Float32Array(3),
    curve: { epochs: Uint32Array.of(number), train: Float32Array.of(0.5), test: Float32Array.of(0.25) },
    dead: null, ...changes,
  };
}

test("however many frames come, one is drawn, and its number acknowledged", () => {
  const { store, sent, draw, drawings, tell } = rig();
  const seen = [];
  store.on("frame", (f) => seen.push(f.epoch));
  tell().onMessage(fakeState());
  [1, 2, 3].forEach((n) => tell().onFrame(frame(n)));
  assert.equal(drawings.length, 1);
  assert.deepEqual(seen, []);
  draw();
  assert.deepEqual(seen, [3]);
  assert.deepEqual(sent, [{ type: "ack", frame: 3 }]);
});

test("the curve misses no frame, and starts again when it is replaced", () => {
  const { store, tell } = rig();
  tell().onMessage(fakeState());
  [1, 2, 3].forEach((n) => tell().onFrame(frame(n)));
  assert.deepEqual(store.get().curve.epochs, [1, 2, 3]);
  tell().onFrame(frame(9, { replacesCurve: true }));
  assert.deepEqual(store.get().curve, { epochs: [9], train: [0.5], test: [0.25] });
});

test("a frame of another revision is acknowledged but not shown", () => {
  const { store, sent, draw, tell } = rig();
  let drawn = 0;
  store.on("frame", () => (drawn += 1));
  tell().onMessage(fakeState());
  tell().onFrame(frame(4, { revision: 0 }));
  draw();
  assert.equal(drawn, 0);
  assert.equal(store.get().frame, null);
  assert.deepEqual(sent, [{ type: "ack", frame: 4 }]);
});

test("a state without points keeps those that were there", () => {
  const { store, tell } = rig();
  const first = fakeState();
  tell().onMessage(first);
  tell().onMessage({ ...fakeState(), points: null, revision: 2 });
  assert.equal(store.get().state.points, first.points);
});

test("when the structure changes, the old weights are not shown with it", () => {
  const { store, draw, tell } = rig();
  tell().onMessage(fakeState());
  tell().onFrame(frame(1));
  draw();
  assert.ok(store.get().frame);
  tell().onMessage({ ...fakeState({ layers: [{ units: 1, activation: "tanh", dropout: 0 }] }), revision: 2 });
  assert.equal(store.get().frame, null);
});

test("setUi speaks only when something differs", () => {
  const { store } = rig();
  const heard = [];
  store.on("ui", (changes) => heard.push(changes));
  store.setUi({ palette: "classic" });
  store.setUi({ palette: "colorblind" });
  assert.deepEqual(heard, [{ palette: "colorblind" }]);
});

test("a state's message is passed on, and listeners can leave", () => {
  const { store, tell } = rig();
  const heard = [];
  const off = store.on("message", (m) => heard.push(m.text));
  tell().onMessage({ ...fakeState(), message: { level: "warning", text: "careful" } });
  tell().onMessage({ type: "message", message: { level: "error", text: "no" } });
  off();
  tell().onMessage({ type: "message", message: { level: "error", text: "unheard" } });
  assert.deepEqual(heard, ["careful", "no"]);
});

test("what a state goes on saying is told once; training that diverges again is told again", () => {
  const { store, tell } = rig();
  const heard = [];
  store.on("message", ({ text }) => heard.push(text));
  const state = (status, text) => tell().onMessage({ ...fakeState(), status, message: text && { level: "info", text, hint: null } });
  state("paused", "Three classes.");
  state("running", "Three classes.");
  assert.deepEqual(heard, ["Three classes."]);
  state("diverged", "Diverged.");
  state("diverged", "Diverged.");
  state("running", "Diverged.");
  state("diverged", "Diverged.");
  assert.deepEqual(heard, ["Three classes.", "Diverged.", "Diverged."]);
  state("paused", null);
  state("paused", "Diverged.");
  assert.equal(heard.length, 4);
});
