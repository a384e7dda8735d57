/**
 * Two switches below the map: show the test points, and colour by sign alone.
 *
 * @import { Store, ViewSettings } from "./store.js"
 */

import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { hintFor } from "./hints.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMapSwitches(el, store) {
  const test = toggle("showTestData", t("Show test data"));
  const discretize = toggle("discretize", t("Discretize output"));
  el.replaceChildren(test.label, discretize.label);
  const show = () => {
    const { view } = store.get().state.setup;
    test.box.checked = view.show_test;
    discretize.box.checked = view.discretize;
  };
  /** @param {Partial<ViewSettings>} changes */
  const send = (changes) => store.send({ type: "view", changes });
  show();
  return together([
    store.on("state", show),
    listen(test.box, "change", () => send({ show_test: test.box.checked })),
    listen(discretize.box, "change", () => send({ discretize: discretize.box.checked })),
  ]);
}

/** @param {string} control @param {string} text */
function toggle(control, text) {
  const box = element("input", { type: "checkbox", class: "nr-check" });
  return { box, label: element("label", { class: "nr-switch", "data-control": control, title: hintFor(control) }, [box, text]) };
}
