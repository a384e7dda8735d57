/**
 * The way through the network, layer by layer: what each makes of the image. Units can be chosen:
 * then it is told how they come to their number.
 *
 * @import { Around } from "./run_parts.js"
 * @import { Session } from "./session.js"
 */

import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
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
    element("h3", {}, [t("Through the network")]),
    element("p", { class: "nr-quiet-text", "data-teaches": true }, [
      t("From top to bottom: what each layer makes of the image. Blue is a number above 0, orange below, and the stronger the larger. Choose a unit to see how it comes to its number."),
    ]),
    list,
  );
  /** @type {ReturnType<typeof createLayerView>[]} */
  let views = [];
  /** @type {{layer: number, unit: number, close: () => void} | null} */
  let chosen = null;
  const choose = (/** @type {number} */ layer, /** @type {number} */ unit) => {
    const view = views[layer];
    if (!view) return;
    chosen?.close();
    views.forEach((other, i) => other.choose(i === layer ? unit : null));
    chosen = { layer, unit, close: mountUnit(view.detail, session, { layer, unit }, { look: frame.look, complain }) };
  };
  const show = () => {
    const answer = session.answer();
    el.hidden = !answer;
    if (!answer) return;
    if (!views.length) {
      views = answer.layers.map((layer, i) => createLayerView(layer, factsOf(session, layer.name), (unit) => choose(i, unit)));
      list.replaceChildren(...views.map(({ el: item }) => item));
      chooseFirst();
    }
    answer.layers.forEach((layer, i) => views[i]?.show(layer, frame.look()));
  };
  const chooseFirst = () => {
    const first = views.findIndex(({ choosable }) => choosable);
    if (first >= 0) queueMicrotask(() => views[first] && choose(first, 0));
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
