/**
 * What the map's colours mean: a bar from −1 to 1 in the target's own units, or a swatch a class.
 *
 * @import { Store, PointSet } from "./store.js"
 * @import { Palette } from "../core/palette.js"
 */

import { element, svgElement, together } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { classColor, paletteNamed } from "../core/palette.js";
import { shapePath } from "./point_shapes.js";

/**
 * @param {HTMLElement} strip beside the map's title: two classes or numbers
 * @param {HTMLElement} list below the map: three classes and more
 * @param {Store} store
 * @returns {() => void}
 */
export function mountLegend(strip, list, store) {
  let key = "";
  const show = () => {
    const { state, ui } = store.get();
    const { task, classes, target_axis } = state.points;
    const next = JSON.stringify([task, classes, target_axis, ui.palette, ui.dark, state.network.output]);
    if (next === key) return;
    key = next;
    const colours = paletteNamed(ui.palette, ui.dark);
    const many = classes.length > 2;
    list.hidden = !many;
    list.replaceChildren(...(many ? swatches(classes, colours) : []));
    strip.replaceChildren(...(many ? [] : [bar(state.points, colours)]));
  };
  show();
  return together([store.on("state", show), store.on("ui", show)]);
}

/** @param {string[]} classes @param {Palette} colours @returns {HTMLElement[]} */
function swatches(classes, colours) {
  return classes.map((name, i) =>
    element("span", { class: "nr-swatch" }, [
      mark(colours, i, classes.length),
      element("span", { class: "nr-legend-name", title: name }, [name]),
    ]),
  );
}

/** A class's colour, in its shape where the palette has shapes.
 * @param {Palette} colours @param {number} index @param {number} count */
function mark(colours, index, count) {
  const fill = classColor(colours, index, count);
  const round = svgElement("rect", { x: -5, y: -5, width: 10, height: 10, rx: 3, fill });
  const shape = colours.shapes ? svgElement("path", { d: shapePath(index, 3.7), fill }) : round;
  return svgElement("svg", { viewBox: "-5 -5 10 10", width: 11, height: 11, "aria-hidden": "true" }, [shape]);
}

/** @param {PointSet} points @param {Palette} colours @returns {HTMLElement} */
function bar({ task, classes, target_axis }, colours) {
  const { offset, unit } = target_axis ?? { offset: 0, unit: 1 };
  const [low, middle, high] = [-1, 0, 1].map((v) => formatNumber(offset + unit * v));
  const strip = element("span", { class: "nr-legend-strip" });
  strip.style.background = `linear-gradient(90deg, ${colours.low}, ${colours.mid}, ${colours.high})`;
  const named = task === "classification" && classes.length === 2;
  const ends = named ? [String(classes[0]), "", String(classes[1])] : [low, middle, high];
  const shapes = named && colours.shapes;
  return element("span", { class: "nr-legend-bar" }, [
    ...(shapes ? [mark(colours, 0, 2)] : []),
    element("span", { class: "nr-legend-name", title: ends[0] || null }, [ends[0] ?? ""]),
    strip,
    element("span", { class: "nr-legend-name", title: ends[2] || null }, [ends[2] ?? ""]),
    ...(shapes ? [mark(colours, 1, 2)] : []),
  ]);
}
