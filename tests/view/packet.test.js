import assert from "node:assert/strict";
import { test } from "node:test";
import { createNewest } from "../../src/neurarium/view/core/newest.js";
import { arrayOf, readPacket, rowOf } from "../../src/neurarium/view/core/packet.js";

/** A packet as lab/packet.py writes it, with `space` bytes more in its header. */
export function packet(header, arrays) {
  let offset = 0;
  const facts = [];
  const parts = [];
  for (const [name, [dtype, shape, data]] of Object.entries(arrays)) {
    facts.push({ name, dtype, shape, offset });
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
    padded.set(bytes);
    parts.push(padded);
    offset += padded.length;
  }
  const text = new TextEncoder().encode(JSON.stringify({ ...header, arrays: facts }));
  const start = Math.ceil((4 + text.length) / 8) * 8;
  const all = new Uint8Array(start + offset);
  new DataView(all.buffer).setUint32(0, text.length, true);
  all.set(text, 4);
  let at = start;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

test("a packet's header and arrays are read, wherever the header ends", () => {
  for (const space of ["", "x", "xx", "xxx", "xxxx", "xxxxx", "xxxxxx", "xxxxxxx"]) {
    const buffer = packet(
      { total: 7, space },
      {
        images: ["u1", [2, 2, 3], Uint8Array.from({ length: 12 }, (_, i) => i)],
        labels: ["i4", [2], Int32Array.of(-4, 9)],
        means: ["f4", [1, 2], Float32Array.of(0.5, -1)],
        exact: ["f8", [1], Float64Array.of(Math.PI)],
        none: ["f4", [0, 3], new Float32Array(0)],
      },
    );
    const read = readPacket(buffer);
    assert.equal(read.header.total, 7);
    assert.deepEqual([...read.arrays.images.data], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    assert.deepEqual([...read.arrays.labels.data], [-4, 9]);
    assert.deepEqual([...read.arrays.means.data], [0.5, -1]);
    assert.deepEqual([...read.arrays.exact.data], [Math.PI]);
    assert.equal(read.arrays.none.data.length, 0);
    assert.deepEqual(rowOf(read.arrays.images, 1), { shape: [2, 3], data: Uint8Array.of(6, 7, 8, 9, 10, 11) });
  }
});

test("a packet that was cut off, or of another kind, is an error that says so", () => {
  const whole = packet({ total: 1 }, { images: ["u1", [16], new Uint8Array(16)] });
  assert.throws(() => readPacket(new ArrayBuffer(2)), /at least 4 bytes/);
  assert.throws(() => readPacket(whole.slice(0, 20)), /cut off in its header/);
  assert.throws(() => readPacket(whole.slice(0, whole.byteLength - 8)), /cut off in “images”/);
  const strange = packet({}, { images: ["c16", [1], new Uint8Array(16)] });
  assert.throws(() => readPacket(strange), /unknown kind: c16/);
  assert.throws(() => arrayOf(readPacket(whole), "labels"), /no “labels”, only images/);
});

test("the newest question is always asked, those between are not, and answers never overlap", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {{question: number, done: (answer: number) => void, fail: (error: Error) => void}[]} */
  const asked = [];
  const answers = [];
  const errors = [];
  const newest = createNewest(
    (question) => new Promise((done, fail) => asked.push({ question, done, fail })),
    { onAnswer: (answer) => answers.push(answer), onError: (error) => errors.push(error.message), delay_ms: 80 },
  );
  const settle = async () => {
    for (let i = 0; i < 5; i += 1) await Promise.resolve();
  };
  newest.ask(1);
  newest.ask(2);
  t.mock.timers.tick(79);
  assert.deepEqual(asked, []);
  t.mock.timers.tick(1);
  assert.deepEqual(asked.map((one) => one.question), [2]);
  newest.ask(3);
  newest.ask(4);
  t.mock.timers.tick(500);
  assert.equal(asked.length, 1, "one at a time");
  asked[0].done(20);
  await settle();
  assert.deepEqual(asked.map((one) => one.question), [2, 4]);
  asked[1].fail(new Error("no"));
  await settle();
  newest.ask(5);
  t.mock.timers.tick(80);
  newest.close();
  asked[2].done(50);
  await settle();
  assert.deepEqual([answers, errors], [[20], ["no"]]);
});
