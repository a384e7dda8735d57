/**
 * The way through the network, layer by layer: what each makes of the image. Units can be chosen:
 * then it is told how they come to their number.
 *
 * @import { NumberArray } from "../core/packet.js"
 * @import { Around } from "./run_parts.js"
 * @import { Session } from "./session.js"
 */

import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { signLegend } from "../pictures/legend.js";
import { createLayerView } from "./layer_view.js";
import { mountUnit } from "./unit.js";

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {Around} around
 * @returns {() => void}
 */
export function mountPath(el, session, { frame, complain }) {
  const list = element("ol", { class: "nr-path" });
  el.replaceChildren(
    element("div", { class: "nr-row nr-row-apart" }, [element("h2", {}, [t("Through the network")]), signLegend()]),
    element("p", { class: "nr-quiet-text", "data-teaches": true }, [
      t("From top to bottom: what each layer makes of the image, the larger a number the stronger its colour. Choose a unit to see how it comes to its number."),
    ]),
    list,
  );
  /** @type {ReturnType<typeof createLayerView>[]} */
  let views = [];
  /** @type {{layer: number, unit: number, close: () => void} | null} */
  let chosen = null;
  let own = false;
  const choose = (/** @type {number} */ layer, /** @type {number} */ unit) => {
    const view = views[layer];
    if (!view || (chosen?.layer === layer && chosen.unit === unit)) return;
    chosen?.close();
    views.forEach((other, i) => other.choose(i === layer ? unit : null));
    chosen = { layer, unit, close: mountUnit(view.detail, session, { layer, unit }, { frame, complain }) };
  };
  // Until a person chooses, the unit is open that says most: so one sees that there is more to see.
  const chooseLoudest = () => {
    const first = views.findIndex(({ choosable }) => choosable);
    const layer = session.answer()?.layers[first];
    if (layer) choose(first, loudest(layer.values));
  };
  const show = () => {
    const answer = session.answer();
    el.hidden = !answer;
    if (!answer) return;
    if (!views.length) {
      const byHand = (/** @type {number} */ layer) => (/** @type {number} */ unit) => {
        own = true;
        choose(layer, unit);
      };
      views = answer.layers.map((layer, i) => createLayerView(layer, factsOf(session, layer.name), byHand(i)));
      list.replaceChildren(...views.map(({ el: item }) => item));
    }
    answer.layers.forEach((layer, i) => views[i]?.show(layer, frame.look()));
    if (!own) chooseLoudest();
  };
  show();
  return together([
    () => el.replaceChildren(),
    session.onAnswer(show),
    frame.onLook(show),
    () => chosen?.close(),
    () => views.splice(0).forEach((view) => view.close()),
  ]);
}

/** @param {Session} session @param {string} name */
function factsOf(session, name) {
  return session.run.layers.find((layer) => layer.name === name) ?? null;
}

/**
 * Return the unit (of feature maps: the map) with the largest number.
 * @param {NumberArray} values
 */
function loudest({ shape, data }) {
  let best = 0;
  for (let i = 1; i < data.length; i += 1) if (Number(data[i]) > Number(data[best])) best = i;
  return best % (shape[shape.length - 1] ?? 1);
}
