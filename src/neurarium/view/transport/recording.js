/**
 * A recording as a transport: what a page gets from a server, from an object in memory instead
 * (docs/protocol.md, "Recording"). It can be looked through, not trained.
 *
 * @import { Frame } from "../core/frame.js"
 * @import { NetworkShape, PointSet, State, Transport, Config, ViewSettings } from "../playground/store.js"
 *
 * @typedef {{network: NetworkShape, config: Config, points: PointSet | null, epochs: string,
 *   parameters: string, loss_train: string, loss_test: string}} PackedSegment
 * @typedef {{format: number, setup: {config: Config, view: ViewSettings, epoch: number},
 *   points: PointSet, segments: PackedSegment[]}} Recording
 * @typedef {{network: NetworkShape, config: Config, points: PointSet, epochs: Uint32Array,
 *   parameters: Float32Array, lossTrain: Float32Array, lossTest: Float32Array}} Segment
 */

import { t } from "../core/language.js";

const KNOWN_FORMAT = 1;

/**
 * Return a transport that shows `recording`, at its last epoch first.
 * @param {Recording} recording
 * @returns {Transport}
 */
export function recordingTransport(recording) {
  const segments = unpackSegments(recording);
  const last = lastEpoch(segments);
  const shown = { place: placeOf(segments, last), view: recording.setup.view, revision: 1, frames: 0 };
  /** @type {Set<Parameters<Transport["subscribe"]>[0]>} */
  const listeners = new Set();
  const tell = (/** @type {boolean} */ withPoints) => {
    const state = stateOf(segments, shown, recording, withPoints);
    for (const listener of listeners) listener.onMessage(state);
  };
  const showFrame = (/** @type {boolean} */ withCurve) => {
    shown.frames += 1;
    const frame = frameOf(segments, shown, withCurve);
    for (const listener of listeners) listener.onFrame(frame);
  };
  const seek = (/** @type {number} */ epoch) => {
    const before = shown.place;
    shown.place = placeOf(segments, epoch);
    if (before.segment !== shown.place.segment) {
      shown.revision += 1;
      tell(segments[before.segment].points !== segments[shown.place.segment].points);
    } else if (isLast(segments, before) !== isLast(segments, shown.place)) tell(false);
    showFrame(false);
  };
  return {
    send: (message) => {
      if (message.type === "seek") seek(message.epoch);
      else if (message.type === "live") seek(last);
      else if (message.type === "view") {
        shown.view = { ...shown.view, ...message.changes };
        tell(false);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      // Later, as from a socket: whoever subscribes has not begun to listen yet.
      queueMicrotask(() => {
        if (!listeners.has(listener)) return;
        listener.onConnection("open");
        listener.onMessage(stateOf(segments, shown, recording, true));
        listener.onFrame(frameOf(segments, shown, true));
      });
      return () => void listeners.delete(listener);
    },
    upload: () => Promise.reject(new Error(t("A recording cannot learn from other data."))),
    exportUrl: () => null,
    capabilities: { train: false, edit: false, upload: false, export: false, compare: false, explain: false },
  };
}

/**
 * Decode all segments. Raises an Error that says what is wrong.
 * @param {Recording} recording
 * @returns {Segment[]}
 */
export function unpackSegments(recording) {
  if (recording.format !== KNOWN_FORMAT) {
    throw new Error(
      t("This recording has format {format}; this player knows format {known}.", {
        format: String(recording.format), known: KNOWN_FORMAT,
      }),
    );
  }
  let points = recording.points;
  return recording.segments.map((packed, index) => {
    points = packed.points ?? points;
    const segment = {
      network: packed.network,
      config: packed.config,
      points,
      epochs: new Uint32Array(bytesOf(packed.epochs)),
      parameters: new Float32Array(bytesOf(packed.parameters)),
      lossTrain: new Float32Array(bytesOf(packed.loss_train)),
      lossTest: new Float32Array(bytesOf(packed.loss_test)),
    };
    const rows = segment.epochs.length;
    const wanted = rows * packed.network.parameters;
    if (!rows || segment.parameters.length !== wanted || segment.lossTrain.length !== rows || segment.lossTest.length !== rows) {
      throw new Error(t("Part {number} of this recording is damaged.", { number: index + 1 }));
    }
    return segment;
  });
}

/**
 * @param {string} base64
 * @returns {ArrayBuffer}
 */
function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes.buffer;
}

