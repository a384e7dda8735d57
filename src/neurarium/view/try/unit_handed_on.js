/**
 * A unit of a layer without weights (pooling, an activation alone): what came in, what goes on.
 *
 * @import { Look } from "../frame/frame.js"
 * @import { UnitSources } from "./unit.js"
 */

import { element } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { paintSigned, pictureCanvas, symmetricLimit } from "../pictures/image.js";

/**
 * @param {UnitSources} sources
 * @param {Look} look
 * @returns {HTMLElement[]}
 */
export function handedOn({ layer, unit, input }, { palette }) {
  const { shape, data } = layer.values;
  if (shape.length !== 3) {
    const same = input.data.length === data.length;
    const [before, after] = [input, layer.values].map((array) => formatNumber(Number(array.data[unit]), 3));
    return [element("p", { class: "nr-numbers" }, [same ? `${before} → ${after}` : String(after)])];
  }
  const limit = symmetricLimit(input.data);
  const image = (/** @type {import("../core/packet.js").NumberArray} */ array, /** @type {string} */ label) => {
    const [height = 1, width = 1, channels = 1] = array.shape;
    const canvas = pictureCanvas(label);
    paintSigned(canvas, array.data, { width, height, palette, limit, start: unit, stride: channels });
    return element("figure", { class: "nr-unit-figure" }, [canvas, element("figcaption", { class: "nr-quiet-text nr-small" }, [`${label}: ${height} × ${width}`])]);
  };
  const after = image(layer.values, t("map {number}, what goes on", { number: unit + 1 }));
  if (input.shape[2] !== shape[2]) return [after];
  return [
    element("div", { class: "nr-unit-pictures" }, [
      image(input, t("map {number}, what comes in", { number: unit + 1 })),
      element("span", { class: "nr-unit-sign", "aria-hidden": "true" }, ["→"]),
      after,
    ]),
  ];
}
