import assert from "node:assert/strict";
import { test } from "node:test";
import { connectWebSocket } from "../../src/neurarium/view/transport/websocket.js";
import { fakeState } from "./fake_transport.js";

globalThis.location = /** @type {any} */ ({ href: "http://127.0.0.1:8080/", hash: "" });

function memory(values = {}) {
  const held = new Map(Object.entries(values));
  return /** @type {any} */ ({ getItem: (k) => held.get(k) ?? null, setItem: (k, v) => held.set(k, v) });
}

/** A page's transport, with what it sends and hears. */
function rig(options) {
  const sockets = [];
  const heard = [];
  const transport = connectWebSocket({
    link: () => "",
    connect: () => {
      const socket = {
        readyState: 1,
        sent: [],
        send: (text) => socket.sent.push(JSON.parse(text)),
        close: () => socket.onclose?.(),
      };
      sockets.push(socket);
      return /** @type {any} */ (socket);
    },
    ...options,
  });
  const off = transport.subscribe({
    onMessage: (m) => heard.push(m.session ?? m.type),
    onFrame: () => heard.push("frame"),
    onConnection: () => {},
  });
  return { sockets, heard, off };
}

function frameBytes(parameters) {
  const view = new DataView(new ArrayBuffer(40 + 4 * parameters.length));
  [..."NRF1"].forEach((letter, i) => view.setUint8(i, letter.charCodeAt(0)));
  view.setUint8(4, 1);
  view.setUint32(12, 77, true);
  view.setUint32(20, parameters.length, true);
  parameters.forEach((value, i) => view.setFloat32(40 + 4 * i, value, true));
  return view.buffer;
}

/** What a page leaves behind that showed this state. */
function storageAfter(state) {
  const storage = memory();
  const { sockets, off } = rig({ storage });
  sockets[0].onmessage({ data: JSON.stringify(state) });
  off();
  return storage;
}

test("a reload goes on with its session; another link in the address bar gets one of its own", () => {
  const storage = storageAfter({ ...fakeState(), session: "mine", link: "#n=1&formula=y > 2" });
  const hello = (link) => {
    const { sockets, off } = rig({ storage, link: () => link });
    sockets[0].onopen();
    off();
    return sockets[0].sent[0];
  };
  assert.equal(hello("#n=1&formula=y > 3").session, undefined, "another link");
  assert.equal(hello("#n=1&formula=y%20%3E%202").session, "mine", "as the browser writes it");
  assert.equal(hello("").session, "mine", "points of one's own have no link");
  assert.deepEqual(hello("#dataset=xor&networkShape=2"), { type: "hello", link: "#dataset=xor&networkShape=2" });
});

test("a duplicated tab looks once at the first tab's session and goes on in a copy", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const storage = memory({ "neurarium.session": "first" });
  const { sockets, heard, off } = rig({ storage, claim: (session) => Promise.resolve(session !== "first") });
  await Promise.resolve();
  await Promise.resolve();
  sockets[0].onopen();
  assert.equal(sockets[0].sent[0].session, "first");
  sockets[0].onmessage({ data: JSON.stringify({ ...fakeState({ layers: [] }), session: "first" }) });
  sockets[0].onmessage({ data: frameBytes([0.5, -1, 2]) });
  t.mock.timers.tick(1);
  assert.deepEqual(heard, [], "nothing of the other tab is shown");
  assert.equal(storage.getItem("neurarium.session"), "first");
  sockets[1].onopen();
  const [{ session, restore }] = sockets[1].sent;
  assert.equal(session, undefined);
  assert.deepEqual([restore.weights, restore.epoch], [[0.5, -1, 2], 77]);
  sockets[1].onmessage({ data: JSON.stringify({ ...fakeState({ layers: [] }), session: "second" }) });
  assert.deepEqual(heard, ["second"]);
  assert.equal(storage.getItem("neurarium.session"), "second");
  off();
});
