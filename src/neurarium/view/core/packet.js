/**
 * Reading packets: JSON and arrays in one answer (docs/training.md, "The lab's addresses").
 *
 * @typedef {Float32Array | Float64Array | Int32Array | Uint8Array} Numbers
 * @typedef {{shape: number[], data: Numbers}} NumberArray row by row, the last axis fastest
 * @typedef {{header: any, arrays: Record<string, NumberArray>}} Packet
 */

const KINDS = { f4: Float32Array, f8: Float64Array, i4: Int32Array, u1: Uint8Array };
const ALIGNED = 8;

/**
 * Return a packet's header and arrays; the arrays are views, nothing is copied.
 * @param {ArrayBuffer} buffer
 * @returns {Packet}
 */
export function readPacket(buffer) {
  if (buffer.byteLength < 4) throw new Error("A packet has at least 4 bytes.");
  const length = new DataView(buffer).getUint32(0, true);
  if (4 + length > buffer.byteLength) throw new Error("A packet was cut off in its header.");
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const start = Math.ceil((4 + length) / ALIGNED) * ALIGNED;
  /** @type {Record<string, NumberArray>} */
  const arrays = {};
  for (const { name, dtype, shape, offset } of header.arrays) {
    const Kind = KINDS[/** @type {keyof typeof KINDS} */ (dtype)];
    if (!Kind) throw new Error(`A packet holds numbers of an unknown kind: ${dtype}.`);
    const count = shape.reduce((/** @type {number} */ product, /** @type {number} */ n) => product * n, 1);
    if (start + offset + count * Kind.BYTES_PER_ELEMENT > buffer.byteLength) {
      throw new Error(`A packet was cut off in “${name}”.`);
    }
    arrays[name] = { shape, data: new Kind(buffer, start + offset, count) };
  }
  return { header, arrays };
}

/**
 * Return one row of an array along its first axis, without copying: image 3 of images.
 * @param {NumberArray} array
 * @param {number} index
 * @returns {NumberArray}
 */
export function rowOf({ shape, data }, index) {
  const inner = shape.slice(1);
  const size = inner.reduce((product, n) => product * n, 1);
  return { shape: inner, data: /** @type {Numbers} */ (data.subarray(index * size, (index + 1) * size)) };
}

/**
 * Return an array of the packet, or throw a sentence that names it.
 * @param {Packet} packet
 * @param {string} name
 * @returns {NumberArray}
 */
export function arrayOf(packet, name) {
  const found = packet.arrays[name];
  if (!found) throw new Error(`The packet has no “${name}”, only ${Object.keys(packet.arrays).join(", ")}.`);
  return found;
}
