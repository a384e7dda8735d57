/**
 * The heatmaps of all units, painted on the links' canvas: one image for all of them, because
 * sixty canvases that change every frame cost the browser more than the network itself.
 *
 * @import { Store } from "./store.js"
 * @import { Maps } from "./maps.js"
 * @import { DiagramLayout } from "./diagram_layout.js"
 * @import { Palette } from "../core/palette.js"
 */

import { element } from "../core/dom.js";
import { paintProbability, paintValues } from "../core/heatmap.js";
import { THUMBNAIL } from "./diagram_nodes.js";

const CELLS = THUMBNAIL * THUMBNAIL;
const RADIUS = 7;

/** Thumbnails of a network: `fill` when its values changed, `draw` when the canvas was cleared. */
export class Thumbs {
  /** @type {{layer: number, unit: number}[]} */
  units = [];
  /** @type {ImageData | null} one thumbnail below another, so that each has its pixels in a row */
  image = null;
  pixels = new Uint32Array(0);
  /** Where they may be painted: all of them, with round corners. */
  outline = new Path2D();

  constructor() {
    this.sheet = element("canvas", { width: THUMBNAIL });
    this.context = /** @type {CanvasRenderingContext2D} */ (this.sheet.getContext("2d"));
  }

  /** @param {{layer: number, unit: number}[]} units */
  rebuild(units) {
    this.units = units;
    this.sheet.height = THUMBNAIL * Math.max(units.length, 1);
    this.image = this.context.createImageData(THUMBNAIL, this.sheet.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** @param {DiagramLayout} layout */
  place(layout) {
    this.outline = new Path2D();
    for (const each of this.units) {
      const { x, y, size } = boxOf(layout, each);
      this.outline.roundRect(x, y, size, size, RADIUS);
    }
  }

  /** @param {Maps} maps @param {Store} store @param {Palette} colours */
  fill(maps, store, colours) {
    const { network, setup } = store.get().state;
    if (!this.image) return;
    const { discretize } = setup.view;
    const options = { size: maps.size, stride: maps.size / THUMBNAIL, discretize };
    const last = network.sizes.length - 2;
    this.units.forEach(({ layer, unit }, i) => {
      const values = maps.layers[layer]?.[unit];
      if (!values) return;
      const pixels = this.pixels.subarray(i * CELLS, (i + 1) * CELLS);
      if (layer === last && network.output === "softmax") {
        const color = colours.classPixels[unit] ?? 0;
        paintProbability(pixels, values, { ...options, mid: colours.midPixel, color });
      } else {
        const fromZero = layer === last && network.output === "sigmoid";
        paintValues(pixels, values, colours.table, { ...options, unit: fromZero });
      }
    });
    this.context.putImageData(this.image, 0, 0);
  }

  /** @param {CanvasRenderingContext2D} context scaled to CSS pixels @param {DiagramLayout} layout */
  draw(context, layout) {
    context.save();
    context.clip(this.outline);
    this.units.forEach((each, i) => {
      const { x, y, size } = boxOf(layout, each);
      context.drawImage(this.sheet, 0, i * THUMBNAIL, THUMBNAIL, THUMBNAIL, x, y, size, size);
    });
    context.restore();
  }
}

/**
 * @param {DiagramLayout} layout
 * @param {{layer: number, unit: number}} each
 * @returns {{x: number, y: number, size: number}} left, top and side in CSS pixels
 */
function boxOf({ columns }, { layer, unit }) {
  const column = columns[layer];
  if (!column) return { x: 0, y: 0, size: 0 };
  const { size } = column;
  return { x: column.x - size / 2, y: (column.y[unit] ?? 0) - size / 2, size };
}
