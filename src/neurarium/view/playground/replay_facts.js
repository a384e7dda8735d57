/**
 * What a recording was trained with, in one line above its network.
 *
 * @import { State, Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, together } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { dataPictures } from "./data_pictures.js";
import { optimizerName } from "./explain_table.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountReplayFacts(el, store) {
  const show = () => {
    const facts = factsOf(store.get().state);
    el.replaceChildren(element("dl", { class: "nr-facts" }, facts.map(([name, value]) => element("div", {}, [element("dt", {}, [name]), element("dd", {}, [value])]))));
  };
  show();
  return together([() => el.replaceChildren(), store.on("state", show)]);
}

/**
 * @param {State} state
 * @returns {[string, string][]}
 */
function factsOf({ setup: { config }, network, points }) {
  const known = dataPictures().find((picture) => picture.name === config.data.name);
  const data = known?.label ?? (config.data.name === "formula" ? config.data.formula : t("own points"));
  /** @type {[string, string][]} */
  const facts = [
    [t("Data"), t("{data}, {count} for training", { data, count: formatInteger(points.n_train) })],
    [t("Network"), network.sizes.join(" – ")],
    [t("Optimizer"), optimizerName(config)],
    [t("Learning rate"), String(config.learning_rate)],
    [t("Batch size"), formatInteger(Math.min(config.batch_size, points.n_train))],
  ];
  if (config.regularization !== "none") facts.push([t("Regularization"), `${config.regularization}, ${config.regularization_rate}`]);
  return facts;
}
