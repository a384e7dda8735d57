/**
 * One network being asked: the question of this moment, the weights that answer it, the answer.
 *
 * @import { Packet, NumberArray } from "../core/packet.js"
 * @import { Run } from "./try_page.js"
 *
 * @typedef {{split: "train" | "test", index: number}} Example
 * @typedef {{pixels: Uint8Array, shape: number[]}} Picture rows of 0 to 255
 * @typedef {{example: Example} | {picture: Picture}} Question
 * @typedef {number | "live" | "final"} At an epoch, this very moment, the model that was kept
 *
 * @typedef {object} SeenLayer
 * @property {string} name
 * @property {string} kind
 * @property {string | null} activation
 * @property {number[]} shape
 * @property {NumberArray} values
 *
 * @typedef {object} Answer
 * @property {NumberArray} input what the network was given, scaled to 0 to 1
 * @property {SeenLayer[]} layers
 * @property {NumberArray} logits
 * @property {NumberArray} probabilities
 * @property {number} prediction
 * @property {number | null} label what it truly is, where that is known
 * @property {number} epoch
 * @property {At} at
 *
 * @typedef {object} Session
 * @property {Run} run
 * @property {(question: Question | null) => void} ask null: nothing is asked (an empty drawing)
 * @property {(at: At) => void} useWeights of another moment
 * @property {() => Answer | null} answer
 * @property {() => boolean} asked whether something is asked (the answer may be under way)
 * @property {(listener: (answer: Answer | null) => void) => () => void} onAnswer
 * @property {(layer: string) => Promise<Record<string, NumberArray>>} weights of the answer's moment
 * @property {() => void} close
 */

import { getPacket, postForPacket } from "../core/api.js";
import { createNewest } from "../core/newest.js";
import { arrayOf } from "../core/packet.js";

const DELAY_MS = 80;

/**
 * @param {Run} run
 * @param {At} firstAt
 * @param {(error: unknown) => void} complain
 * @returns {Session}
 */
export function createSession(run, firstAt, complain) {
  const base = `/api/runs/${encodeURIComponent(run.id)}`;
  /** @type {Set<(answer: Answer | null) => void>} */
  const listeners = new Set();
  /** @type {Map<string, Promise<Record<string, NumberArray>>>} */
  const kept = new Map();
  /** @type {Question | null} */
  let question = null;
  /** @type {Answer | null} */
  let answer = null;
  let at = firstAt;
  const tell = (/** @type {Answer | null} */ next) => {
    answer = next;
    for (const listener of [...listeners]) listener(next);
  };
  const newest = createNewest(
    (/** @type {{question: Question, at: At}} */ asked, signal) => postForPacket(`${base}/look`, bodyOf(asked), { signal }),
    {
      onAnswer: (packet, asked) => question && tell(answerOf(packet, asked.at)),
      onError: complain,
      delay_ms: DELAY_MS,
    },
  );
  const again = () => {
    if (question) newest.ask({ question, at });
    if (!question || !answer) tell(null);
  };
  warmUp(base, at);
  return {
    run,
    ask(next) {
      question = next;
      again();
    },
    useWeights(next) {
      at = next;
      again();
    },
    answer: () => answer,
    asked: () => question !== null,
    onAnswer(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    weights(layer) {
      const moment = answer?.at ?? at;
      // What trains changes; what was kept does not.
      const key = moment === "live" ? "" : `${moment} ${layer}`;
      const found = kept.get(key) ?? getPacket(`${base}/weights?at=${moment}&layer=${encodeURIComponent(layer)}`).then(({ arrays }) => arrays);
      if (key) kept.set(key, found);
      found.catch(() => kept.delete(key));
      return found;
    },
    close() {
      newest.close();
      listeners.clear();
    },
  };
}

/**
 * Let the server open the network now: the first answer takes seconds, because Keras is loaded. What goes
 * wrong here goes wrong again, and is said, when something is asked.
 * @param {string} base
 * @param {At} at
 */
function warmUp(base, at) {
  postForPacket(`${base}/look`, { at, data: { split: "test", index: 0 } }).catch(() => {});
}

/** @param {{question: Question, at: At}} asked */
function bodyOf({ question, at }) {
  if ("example" in question) return { at, data: question.example };
  return { at, pixels: toBase64(question.picture.pixels), shape: question.picture.shape };
}

/** @param {Packet} packet @param {At} at @returns {Answer} */
function answerOf(packet, at) {
  const { layers, label, prediction, epoch } = packet.header;
  return {
    input: arrayOf(packet, "input"),
    layers: layers.map((/** @type {SeenLayer} */ layer) => ({ ...layer, values: arrayOf(packet, `activation/${layer.name}`) })),
    logits: arrayOf(packet, "logits"),
    probabilities: arrayOf(packet, "probabilities"),
    prediction,
    label: label ?? null,
    epoch,
    at,
  };
}

/** @param {Uint8Array} bytes @returns {string} */
export function toBase64(bytes) {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(pieces.join(""));
}
