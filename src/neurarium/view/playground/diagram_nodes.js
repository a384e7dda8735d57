/**
 * The diagram's buttons: one for every feature, with its picture, and one for every unit, whose
 * heatmap is painted under it (diagram_thumbs.js).
 *
 * @import { Store } from "./store.js"
 * @import { DiagramLayout } from "./diagram_layout.js"
 * @import { Palette } from "../core/palette.js"
 *
 * @typedef {object} NodeView
 * @property {number} layer −1 for features
 * @property {number} unit for features the row among all of FEATURES
 * @property {HTMLButtonElement} button
 * @property {CanvasRenderingContext2D | null} context of a feature's picture
 * @property {HTMLElement | null} bias marker
 * @property {string} biasColor last shown
 */

import { element } from "../core/dom.js";
import { FEATURES, featureColumns, gridPoints } from "../core/features.js";
import { unitFormula } from "../core/format.js";
import { paintValues } from "../core/heatmap.js";
import { t } from "../core/language.js";
import { layerSlices } from "../core/network.js";
import { classColor } from "../core/palette.js";
import { linkColor } from "./diagram_links.js";

export const THUMBNAIL = 50;

/**
 * Return a button: a feature's with a canvas, a unit's with the frame of its heatmap.
 * @param {number} layer
 * @param {number} unit
 * @param {string} kind "feature", "unit" or "output"
 * @returns {NodeView}
 */
export function nodeView(layer, unit, kind) {
  const size = { width: THUMBNAIL, height: THUMBNAIL };
  const canvas = kind === "feature" ? element("canvas", { ...size, class: "nr-thumb", "aria-hidden": "true" }) : null;
  const frame = canvas ?? element("span", { class: "nr-thumb" });
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
    [frame, bias],
  );
  return { layer, unit, button, context: canvas?.getContext("2d") ?? null, bias, biasColor: "" };
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
  views.forEach(({ context }, row) => {
    const values = columns[row];
    if (!values || !context) return;
    const image = context.createImageData(THUMBNAIL, THUMBNAIL);
    const options = { size: THUMBNAIL, stride: 1, discretize };
    paintValues(new Uint32Array(image.data.buffer), values, colours.table, options);
    context.putImageData(image, 0, 0);
  });
}

/**
 * Paint every unit's bias marker.
 * @param {readonly NodeView[]} views
 * @param {Store} store
 * @param {Palette} colours
 */
export function paintBiases(views, store, colours) {
  const { state, frame } = store.get();
  const slices = layerSlices(state.network.sizes);
  for (const view of views) {
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
