/**
 * The thumbnails of the diagram: a button with a canvas for every feature and every unit.
 *
 * @import { Store } from "./store.js"
 * @import { Maps } from "./maps.js"
 * @import { DiagramLayout } from "./diagram_layout.js"
 * @import { Palette } from "../core/palette.js"
 *
 * @typedef {object} NodeView
 * @property {number} layer −1 for features
 * @property {number} unit for features the row among all of FEATURES
 * @property {HTMLButtonElement} button
 * @property {CanvasRenderingContext2D} context
 * @property {ImageData} image
 * @property {Uint32Array} pixels the image's
 * @property {HTMLElement | null} bias marker
 * @property {string} biasColor last shown
 */

import { element } from "../core/dom.js";
import { FEATURES, featureColumns, gridPoints } from "../core/features.js";
import { unitFormula } from "../core/format.js";
import { paintProbability, paintValues } from "../core/heatmap.js";
import { t } from "../core/language.js";
import { layerSlices } from "../core/network.js";
import { classColor } from "../core/palette.js";
import { linkColor } from "./diagram_links.js";

export const THUMBNAIL = 50;

/**
 * Return a button with a canvas.
 * @param {number} layer
 * @param {number} unit
 * @param {string} kind "feature", "unit" or "output"
 * @returns {NodeView}
 */
export function nodeView(layer, unit, kind) {
  const canvas = element("canvas", {
    width: THUMBNAIL,
    height: THUMBNAIL,
    class: "nr-thumb",
    "aria-hidden": "true",
  });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(THUMBNAIL, THUMBNAIL);
  const bias = kind === "feature" ? null : element("span", { class: "nr-bias" });
  const button = element(
    "button",
    {
      type: "button",
      class: `nr-node nr-node-${kind}`,
      "data-layer": layer,
      "data-unit": unit,
      tabindex: -1,
    },
    [canvas, bias],
  );
  const pixels = new Uint32Array(image.data.buffer);
  return { layer, unit, button, context, image, pixels, bias, biasColor: "" };
}

/**
 * Return the buttons of all features, labelled; `aria-pressed` says which the network sees.
 * @returns {NodeView[]}
 */
export function featureViews() {
  return FEATURES.map(({ symbol }, row) => {
    const view = nodeView(-1, row, "feature");
    view.button.prepend(element("span", { class: "nr-feature-label" }, [symbol]));
    view.button.setAttribute("aria-label", t("Feature {symbol}", { symbol }));
    return view;
  });
}

/** Return the buttons of every unit, hidden layers and outputs. @param {readonly number[]} sizes @returns {NodeView[]} */
export function unitViews(sizes) {
  const last = sizes.length - 2;
  return sizes
    .slice(1)
    .flatMap((count, layer) =>
      Array.from({ length: count }, (_, unit) =>
        nodeView(layer, unit, layer === last ? "output" : "unit"),
      ),
    );
}

/** Put the buttons where the layout says. @param {readonly NodeView[]} views @param {DiagramLayout} layout */
export function placeNodes(views, layout) {
  for (const { layer, unit, button } of views) {
    const column = layout.columns[layer];
    const size = column ? column.size : layout.featureSize;
    const x = column ? column.x : layout.featureX;
    const y = (column ? column.y[unit] : layout.featureY[unit]) ?? 0;
    button.style.setProperty("--size", `${size}px`);
    button.style.left = `${x}px`;
    button.style.top = `${y}px`;
  }
}

/** Paint the features' thumbnails: they change with the palette alone.
 * @param {readonly NodeView[]} views @param {Palette} colours @param {boolean} discretize */
export function paintFeatures(views, colours, discretize) {
  const { x, y } = gridPoints(THUMBNAIL);
  const columns = featureColumns(
    FEATURES.map(({ name }) => name),
    x,
    y,
  );
  views.forEach((view, row) => {
    const values = columns[row];
    if (!values) return;
    const options = { size: THUMBNAIL, stride: 1, discretize };
    paintValues(view.pixels, values, colours.table, options);
    view.context.putImageData(view.image, 0, 0);
  });
}

/**
 * Paint every unit's thumbnail and bias marker.
 * @param {readonly NodeView[]} views
 * @param {Maps} maps
 * @param {Store} store
 * @param {Palette} colours
 */
export function paintUnits(views, maps, store, colours) {
  const { state, frame } = store.get();
  const { network, setup } = state;
  const slices = layerSlices(network.sizes);
  const stride = maps.size / THUMBNAIL;
  const options = { size: maps.size, stride, discretize: setup.view.discretize };
  for (const view of views) {
    const values = maps.layers[view.layer]?.[view.unit];
    if (!values) continue;
    const isOutput = view.layer === slices.length - 1;
    if (isOutput && network.output === "softmax") {
      const color = colours.classPixels[view.unit] ?? 0;
      paintProbability(view.pixels, values, { ...options, mid: colours.midPixel, color });
    } else {
      const unit = isOutput && network.output === "sigmoid";
      paintValues(view.pixels, values, colours.table, { ...options, unit });
    }
    view.context.putImageData(view.image, 0, 0);
    const bias = frame?.parameters[(slices[view.layer]?.biases ?? 0) + view.unit];
    paintBias(view, linkColor(colours, bias ?? 0));
  }
}

/** @param {NodeView} view @param {string} color */
function paintBias(view, color) {
  if (!view.bias || view.biasColor === color) return;
  view.bias.style.background = color;
  view.biasColor = color;
}

/**
 * Return what a screen reader says of a unit: where it is, its formula.
 * @param {Store} store
 * @param {{layer: number, unit: number}} neuron
 * @returns {string}
 */
export function neuronName(store, { layer, unit }) {
  const { network, points } = store.get().state;
  if (layer < 0) return t("Feature {symbol}", { symbol: FEATURES[unit]?.symbol ?? "" });
  if (layer < network.sizes.length - 2) {
    return t("Layer {layer}, unit {unit}", { layer: layer + 1, unit: unit + 1 });
  }
  if (network.output === "softmax") {
    return t("Output for class {name}", { name: points.classes[unit] ?? String(unit) });
  }
  return t("Output unit");
}

/**
 * @param {Store} store
 * @param {{layer: number, unit: number}} neuron layer ≥ 0
 * @returns {string} the name, the formula and the bias
 */
export function neuronDescription(store, neuron) {
  const { state, frame } = store.get();
  const name = neuronName(store, neuron);
  if (!frame || neuron.layer < 0) return name;
  const formula = unitFormula(state.network, frame.parameters, neuron);
  return `${name}: ${formula}`;
}

/** The CSS colour of an output unit's frame where it stands for a class.
 * @param {Store} store @param {Palette} colours @param {number} unit @returns {string | null} */
export function outputColor(store, colours, unit) {
  const { network } = store.get().state;
  if (network.output !== "softmax") return null;
  return classColor(colours, unit, Math.max(network.sizes[network.sizes.length - 1] ?? 0, 3));
}
