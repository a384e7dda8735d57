/**
 * Binary frames, as docs/protocol.md lays them out: little-endian, a header of 40 bytes.
 *
 * @typedef {object} Frame kind 1: the weights of the network at one moment
 * @property {1} kind
 * @property {boolean} running
 * @property {boolean} past a recorded moment, not the newest
 * @property {boolean} replacesCurve the curve replaces what was sent before
 * @property {number} revision of the state that the frame belongs to
 * @property {number} epoch
 * @property {number} step updates done in the current epoch
 * @property {number} number of the frame, for `ack`
 * @property {number} trainLoss
 * @property {number} testLoss
 * @property {Float32Array} parameters in the packing order of docs/architecture.md
 * @property {Float32Array} gradientNorms one a layer, NaN before the first update
 * @property {{epochs: Uint32Array, train: Float32Array, test: Float32Array}} curve what is new
 * @property {Uint8Array | null} dead 1 where a link is dead (L1 switched it off)
 *
 * @typedef {object} VariantsFrame kind 2: many networks, small
 * @property {2} kind
 * @property {boolean} running
 * @property {number} revision
 * @property {number} number
 * @property {{epoch: number, trainLoss: number, testLoss: number,
 *   status: "waiting" | "running" | "diverged", parameters: Float32Array}[]} variants
 */

const HEADER_BYTES = 40;
const MAGIC = 0x3146524e; // "NRF1" read as a little-endian number
const STATUSES = /** @type {const} */ (["waiting", "running", "diverged"]);

/**
 * Return the decoded frame. Raises an Error that says what is wrong with the bytes.
 * @param {ArrayBuffer} buffer
 * @returns {Frame | VariantsFrame}
 */
export function decodeFrame(buffer) {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new Error(`Not a frame: expected "NRF1" and 40 bytes, got ${buffer.byteLength} bytes.`);
  }
  const kind = view.getUint8(4);
  if (kind === 2) return decodeVariants(view);
  if (kind !== 1) throw new Error(`Unknown kind of frame: ${kind}. Known: 1, 2.`);
  return decodeNetwork(buffer, view);
}

/**
 * @param {ArrayBuffer} buffer
 * @param {DataView} view
 * @returns {Frame}
 */
function decodeNetwork(buffer, view) {
  const flags = view.getUint8(5);
  const layers = view.getUint16(6, true);
  const count = view.getUint32(20, true);
  const points = view.getUint32(24, true);
  let at = HEADER_BYTES;
  /** @param {number} length @returns {Float32Array} */
  const floats = (length) => {
    const part = new Float32Array(buffer, at, length);
    at += 4 * length;
    return part;
  };
  const parameters = floats(count);
  const gradientNorms = floats(layers);
  const epochs = new Uint32Array(buffer, at, points);
  at += 4 * points;
  const curve = { epochs, train: floats(points), test: floats(points) };
  return {
    kind: 1,
    running: (flags & 1) !== 0,
    past: (flags & 2) !== 0,
    replacesCurve: (flags & 8) !== 0,
    revision: view.getUint32(8, true),
    epoch: view.getUint32(12, true),
    step: view.getUint32(16, true),
    number: view.getUint32(28, true),
    trainLoss: view.getFloat32(32, true),
    testLoss: view.getFloat32(36, true),
    parameters,
    gradientNorms,
    curve,
    dead: flags & 4 ? new Uint8Array(buffer, at, count) : null,
  };
}

/**
 * @param {DataView} view
 * @returns {VariantsFrame}
 */
function decodeVariants(view) {
  const variants = [];
  let at = HEADER_BYTES;
  for (let i = view.getUint32(20, true); i > 0; i -= 1) {
    const length = view.getUint32(at + 16, true);
    const start = view.byteOffset + at + 20;
    variants.push({
      epoch: view.getUint32(at, true),
      trainLoss: view.getFloat32(at + 4, true),
      testLoss: view.getFloat32(at + 8, true),
      status: STATUSES[view.getUint8(at + 12)] ?? "waiting",
      parameters: new Float32Array(view.buffer, start, length),
    });
    at += 20 + 4 * length;
  }
  return {
    kind: 2,
    running: (view.getUint8(5) & 1) !== 0,
    revision: view.getUint32(8, true),
    number: view.getUint32(28, true),
    variants,
  };
}
