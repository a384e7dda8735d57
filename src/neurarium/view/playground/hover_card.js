/**
 * The little card beside what the pointer or the focus is on: a link's weight, a unit's formula.
 *
 * @import { Store, Link, Neuron } from "./store.js"
 */

import { element, together } from "../core/dom.js";
import { formatNumber, inputSymbol, unitFormula } from "../core/format.js";
import { t } from "../core/language.js";
import { parameterIndex } from "../core/network.js";
import { neuronName } from "./diagram_nodes.js";

/**
 * @param {HTMLElement} stage positioned; the card is put into it
 * @param {Store} store
 * @param {(target: Link | Neuron) => {x: number, y: number, size: number}} anchor in the stage
 * @returns {() => void}
 */
export function mountHoverCard(stage, store, anchor) {
  const title = element("div", { class: "nr-card-title" });
  const text = element("div", { class: "nr-card-text" });
  const hint = element("div", { class: "nr-card-hint" });
  const card = element("div", { class: "nr-card", "aria-hidden": "true", hidden: true }, [
    title,
    text,
    hint,
  ]);
  stage.append(card);
  const show = () => {
    const { ui } = store.get();
    const target = ui.hoveredLink ?? (ui.hovered && ui.hovered.layer >= 0 ? ui.hovered : null);
    const content = target && !ui.selected && describe(store, target);
    card.hidden = !content;
    if (!content || !target) return;
    setText(title, content.title);
    setText(text, content.text);
    setText(hint, content.hint);
    place(card, stage, anchor(target));
  };
  return together([
    store.on("frame", show),
    store.on("ui", show),
    store.on("state", show),
    () => card.remove(),
  ]);
}

/** Writing the same text again would still lay out the page. @param {HTMLElement} el @param {string} text */
function setText(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/**
 * @param {Store} store
 * @param {Link | Neuron} target
 * @returns {{title: string, text: string, hint: string} | null}
 */
function describe(store, target) {
  const { frame, state } = store.get();
  const { network } = state;
  if (!frame || target.layer > network.sizes.length - 2) return null;
  const hint = store.capabilities.edit ? t("Click to edit") : "";
  if ("input" in target && target.input !== null) {
    const index = parameterIndex(network.sizes, target);
    const from = inputSymbol(network, target.layer, target.input);
    const dead = frame.dead?.[index] === 1;
    const weight = formatNumber(Number(frame.parameters[index]), 3);
    return {
      title: t("Weight from {from} to {to}", { from, to: neuronName(store, target).toLowerCase() }),
      text: dead ? t("{weight}, switched off by L1", { weight }) : weight,
      hint,
    };
  }
  return {
    title: neuronName(store, target),
    text: unitFormula(network, frame.parameters, target),
    hint,
  };
}

/**
 * @param {HTMLElement} card
 * @param {HTMLElement} stage
 * @param {{x: number, y: number, size: number}} at
 */
function place(card, stage, { x, y, size }) {
  const width = card.offsetWidth;
  const left = Math.min(Math.max(x - width / 2, 4), stage.clientWidth - width - 4);
  const above = y - size / 2 - card.offsetHeight - 10;
  card.style.left = `${left}px`;
  card.style.top = `${above > 0 ? above : y + size / 2 + 10}px`;
}
