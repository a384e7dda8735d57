/**
 * The network: features, layers of units with their heatmaps, links with their weights.
 *
 * Buttons for features and units lie over one canvas for the links and the units' heatmaps. One of the buttons is in the
 * page's tab order at a time; arrow keys move among them (roving tabindex).
 *
 * @import { Store } from "./store.js"
 * @import { MapSource } from "./maps.js"
 * @import { NodeView } from "./diagram_nodes.js"
 * @import { Curve } from "./diagram_links.js"
 * @import { DiagramLayout } from "./diagram_layout.js"
 */

import { element, listen, together } from "../core/dom.js";
import { FEATURES } from "../core/features.js";
import { t } from "../core/language.js";
import { paletteNamed } from "../core/palette.js";
import { layoutDiagram } from "./diagram_layout.js";
import { drawLinks, linkAt, linkCurves } from "./diagram_links.js";
import {
  featureViews, neuronDescription, outputColor, paintBiases, paintFeatures, placeNodes, unitViews,
} from "./diagram_nodes.js"; // prettier-ignore
import { Thumbs } from "./diagram_thumbs.js";
import { createHeads } from "./diagram_heads.js";
import { listenToKeys } from "./diagram_keys.js";
import { mountHoverCard } from "./hover_card.js";
import { mountWeightEditor } from "./weight_editor.js";

/**
 * What the diagram draws now.
 * @typedef {object} Drawing
 * @property {HTMLElement} stage everything that scrolls together
 * @property {CanvasRenderingContext2D} context
 * @property {NodeView[]} features
 * @property {NodeView[]} units
 * @property {Thumbs} thumbs
 * @property {Curve[]} curves
 * @property {DiagramLayout | null} layout
 * @property {string} key of the structure that is shown
 * @property {number} width of what is in sight; 0 while another tab is open
 */

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @param {MapSource} maps
 * @returns {() => void}
 */
export function mountDiagram(el, store, maps) {
  const { scroller, canvas, nodes, drawing } = buildStage();
  const heads = createHeads(store);
  canvas.after(heads.el);
  el.replaceChildren(scroller);
  const colours = () => paletteNamed(store.get().ui.palette, store.get().ui.dark);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const links = () => paintLinks(drawing, store, !still.matches);
  const paint = () => {
    if (!drawing.width) return; // another tab is open
    const current = maps.current();
    if (current) drawing.thumbs.fill(current, store, colours());
    links();
    paintBiases(drawing.units, store, colours());
  };
  const relayout = () => {
    drawing.width = scroller.clientWidth;
    if (!drawing.width) return;
    resize(scroller, canvas, drawing, store);
    heads.place(drawing.layout, store);
    paint();
  };
  const repaintAll = () => {
    paintFeatures(drawing.features, colours(), store.get().state.setup.view.discretize);
    for (const view of drawing.units) tintOutput(view, store);
    paint();
  };
  const restructure = () => {
    if (!rebuild(nodes, drawing, store)) {
      if (!drawing.layout) return;
      heads.place(drawing.layout, store);
      repaintAll();
      return;
    }
    relayout();
    repaintAll();
  };

  const observer = new ResizeObserver(relayout);
  observer.observe(scroller);
  restructure();
  return together([
    () => observer.disconnect(),
    store.on("state", restructure),
    store.on("frame", paint),
    store.on("ui", (changes) => ("palette" in changes || "dark" in changes ? repaintAll() : links())),
    ...listenToPointer(nodes, canvas, drawing, store),
    listenToKeys(nodes, drawing, store),
    mountHoverCard(drawing.stage, store, (target) => anchorOf(drawing, target)),
    mountWeightEditor(drawing.stage, store, (target) => anchorOf(drawing, target)),
    heads.cleanup,
  ]);
}

/** Make the elements: a box that scrolls, in it the links' canvas and the group of buttons. */
function buildStage() {
  const canvas = element("canvas", { class: "nr-links", "aria-hidden": "true" });
  const nodes = element("div", {
    class: "nr-nodes",
    role: "group",
    "aria-label": t("Network: arrow keys move, Enter edits a unit or switches a feature"),
  });
  const stage = element("div", { class: "nr-stage" }, [canvas, nodes]);
  const scroller = element("div", { class: "nr-diagram" }, [stage]);
  /** @type {Drawing} */
  const drawing = {
    stage,
    context: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    features: featureViews(),
    units: [],
    thumbs: new Thumbs(),
    curves: [],
    layout: null,
    key: "",
    width: 0,
  };
  return { scroller, canvas, nodes, drawing };
}

/**
 * @param {Drawing} drawing
 * @param {Store} store
 * @param {boolean} moving whether links may flow
 */
function paintLinks({ context, layout, curves, thumbs }, store, moving) {
  const { frame, state, ui } = store.get();
  if (!layout) return;
  context.clearRect(0, 0, layout.width, layout.height);
  if (!frame) return;
  drawLinks(context, curves, frame, {
    colours: paletteNamed(ui.palette, ui.dark),
    flowing: state.status === "running" && moving,
    time_s: performance.now() / 1000,
    hovered: ui.hoveredLink,
    neuron: ui.hovered && ui.hovered.layer >= 0 ? ui.hovered : null,
  });
  thumbs.draw(context, layout);
}

/**
 * Make the buttons that the network's structure needs; says whether anything changed.
 * @param {HTMLElement} nodes
 * @param {Drawing} drawing
 * @param {Store} store
 * @returns {boolean}
 */
