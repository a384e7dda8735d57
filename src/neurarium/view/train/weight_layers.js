/**
 * Which layers' weights can be shown, and how: as images of what a unit looks for, as kernels, or
 * as one matrix. Pure.
 *
 * @typedef {Record<string, any> & {name: string, kind: string, input_shape: number[],
 *   output_shape: number[], parameters: number}} RunLayer
 * @typedef {object} WeightView
 * @property {RunLayer} layer
 * @property {"images" | "kernels" | "matrix"} kind
 * @property {number} width of one image
 * @property {number} height
 * @property {number} channels of the input: 1 signed, 3 may be a colour
 * @property {boolean} onImage what comes in is the image itself
 * @property {boolean} colour the channels are the image's red, green and blue
 */

/** Layers that move or drop values, but leave each at its place in the image. */
const KEEPS_PLACE = ["input", "flatten", "dropout", "rescaling", "batch_normalization", "activation", "input_layer"];

/**
 * @param {readonly RunLayer[]} layers
 * @param {{kind: string, input_shape: number[]} | null} data
 * @returns {WeightView[]}
 */
export function weightViews(layers, data) {
  let straight = data?.kind === "images";
  const [height = 1, width = 1, channels = 1] = data?.input_shape ?? [];
  /** @type {WeightView[]} */
  const views = [];
  for (const layer of layers) {
    if (layer.kind === "dense") {
      const inputs = layer.input_shape?.at(-1) ?? 0;
      const seen = straight && inputs === height * width * channels;
      views.push(seen ? { layer, kind: "images", width, height, channels, onImage: true, colour: channels === 3 } : { layer, kind: "matrix", width: 0, height: 0, channels: 1, onImage: false, colour: false });
    } else if (layer.kind === "conv2d") {
      const deep = layer.input_shape?.at(-1) ?? 1;
      views.push({ layer, kind: "kernels", width: 0, height: 0, channels: deep, onImage: straight, colour: straight && deep === 3 });
    }
    if (!KEEPS_PLACE.includes(layer.kind)) straight = false;
  }
  return views;
}

/**
 * @typedef {{count: number, width: number, height: number, channels: number,
 *   value: (unit: number, y: number, x: number, channel: number) => number}} UnitImages
 */

/**
 * Return how to read one unit's image out of a kernel, whichever way round it was kept.
 * @param {WeightView} view
 * @param {{shape: readonly number[], data: ArrayLike<number>}} kernel
 * @returns {UnitImages}
 */
export function unitImages(view, { shape, data }) {
  const { layout } = view.layer;
  if (view.kind === "kernels") {
    const [a = 1, b = 1, c = 1, d = 1] = shape;
    if (layout === "oihw") {
      return { count: a, channels: b, height: c, width: d, value: (unit, y, x, channel) => Number(data[((unit * b + channel) * c + y) * d + x]) };
    }
    return { count: d, channels: c, height: a, width: b, value: (unit, y, x, channel) => Number(data[((y * b + x) * c + channel) * d + unit]) };
  }
  const outFirst = layout === "out_in";
  const [inputs = 0, units = 0] = outFirst ? [shape[1], shape[0]] : shape;
  const { width, height, channels } = view;
  return {
    count: units, width, height, channels,
    value(unit, y, x, channel) {
      const input = (y * width + x) * channels + channel;
      return Number(data[outFirst ? unit * inputs + input : input * units + unit]);
    },
  };
}

/**
 * Return one unit's values row by row, one channel alone.
 * @param {UnitImages} images
 * @param {number} unit
 * @param {number} channel
 * @returns {Float32Array}
 */
export function signedImage({ width, height, value }, unit, channel) {
  const out = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) out[y * width + x] = value(unit, y, x, channel);
  return out;
}

/**
 * Return one unit's values as a colour image, 0 to 1: grey is 0, `limit` the full colour.
 * @param {UnitImages} images
 * @param {number} unit
 * @param {number} limit
 * @returns {{shape: number[], data: Float32Array}}
 */
export function colourImage({ width, height, value }, unit, limit) {
  const data = new Float32Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let c = 0; c < 3; c += 1) data[(y * width + x) * 3 + c] = 0.5 + value(unit, y, x, c) / (2 * (limit || 1));
    }
  }
  return { shape: [height, width, 3], data };
}

/**
 * Return the largest size among one unit's values.
 * @param {UnitImages} images
 * @param {number} unit
 */
export function unitLimit({ width, height, channels, value }, unit) {
  let limit = 1e-12;
  for (let c = 0; c < channels; c += 1) {
    for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) limit = Math.max(limit, Math.abs(value(unit, y, x, c)) || 0);
  }
  return limit;
}
