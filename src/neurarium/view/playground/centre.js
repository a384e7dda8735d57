/**
 * The middle of the page: tabs for the network, the explanation and the comparison, and the
 * number of hidden layers.
 *
 * @import { Store, Ui } from "./store.js"
 */

import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";
import { buildTabs } from "../controls/tabs.js";

const MAX_LAYERS = 8;
const NEW_UNITS = 2;
/** Which tab was open, over a reload of this browser tab. */
const KEY = "neurarium.centre";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @param {{network: HTMLElement, explain: HTMLElement, compare: HTMLElement}} panels
 * @returns {() => void}
 */
export function mountCentreTabs(el, store, panels) {
  const all = [
    { id: "network", label: t("Network"), panel: panels.network, hint: t("The network, with what each unit sees") },
    ...(store.capabilities.explain ? [{ id: "explain", label: t("Explain"), panel: panels.explain, hint: t("What one step of training does, in numbers") }] : []),
    ...(store.capabilities.compare ? [{ id: "compare", label: t("Compare"), panel: panels.compare, hint: t("Train up to 64 variants at once") }] : []),
  ];
  panels.explain.hidden = panels.compare.hidden = true;
  el.replaceChildren();
  const tabs = buildTabs(el, t("Views of the network"), all, (id) =>
    store.setUi({ centre: /** @type {Ui["centre"]} */ (id) }),
  );
  const layers = layerCount(store);
  const hint = element("p", { class: "nr-centre-hint" }, [
    t("Point at a unit or a line for its numbers, click to change them."),
  ]);
  el.append(hint, layers.el);
  const last = rememberedTab();
  const open = all.find(({ id }) => id === last);
  if (open) store.setUi({ centre: /** @type {Ui["centre"]} */ (open.id) });
  const show = () => {
    rememberTab(store.get().ui.centre);
    tabs.choose(store.get().ui.centre);
    const away = store.get().ui.centre !== "network";
    layers.el.classList.toggle("nr-away", away);
    hint.hidden = away || store.get().state.setup.view.hide_text || !store.capabilities.edit;
  };
  show();
  layers.show();
  return together([store.on("ui", show), store.on("state", layers.show), store.on("state", show)]);
}

/** @returns {string | null} */
function rememberedTab() {
  try {
    return sessionStorage.getItem(KEY);
  } catch (error) {
    if (error instanceof DOMException) return null; // storage is off
    throw error;
  }
}

/** @param {string} id */
function rememberTab(id) {
  try {
    sessionStorage.setItem(KEY, id);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is off
  }
}

/** @param {Store} store */
function layerCount(store) {
  const fewer = step("minus", t("Remove the last hidden layer"));
  const more = step("plus", t("Add a hidden layer"));
  const text = element("span", {});
  const layers = () => store.get().state.setup.config.layers;
  /** @param {unknown[]} changed */
  const send = (changed) => store.send({ type: "set", changes: { layers: changed } });
  listen(fewer, "click", () => send(layers().slice(0, -1)));
  listen(more, "click", () => {
    const activation = layers().at(-1)?.activation ?? "tanh";
    send([...layers(), { units: NEW_UNITS, activation, dropout: 0 }]);
  });
  const el = element("div", { class: "nr-layer-count", "data-control": "numHiddenLayers" }, [fewer, text, more]);
  const show = () => {
    const count = layers().length;
    text.textContent = count === 1 ? t("1 hidden layer") : t("{count} hidden layers", { count });
    fewer.disabled = !store.capabilities.train || count === 0;
    more.disabled = !store.capabilities.train || count >= MAX_LAYERS;
  };
  return { el, show };
}

/** @param {"plus" | "minus"} name @param {string} label */
function step(name, label) {
  return element("button", { type: "button", class: "nr-round", "aria-label": label, title: label }, [icon(name, 14)]);
}