/**
 * The row shown at an epoch: the nearest kept one at or before it, in the latest segment that
 * has one; the very first row for an epoch before all.
 * @param {readonly Segment[]} segments
 * @param {number} epoch
 * @returns {{segment: number, row: number}}
 */
export function placeOf(segments, epoch) {
  for (let segment = segments.length - 1; segment >= 0; segment--) {
    const epochs = segments[segment].epochs;
    if (epochs[0] > epoch) continue;
    let low = 0;
    let high = epochs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (epochs[middle] <= epoch) low = middle + 1;
      else high = middle;
    }
    return { segment, row: low - 1 };
  }
  return { segment: 0, row: 0 };
}

/** @param {readonly Segment[]} segments */
function lastEpoch(segments) {
  const epochs = segments[segments.length - 1].epochs;
  return epochs[epochs.length - 1];
}

/**
 * @param {readonly Segment[]} segments
 * @param {{segment: number, row: number}} place
 */
function isLast(segments, place) {
  return place.segment === segments.length - 1 && place.row === segments[place.segment].epochs.length - 1;
}

/**
 * @typedef {{place: {segment: number, row: number}, view: ViewSettings, revision: number,
 *   frames: number}} Shown
 */

/**
 * @param {readonly Segment[]} segments
 * @param {Shown} shown
 * @param {Recording} recording
 * @param {boolean} withPoints
 * @returns {State}
 */
function stateOf(segments, shown, recording, withPoints) {
  const segment = segments[shown.place.segment];
  const train = segment.points.n_train;
  return {
    type: "state",
    session: "recording",
    revision: shown.revision,
    setup: { config: segment.config, view: shown.view, epoch: recording.setup.epoch },
    network: segment.network,
    points: /** @type {PointSet} */ (withPoints ? segment.points : null),
    status: "paused",
    past: !isLast(segments, shown.place),
    updates_per_epoch: Math.ceil(train / segment.config.batch_size),
    can_undo: false,
    can_redo: false,
    recording: {
      first: segments[0].epochs[0],
      last: lastEpoch(segments),
      kept: segments.reduce((sum, part) => sum + part.epochs.length, 0),
      stride: 1,
      megabytes: 0,
      used_megabytes: 0,
    },
    link: "",
    playground_link: null,
    playground_link_problem: null,
    history_note: null,
    message: null,
  };
}

/**
 * @param {readonly Segment[]} segments
 * @param {Shown} shown
 * @param {boolean} withCurve
 * @returns {Frame}
 */
function frameOf(segments, shown, withCurve) {
  const { segment: index, row } = shown.place;
  const segment = segments[index];
  const count = segment.network.parameters;
  return {
    kind: 1,
    running: false,
    past: !isLast(segments, shown.place),
    replacesCurve: withCurve,
    revision: shown.revision,
    epoch: segment.epochs[row],
    step: 0,
    number: shown.frames,
    trainLoss: segment.lossTrain[row],
    testLoss: segment.lossTest[row],
    parameters: segment.parameters.subarray(row * count, (row + 1) * count),
    gradientNorms: new Float32Array(segment.network.sizes.length - 1).fill(NaN),
    curve: withCurve ? wholeCurve(segments) : emptyCurve(),
    dead: null,
  };
}

/** @returns {Frame["curve"]} */
function emptyCurve() {
  return { epochs: new Uint32Array(0), train: new Float32Array(0), test: new Float32Array(0) };
}

/**
 * All losses; where an epoch ends one segment and begins the next, the later one.
 * @param {readonly Segment[]} segments
 * @returns {Frame["curve"]}
 */
function wholeCurve(segments) {
  /** @type {Map<number, [number, number]>} */
  const losses = new Map();
  for (const { epochs, lossTrain, lossTest } of segments) {
    epochs.forEach((epoch, i) => losses.set(epoch, [lossTrain[i], lossTest[i]]));
  }
  const pairs = [...losses.values()];
  return {
    epochs: Uint32Array.from(losses.keys()),
    train: Float32Array.from(pairs, (pair) => pair[0]),
    test: Float32Array.from(pairs, (pair) => pair[1]),
  };
}
