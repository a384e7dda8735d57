/**
 * How one unit comes to its number: for a dense layer input × weights, summed, plus bias, through
 * the activation; for a convolution its kernel and its feature map.
 *
 * @import { NumberArray } from "../core/packet.js"
 * @import { Frame, Look } from "../frame/frame.js"
 * @import { Answer, SeenLayer, Session } from "./session.js"
 *
 * @typedef {{layer: number, unit: number}} UnitPlace
 * @typedef {object} UnitSources what a unit's number is made of
 * @property {SeenLayer} layer
 * @property {number} unit
 * @property {NumberArray} input of its layer
 * @property {number[]} inputShape as an image, where it is one
 * @property {NumberArray | null} kernel null for a layer without weights
 * @property {NumberArray | null} bias
 */

import { isAbort } from "../core/api.js";
import { element, together } from "../core/dom.js";
import { changesNothing } from "./layer_words.js";
import { convolutionUnit } from "./unit_convolution.js";
import { denseUnit } from "./unit_dense.js";
import { handedOn } from "./unit_handed_on.js";

/**
 * Show a unit in `el`, anew with each answer.
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {UnitPlace} place
 * @param {{frame: Frame, complain: (error: unknown) => void}} options
 * @returns {() => void}
 */
export function mountUnit(el, session, place, { frame, complain }) {
  let open = true;
  let asked = 0;
  const show = async () => {
    const answer = session.answer();
    const layer = answer?.layers[place.layer];
    if (!answer || !layer) return;
    asked += 1;
    const mine = asked;
    try {
      const weights = weighs(layer) ? await session.weights(layer.name) : {};
      // A newer answer, or another unit: this one is of the past.
      if (!open || mine !== asked) return;
      el.replaceChildren(...pictures(sourcesOf(session, answer, place, weights), frame.look()));
    } catch (error) {
      if (open && !isAbort(error)) complain(error);
    }
  };
  void show();
  return together([
    session.onAnswer(() => void show()),
    frame.onLook(() => void show()),
    () => {
      open = false;
      el.replaceChildren();
    },
  ]);
}

/** @param {SeenLayer} layer @returns {boolean} whether a unit's number is a sum that can be told */
export function weighs({ kind }) {
  return kind === "dense" || kind === "conv2d";
}

/** @param {UnitSources} sources @param {Look} look @returns {HTMLElement[]} */
function pictures(sources, look) {
  const { kernel } = sources;
  const made = !kernel ? handedOn(sources, look) : sources.layer.kind === "conv2d" ? convolutionUnit({ ...sources, kernel }, look) : denseUnit({ ...sources, kernel }, look);
  return [element("div", { class: "nr-unit-card" }, made)];
}

/**
 * @param {Session} session
 * @param {Answer} answer
 * @param {UnitPlace} place
 * @param {Record<string, NumberArray>} weights
 * @returns {UnitSources}
 */
function sourcesOf(session, answer, { layer: index, unit }, weights) {
  const layer = /** @type {SeenLayer} */ (answer.layers[index]);
  const { kernel, bias } = weights;
  const input = answer.layers[index - 1]?.values ?? answer.input;
  return { layer, unit, input, inputShape: shapeBefore(session, answer, index), kernel: kernel ?? null, bias: bias ?? null };
}

/**
 * Return the shape that a layer's input has as an image: that before it was only laid in a row.
 * @param {Session} session
 * @param {Answer} answer
 * @param {number} index
 */
function shapeBefore(session, answer, index) {
  for (let i = index - 1; i >= 0; i -= 1) {
    const layer = answer.layers[i];
    if (layer && !changesNothing(layer.kind)) return layer.shape;
  }
  return session.run.data.input_shape;
}
