/**
 * How large each layer's weights and gradients are, and which of its units are dead.
 *
 * @import { MetricsLine } from "./run_progress.js"
 */

import { element, setText } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { histogramPicture } from "../pictures/histogram.js";
import { layerTitles } from "./layer_words.js";

/**
 * @param {HTMLElement} el
 * @param {Record<string, any>} run
 */
export function createHistograms(el, run) {
  const note = element("p", { class: "nr-quiet-text nr-small" }, [t("These are counted at the end of each epoch.")]);
  const layers = element("div", { class: "nr-histograms" });
  el.replaceChildren(note, layers);
  const titles = layerTitles(run.model?.layers ?? []);
  /** @type {MetricsLine | null} */
  let shown = null;
  return {
    /** @param {MetricsLine | null} units */
    show(units) {
      if (units === shown) return;
      shown = units;
      setText(note, noteText(units));
      layers.replaceChildren(...(units?.layers ?? []).map((/** @type {Record<string, any>} */ layer) => layerPart(layer, titles.get(layer.name) ?? layer.name)));
    },
  };
}

/** @param {MetricsLine | null} units */
function noteText(units) {
  if (!units) return t("These are counted at the end of each epoch.");
  const when = units.epoch === 0 ? t("Before training.") : t("After epoch {epoch}.", { epoch: formatInteger(units.epoch) });
  return `${when} ${t("A gradient says how each weight should change; a dead unit answers 0 to every image it was shown, and can learn no more from them.")}`;
}

/** @param {Record<string, any>} layer @param {string} name */
function layerPart(layer, name) {
  const { weights, gradients, gradient_norm: norm, dead, units } = layer;
  const picture = (/** @type {any} */ histogram, /** @type {string} */ title) =>
    histogram?.counts?.length
      ? element("figure", {}, [element("figcaption", {}, [title]), histogramPicture(histogram, { label: t("{what} of {layer}", { what: title, layer: name }), width: 260, height: 90 })])
      : null;
  const size = typeof norm === "number" ? t("gradients (size {size})", { size: formatNumber(norm, 4) }) : t("gradients");
  return element("section", { class: "nr-histogram-layer" }, [
    element("div", { class: "nr-row" }, [element("h4", {}, [name]), deadBadge(dead, units)]),
    element("div", { class: "nr-row" }, [picture(weights, t("weights")), picture(gradients, size)]),
  ]);
}

/** @param {number | null | undefined} dead @param {number | null | undefined} units */
function deadBadge(dead, units) {
  if (typeof dead !== "number" || !units) return null;
  const text = dead === 0 ? t("no dead unit") : t("{dead} of {units} units dead", { dead: formatInteger(dead), units: formatInteger(units) });
  return element("span", { class: `nr-dead${dead ? " nr-dead-some" : ""}`, title: t("Units that answer 0 to all probe images") }, [text]);
}
