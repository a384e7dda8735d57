/**
 * A unit of a convolution: its kernel, one small image for each channel that comes in, and the
 * feature map that it makes.
 *
 * @import { NumberArray } from "../core/packet.js"
 * @import { Look } from "../frame/frame.js"
 * @import { UnitSources } from "./unit.js"
 */

import { element } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { imageSize, paintImage, paintSigned, pictureCanvas, symmetricLimit } from "../pictures/image.js";

const MOST_CHANNELS = 64;
const MOST_NUMBERS = 5;

/**
 * @param {UnitSources & {kernel: NumberArray}} sources
 * @param {Look} look
 * @returns {HTMLElement[]}
 */
export function convolutionUnit({ layer, unit, input, inputShape, kernel, bias }, look) {
  const [height = 1, width = 1, channels = 1, units = 1] = kernel.shape;
  const [mapHeight = 1, mapWidth = 1, mapChannels = 1] = layer.values.shape;
  const map = pictureCanvas(t("feature map {number}", { number: unit + 1 }));
  paintSigned(map, layer.values.data, { width: mapWidth, height: mapHeight, palette: look.palette, start: unit, stride: mapChannels });
  const own = Float32Array.from({ length: height * width * channels }, (_, i) => Number(kernel.data[i * units + unit]));
  const limit = symmetricLimit(own);
  const kernels = Array.from({ length: Math.min(channels, MOST_CHANNELS) }, (_, channel) => {
    const canvas = pictureCanvas(t("weights for channel {number}", { number: channel + 1 }));
    paintSigned(canvas, own, { width, height, palette: look.palette, limit, start: channel, stride: channels });
    return canvas;
  });
  const size = `${height} × ${width}`;
  const b = Number(bias?.data[unit] ?? 0);
  const single = channels === 1 && width <= MOST_NUMBERS ? numbersOf(own, width) : null;
  return [
    element("div", { class: "nr-unit-pictures" }, [
      ...([1, 3].includes(imageSize(inputShape).channels) ? [figure([imageOf(input, inputShape)], t("what comes in")), sign("∗")] : []),
      figure(single ? [...kernels, single] : kernels, channels > 1 ? t("kernel of map {number}: {size} weights for each of {channels} channels", { number: unit + 1, size, channels }) : t("kernel of map {number}: {size} weights", { number: unit + 1, size }), "nr-kernels"),
      sign("="),
      figure([map], t("feature map {number}", { number: unit + 1 })),
    ]),
    element("p", { class: "nr-quiet-text" }, [
      t("Each pixel of the map is the sum of the {size} pixels around it, times the kernel’s weights, plus the bias {bias}, through {activation}. The same kernel looks at every place of the image.", {
        size, bias: formatNumber(b, 3), activation: layer.activation ?? "linear",
      }),
    ]),
  ]; // prettier-ignore
}

/** @param {NumberArray} input @param {number[]} shape */
function imageOf(input, shape) {
  const canvas = pictureCanvas(t("what comes in"));
  paintImage(canvas, { shape, data: input.data }, { highest: 1 });
  return canvas;
}

/** @param {Float32Array} weights @param {number} width */
function numbersOf(weights, width) {
  const rows = Array.from({ length: weights.length / width }, (_, row) => [...weights.subarray(row * width, (row + 1) * width)]);
  return element("table", { class: "nr-kernel-numbers nr-numbers" }, [
    element("tbody", {}, rows.map((row) => element("tr", {}, row.map((value) => element("td", {}, [formatNumber(value, 2)]))))),
  ]);
}

/** @param {HTMLElement[]} content @param {string} caption @param {string} [extra] */
function figure(content, caption, extra = "") {
  return element("figure", { class: `nr-unit-figure ${extra}` }, [
    element("div", {}, content),
    element("figcaption", { class: "nr-quiet-text nr-small" }, [caption]),
  ]);
}

/** @param {string} text */
function sign(text) {
  return element("span", { class: "nr-unit-sign", "aria-hidden": "true" }, [text]);
}
