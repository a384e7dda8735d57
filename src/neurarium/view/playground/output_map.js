/**
 * The output map: what the network (or the neuron that is pointed at) says at every place of the
 * plane, with the points on top, axes in the data's own units, and the legend of colours.
 *
 * @import { Store } from "./store.js"
 * @import { MapSource } from "./maps.js"
 * @import { Palette } from "../core/palette.js"
 */

import { element, together } from "../core/dom.js";
import { FEATURES, featureColumns, gridPoints } from "../core/features.js";
import { unitFormula } from "../core/format.js";
import { paintClasses, paintProbability, paintValues } from "../core/heatmap.js";
import { t } from "../core/language.js";
import { paletteNamed } from "../core/palette.js";
import { neuronName } from "./diagram_nodes.js";
import { mountLegend } from "./map_legend.js";
import { mountLosses } from "./losses.js";
import { mountMapPoints } from "./map_points.js";
import { mountMapAxes } from "./map_axes.js";
import { mountMapSwitches } from "./map_switches.js";
import { mountPointBrush } from "./point_brush.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @param {MapSource} maps
 * @returns {() => void}
 */
export function mountOutputMap(el, store, maps) {
  const title = element("h2", { class: "nr-map-title" });
  const formula = element("p", { class: "nr-map-formula" });
  const heat = element("canvas", { class: "nr-map-heat", role: "img" });
  const context = /** @type {CanvasRenderingContext2D} */ (heat.getContext("2d"));
  const points = element("div", { class: "nr-map-layer" });
  const brush = element("div", { class: "nr-map-layer nr-map-brush" });
  const plane = element("div", { class: "nr-map-plane" }, [heat, points, brush]);
  const axes = element("div", { class: "nr-map-axes" }, [plane]);
  const legend = element("div", { class: "nr-map-legend" });
  const swatches = element("div", { class: "nr-map-swatches" });
  const switches = element("div", { class: "nr-map-switches" });
  const losses = element("div", { class: "nr-losses" });
  el.replaceChildren(
    element("div", { class: "nr-map-head" }, [title, formula, legend]),
    axes,
    swatches,
    switches,
    losses,
  );
  /** @type {{image: ImageData | null, pixels: Uint32Array}} */
  const surface = { image: null, pixels: new Uint32Array(0) };
  const paint = () => {
    const { size, fill } = shown(store, maps);
    if (!fill) return;
    if (!surface.image || surface.image.width !== size) {
      heat.width = heat.height = size;
      surface.image = context.createImageData(size, size);
      surface.pixels = new Uint32Array(surface.image.data.buffer);
    }
    fill(surface.pixels);
    context.putImageData(surface.image, 0, 0);
    describe(store, title, formula);
  };
  const name = () => heat.setAttribute("aria-label", mapName(store));
  name();
  paint();
  return together([
    () => el.replaceChildren(),
    store.on("frame", paint),
    store.on("state", () => (name(), paint())),
    store.on("ui", paint),
    mountMapPoints(points, store),
    mountMapAxes(axes, plane, store),
    mountPointBrush(brush, store),
    mountLegend(legend, swatches, store),
    mountMapSwitches(switches, store),
    mountLosses(losses, store),
  ]);
}

/** @param {Store} store */
function mapName(store) {
  const { points } = store.get().state;
  return points.task === "classification"
    ? t("Output map: which class the network sees where. Classes: {names}", { names: points.classes.join(", ") })
    : t("Output map: which number the network gives where");
}

/**
 * Say whose map it is.
 * @param {Store} store
 * @param {HTMLElement} title
 * @param {HTMLElement} formula
 */
function describe(store, title, formula) {
  const { ui, frame, state } = store.get();
  const neuron = ui.hovered;
  const heading = neuron ? neuronName(store, neuron) : t("Output");
  if (title.textContent !== heading) title.textContent = heading;
  const unit = neuron && neuron.layer >= 0 && neuron.layer < state.network.sizes.length - 1;
  const text = unit && frame ? unitFormula(state.network, frame.parameters, neuron) : "";
  if (formula.textContent !== text) {
    formula.textContent = text;
    formula.title = text;
  }
}

/**
 * Return how to fill the map now: the output, or what is pointed at.
 * @param {Store} store
 * @param {MapSource} maps
 * @returns {{size: number, fill: ((pixels: Uint32Array) => void) | null}}
 */
function shown(store, maps) {
  const { state, ui } = store.get();
  const { network, setup } = state;
  const colours = paletteNamed(ui.palette, ui.dark);
  const { discretize } = setup.view;
  const neuron = ui.hovered;
  if (neuron && neuron.layer < 0) return featureMap(neuron.unit, colours.table, discretize);
  const current = maps.current();
  if (!current) return { size: 0, fill: null };
  const { size, layers } = current;
  const last = layers.length - 1;
  const layer = neuron?.layer ?? last;
  const units = layers[layer] ?? [];
  const isOutput = layer === last;
  const options = { size, stride: 1, discretize };
  if (isOutput && network.output === "softmax") {
    const one = neuron && units[neuron.unit];
    if (one) {
      const color = colours.classPixels[neuron.unit] ?? 0;
      return { size, fill: (px) => paintProbability(px, one, { ...options, mid: colours.midPixel, color }) };
    }
    const classColors = classPixelsOf(colours, units.length);
    return { size, fill: (px) => paintClasses(px, units, colours, { discretize, classColors }) };
  }
  const values = units[neuron?.unit ?? 0];
  if (!values) return { size: 0, fill: null };
  const unit = isOutput && network.output === "sigmoid";
  return { size, fill: (px) => paintValues(px, values, colours.table, { ...options, unit }) };
}

/** Two classes have the ends of the palette. @param {Palette} colours @param {number} count */
function classPixelsOf(colours, count) {
  if (count > 2) return colours.classPixels;
  return [colours.table[0] ?? 0, colours.table[255] ?? 0];
}

/**
 * @param {number} row among all features
 * @param {Uint32Array} table
 * @param {boolean} discretize
 */
function featureMap(row, table, discretize) {
  const size = 100;
  const { x, y } = gridPoints(size);
  const [values] = featureColumns([FEATURES[row]?.name ?? "x"], x, y);
  /** @param {Uint32Array} pixels */
  const fill = (pixels) => {
    if (values) paintValues(pixels, values, table, { size, stride: 1, discretize });
  };
  return { size, fill };
}
