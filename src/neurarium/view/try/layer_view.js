/**
 * One layer's answer to the image: cells for a row of numbers, small images for feature maps.
 *
 * @import { Look } from "../frame/frame.js"
 * @import { SeenLayer } from "./session.js"
 * @import { LayerFacts } from "./try_page.js"
 */

import { element, listen, setText, together } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { createRoving } from "../controls/roving.js";
import { createCells } from "../pictures/cells.js";
import { paintSigned, pictureCanvas, symmetricLimit } from "../pictures/image.js";
import { changesNothing, layerHelp, layerTitle, shapeInWords } from "./layer_words.js";
import { weighs } from "./unit.js";

/** So many feature maps are shown; more would be no picture any more. */
const MOST_MAPS = 64;
const MOST_CELLS = 4096;

/**
 * @typedef {object} LayerView
 * @property {HTMLElement} el
 * @property {HTMLElement} detail an empty place below, for the chosen unit
 * @property {boolean} choosable
 * @property {(layer: SeenLayer, look: Look) => void} show
 * @property {(unit: number | null) => void} choose marks a unit, tells nobody
 * @property {() => void} close
 */

/**
 * @param {SeenLayer} first
 * @param {LayerFacts | null} facts
 * @param {(unit: number) => void} onChoose
 * @returns {LayerView}
 */
export function createLayerView(first, facts, onChoose) {
  const body = element("div", { class: "nr-layer-body" });
  const detail = element("div", { class: "nr-unit" });
  const silent = element("span", { class: "nr-quiet-text nr-small" });
  const el = element("li", { class: "nr-layer", "data-kind": first.kind }, [
    element("div", { class: "nr-layer-head" }, [
      element("h3", {}, [layerTitle(first)]),
      element("span", { class: "nr-quiet-text nr-numbers nr-small" }, [shapeInWords(first.shape)]),
      facts?.derivation ? element("span", { class: "nr-quiet-text nr-small" }, [t("{derivation} parameters", { derivation: facts.derivation })]) : null,
      silent,
    ]),
    element("p", { class: "nr-quiet-text nr-small", "data-teaches": true }, [layerHelp(first, facts)]),
    element("div", { class: "nr-layer-row" }, [body, detail]),
  ]);
  const choosable = weighs(first);
  const picture = pictureOf(body, first, onChoose);
  return {
    el,
    detail,
    choosable,
    choose: picture?.choose ?? (() => {}),
    close: picture?.close ?? (() => {}),
    show(layer, look) {
      picture?.show(layer, look);
      setText(silent, layer.activation === "relu" ? silentInWords(layer) : "");
    },
  };
}

/**
 * @param {HTMLElement} body
 * @param {SeenLayer} layer
 * @param {(unit: number) => void} onChoose
 */
function pictureOf(body, layer, onChoose) {
  if (changesNothing(layer.kind)) return null;
  const { shape } = layer.values;
  if (shape.length === 3) return mapsOf(body, layer, onChoose);
  return cellsOf(body, layer, onChoose);
}

/**
 * @param {HTMLElement} body
 * @param {SeenLayer} first
 * @param {(unit: number) => void} onChoose
 */
function cellsOf(body, first, onChoose) {
  const count = Math.min(first.values.data.length, MOST_CELLS);
  let values = first.values.data;
  const describe = (/** @type {number} */ index) => t("unit {number}: {value}", { number: index + 1, value: formatNumber(Number(values[index]), 3) });
  const cells = createCells({ count, label: t("Units of “{name}”", { name: first.name }), describe, onChoose });
  body.append(cells.el);
  return {
    close: cells.close,
    choose: cells.choose,
    /** @param {SeenLayer} layer @param {Look} look */
    show(layer, look) {
      values = layer.values.data;
      cells.show(values, look.palette, symmetricLimit(values));
    },
  };
}

/**
 * @param {HTMLElement} body
 * @param {SeenLayer} first
 * @param {(unit: number) => void} onChoose
 */
function mapsOf(body, first, onChoose) {
  const [height = 1, width = 1, channels = 1] = first.values.shape;
  const shown = Math.min(channels, MOST_MAPS);
  const maps = Array.from({ length: shown }, (_, i) => {
    const canvas = pictureCanvas();
    const label = t("feature map {number} of {count}", { number: i + 1, count: channels });
    return { canvas, button: element("button", { type: "button", class: "nr-image-button", "data-unit": i, "aria-pressed": "false", "aria-label": label, title: label }, [canvas]) };
  });
  const grid = element("div", { class: "nr-image-grid nr-maps", role: "group", "aria-label": t("Feature maps of “{name}”", { name: first.name }) }, maps.map(({ button }) => button));
  grid.style.setProperty("--image-size", `${Math.min(Math.max(2 * width, 34), 56)}px`);
  body.append(grid);
  if (channels > shown) body.append(element("p", { class: "nr-quiet-text nr-small" }, [t("the first {shown} of {count}", { shown, count: channels })]));
  const roving = createRoving(grid, "button");
  return {
    close: together([roving.close, listen(grid, "click", ({ target }) => {
      const unit = target.closest("button")?.dataset.unit;
      if (unit !== undefined) onChoose(Number(unit));
    })]),
    /** @param {number | null} unit */
    choose(unit) {
      maps.forEach(({ button }, i) => button.setAttribute("aria-pressed", String(i === unit)));
    },
    /** @param {SeenLayer} layer @param {Look} look */
    show({ values }, { palette }) {
      const limit = symmetricLimit(values.data);
      maps.forEach(({ canvas }, i) => paintSigned(canvas, values.data, { width, height, palette, limit, start: i, stride: channels }));
    },
  };
}

/** @param {SeenLayer} layer */
function silentInWords({ values }) {
  const { shape, data } = values;
  if (shape.length !== 1) return "";
  let silent = 0;
  for (const value of data) silent += value === 0 ? 1 : 0;
  return t("{silent} of {count} silent", { silent, count: data.length });
}
