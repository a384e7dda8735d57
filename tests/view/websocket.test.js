import assert from "node:assert/strict";
import { test } from "node:test";
import { connectWebSocket } from "../../src/neurarium/view/transport/websocket.js";
import { fakeState } from "./fake_transport.js";

globalThis.location = /** @type {any} */ ({ href: "http://127.0.0.1:8080/", hash: "" });

class FakeSocket {
  readyState = 1;
  sent = [];
  send(text) {
    this.sent.push(JSON.parse(text));
  }
  close() {
    this.onclose?.();
  }
}

function memory() {
  const values = new Map();
  return { getItem: (k) => values.get(k) ?? null, setItem: (k, v) => values.set(k, v) };
}

function rig(options = {}) {
  const sockets = [];
  const heard = { messages: [], frames: [], connections: [] };
  const transport = connectWebSocket({
    storage: /** @type {any} */ (memory()),
    link: () => "",
    connect: (url) => {
      const socket = Object.assign(new FakeSocket(), { url });
      sockets.push(socket);
      return /** @type {any} */ (socket);
    },
    ...options,
  });
  const off = transport.subscribe({
    onMessage: (m) => heard.messages.push(m),
    onFrame: (f) => heard.frames.push(f),
    onConnection: (c) => heard.connections.push(c),
  });
  return { transport, sockets, heard, off };
}

test("the first message is hello, with the address bar's link", () => {
  const { sockets, off } = rig({ link: () => "#n=1&seed=3" });
  sockets[0].onopen();
  assert.equal(sockets[0].url, "ws://127.0.0.1:8080/api/playground/ws");
  assert.deepEqual(sockets[0].sent, [{ type: "hello", link: "#n=1&seed=3" }]);
  off();
});

test("a lost connection comes back by itself, with the session and what it last saw", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { sockets, heard, off } = rig();
  sockets[0].onopen();
  sockets[0].onmessage({ data: JSON.stringify({ ...fakeState(), session: "abc" }) });
  assert.deepEqual(heard.connections, ["connecting", "open"]);
  sockets[0].onclose();
  assert.equal(heard.connections.at(-1), "lost");
  t.mock.timers.tick(500);
  assert.equal(sockets.length, 2);
  sockets[1].onopen();
  assert.equal(sockets[1].sent[0].session, "abc");
  sockets[1].onclose();
  t.mock.timers.tick(500);
  assert.equal(sockets.length, 2, "the second try waits longer");
  t.mock.timers.tick(500);
  assert.equal(sockets.length, 3);
  off();
});

/** A frame of kind 1 with these parameters, by hand from docs/protocol.md. */
function frameBytes(parameters) {
  const view = new DataView(new ArrayBuffer(40 + 4 * parameters.length));
  [..."NRF1"].forEach((letter, i) => view.setUint8(i, letter.charCodeAt(0)));
  view.setUint8(4, 1);
  view.setUint32(12, 77, true);
  view.setUint32(20, parameters.length, true);
  parameters.forEach((value, i) => view.setFloat32(40 + 4 * i, value, true));
  return view.buffer;
}

test("what it last saw goes along, points of one's own included, but never weights that are no numbers", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { sockets, off } = rig();
  const state = fakeState({ layers: [] });
  state.setup.config.data.name = "custom";
  sockets[0].onmessage({ data: JSON.stringify(state) });
  sockets[0].onmessage({ data: frameBytes([0.5, -1, 2]) });
  sockets[0].onclose();
  t.mock.timers.tick(500);
  sockets[1].onopen();
  const { restore } = sockets[1].sent[0];
  assert.deepEqual([restore.weights, restore.epoch], [[0.5, -1, 2], 77]);
  assert.equal(restore.setup.config.data.name, "custom");
  assert.equal(restore.points.rows.length, 500);
  sockets[1].onmessage({ data: frameBytes([0.5, NaN, 2]) });
  sockets[1].onclose();
  t.mock.timers.tick(5000);
  sockets[2].onopen();
  assert.equal(sockets[2].sent[0].restore, undefined);
  off();
});

test("closing on purpose does not reconnect", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { sockets, off } = rig();
  off();
  t.mock.timers.tick(60_000);
  assert.equal(sockets.length, 1);
});

test("the session is remembered over a reload, and in the export's address", () => {
  const storage = /** @type {any} */ (memory());
  const first = rig({ storage });
  first.sockets[0].onmessage({ data: JSON.stringify({ ...fakeState(), session: "s 1" }) });
  assert.equal(
    first.transport.exportUrl("network.svg"),
    "/api/playground/export/network.svg?session=s+1",
  );
  first.off();
  const second = rig({ storage });
  second.sockets[0].onopen();
  assert.equal(second.sockets[0].sent[0].session, "s 1");
  second.off();
});

test("an upload that is refused gives the server's sentence", async (t) => {
  const { transport, off } = rig();
  t.mock.method(globalThis, "fetch", async () =>
    Response.json({ error: 'Line 3: "abc" is not a number.' }, { status: 422 }),
  );
  await assert.rejects(transport.upload(new Blob(["x"])), /Line 3: "abc"/);
  off();
});