function rebuild(nodes, drawing, store) {
  const { network } = store.get().state;
  const key = `${network.features}|${network.sizes}`;
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && nodes.contains(active) ? active : null;
  for (const view of drawing.features) {
    const on = network.features.includes(FEATURES[view.unit]?.name ?? "");
    view.button.setAttribute("aria-pressed", String(on));
    view.button.disabled = !store.capabilities.train;
  }
  if (key === drawing.key) return false;
  drawing.key = key;
  store.setUi({ hovered: null, hoveredLink: null }); // what was pointed at may be gone
  drawing.units = unitViews(network.sizes);
  drawing.thumbs.rebuild(drawing.units);
  const views = [...drawing.features, ...drawing.units];
  for (const view of drawing.units) view.button.setAttribute("aria-label", neuronDescription(store, view));
  nodes.replaceChildren(...views.map((view) => view.button));
  const stop = views.find((view) => !view.button.disabled);
  const keep = focused && views.find((view) => sameNode(view, focused));
  (keep ?? stop)?.button.setAttribute("tabindex", "0");
  if (keep) keep.button.focus();
  return true;
}

/** @param {NodeView} view @param {HTMLElement} button */
function sameNode(view, { dataset }) {
  return String(view.layer) === dataset.layer && String(view.unit) === dataset.unit;
}

/** @param {NodeView} view @param {Store} store */
function tintOutput(view, store) {
  const { ui, state } = store.get();
  const isOutput = view.layer === state.network.sizes.length - 2;
  const color = isOutput ? outputColor(store, paletteNamed(ui.palette, ui.dark), view.unit) : null;
  view.button.style.setProperty("--class-color", color ?? "transparent");
}

/**
 * @param {HTMLElement} scroller
 * @param {HTMLCanvasElement} canvas
 * @param {Drawing} drawing
 * @param {Store} store
 */
function resize(scroller, canvas, drawing, store) {
  const { network } = store.get().state;
  const layout = layoutDiagram({
    width: scroller.clientWidth,
    height: scroller.clientHeight,
    features: FEATURES.length,
    units: network.sizes.slice(1),
  });
  drawing.layout = layout;
  const scale = Math.min(devicePixelRatio || 1, 2);
  drawing.stage.style.width = `${layout.width}px`;
  canvas.width = Math.round(layout.width * scale);
  canvas.height = Math.round(layout.height * scale);
  drawing.context.setTransform(scale, 0, 0, scale, 0, 0);
  const rows = network.features.map((name) => FEATURES.findIndex((f) => f.name === name));
  drawing.curves = linkCurves(layout, network.sizes, rows);
  placeNodes([...drawing.features, ...drawing.units], layout);
  drawing.thumbs.place(layout);
}

/**
 * @param {HTMLElement} nodes
 * @param {HTMLCanvasElement} canvas
 * @param {Drawing} drawing
 * @param {Store} store
 * @returns {(() => void)[]}
 */
function listenToPointer(nodes, canvas, drawing, store) {
  /** @param {PointerEvent | FocusEvent} event */
  const enter = ({ target }) => {
    const button = target instanceof Element ? target.closest("button") : null;
    if (!button) return;
    const hovered = { layer: Number(button.dataset.layer), unit: Number(button.dataset.unit) };
    button.setAttribute("aria-label", neuronDescription(store, hovered));
    store.setUi({ hovered, hoveredLink: null });
  };
  const leave = () => store.setUi({ hovered: null });
  return [
    listen(nodes, "pointerover", enter),
    listen(nodes, "pointerout", leave),
    listen(nodes, "focusin", enter),
    listen(nodes, "focusout", leave),
    listen(canvas, "pointermove", (/** @type {PointerEvent} */ event) => {
      const near = linkAt(drawing.curves, event.offsetX, event.offsetY);
      const hoveredLink = near && { layer: near.layer, unit: near.unit, input: near.input };
      canvas.style.cursor = near ? "pointer" : "";
      if (JSON.stringify(hoveredLink) !== JSON.stringify(store.get().ui.hoveredLink)) {
        store.setUi({ hoveredLink });
      }
    }),
    listen(canvas, "pointerleave", () => store.setUi({ hoveredLink: null })),
    listen(canvas, "click", (/** @type {MouseEvent} */ event) => {
      const near = linkAt(drawing.curves, event.offsetX, event.offsetY);
      if (!near || !store.capabilities.edit) return;
      const { layer, unit, input } = near;
      store.setUi({ selected: { layer, unit, input } });
    }),
  ];
}

/**
 * Return where in the stage a unit or the middle of a link is.
 * @param {Drawing} drawing
 * @param {{layer: number, unit: number, input?: number | null}} target
 * @returns {{x: number, y: number, size: number}}
 */
function anchorOf({ layout, curves }, target) {
  if (!layout) return { x: 0, y: 0, size: 0 };
  if (typeof target.input === "number") {
    const { layer, unit, input } = target;
    const curve = curves.find((c) => c.layer === layer && c.unit === unit && c.input === input);
    if (curve) return { x: (curve.x0 + curve.x1) / 2, y: (curve.y0 + curve.y1) / 2, size: 8 };
  }
  const column = layout.columns[target.layer];
  if (!column) return { x: layout.featureX, y: layout.featureY[target.unit] ?? 0, size: layout.featureSize };
  return { x: column.x, y: column.y[target.unit] ?? 0, size: column.size };
}
