/** What the two colours of signed numbers say. */

import { element } from "../core/dom.js";
import { t } from "../core/language.js";

/** @returns {HTMLElement} follows palette and theme by itself */
export function signLegend() {
  return element("span", { class: "nr-colour-legend", role: "img", "aria-label": t("Colours: from below 0 over 0 to above 0") }, [
    element("span", {}, [t("below 0")]),
    element("span", { class: "nr-colour-legend-bar" }),
    element("span", {}, [t("above 0")]),
  ]);
}
