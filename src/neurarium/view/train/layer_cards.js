/**
 * The stack of layers as a list of cards: add, remove, reorder by buttons, keys and dragging.
 *
 * @import { Card, LayerKind } from "./layer_stack.js"
 * @import { LayerFacts } from "./layer_card.js"
 */

import { icon } from "../controls/icons.js";
import { openMenu } from "../controls/menu.js";
import { element, listen, setText } from "../core/dom.js";
import { t } from "../core/language.js";
import { createLayerCard, putInRow, shapeText } from "./layer_card.js";
import { movedLayer, placeForNew, withLayer, withoutLayer, withSetting } from "./layer_stack.js";
import { aboutLayer, FIRST_SETTINGS } from "./layer_words.js";

/**
 * @param {HTMLElement} el
 * @param {readonly LayerKind[]} kinds
 * @param {(cards: Card[]) => void} onChange
 */
export function createLayerCards(el, kinds, onChange) {
  /** @type {Map<number, ReturnType<typeof createLayerCard>>} */
  const made = new Map();
  /** @type {Card[]} */
  let cards = [];
  const inputShape = element("span", { class: "nr-numbers" });
  const input = element("li", { class: "nr-layer nr-layer-input" }, [element("h3", {}, [t("Input")]), inputShape]);
  const list = element("ol", { class: "nr-layers", "aria-label": t("Layers, from the input to the answer") }, [input]);
  const add = element("button", { type: "button", class: "nr-button", "aria-haspopup": "dialog" }, [icon("plus", 16), t("Add a layer")]);
  const heard = element("p", { class: "nr-hidden", role: "status" });
  el.replaceChildren(list, add, heard);

  const move = (/** @type {number} */ key, /** @type {number} */ index) => {
    const last = cards.length;
    onChange(movedLayer(cards, key, index));
    heard.textContent = t("Now layer {place} of {count}", { place: Math.min(Math.max(index, 0), last - 1) + 1, count: last });
  };
  const cardFor = (/** @type {Card} */ card) => {
    const known = made.get(card.key);
    if (known && known.el.dataset.kind === card.kind) return known;
    const { key } = card;
    const fresh = createLayerCard(card, kinds.find((one) => one.kind === card.kind), {
      set: (name, value) => onChange(withSetting(cards, key, name, value)),
      move: (step) => move(key, cards.findIndex((one) => one.key === key) + step),
      remove: () => {
        const index = cards.findIndex((one) => one.key === key);
        onChange(withoutLayer(cards, key));
        const next = cards[Math.min(index, cards.length - 1)];
        (next ? made.get(next.key)?.el : add)?.focus();
      },
    });
    made.set(key, fresh);
    return fresh;
  };
  listen(add, "click", () => openKinds(add, kinds, (kind) => {
    const first = FIRST_SETTINGS[/** @type {keyof typeof FIRST_SETTINGS} */ (kind)] ?? {};
    const at = placeForNew(cards);
    onChange(withLayer(cards, kind, at, first));
    made.get(cards[at]?.key ?? 0)?.el.querySelector("input")?.focus();
  }));
  /** Rows of layers that were put in, kept while they say the same. @type {Map<string, HTMLElement>} */
  const rows = new Map();
  const rowsBefore = (/** @type {NonNullable<LayerFacts["before"]>} */ before) =>
    before.map((layer, i) => {
      const key = JSON.stringify([i, layer]);
      const row = rows.get(key) ?? putInRow(layer, kinds.find((one) => one.kind === layer.kind)?.title ?? layer.kind ?? "");
      rows.set(key, row);
      return row;
    });
  followDragging(list, (from, to) => {
    const card = cards[from];
    if (card) move(card.key, to);
  });
  return {
    /**
     * @param {Card[]} now
     * @param {readonly (LayerFacts | null)[]} facts one a card
     * @param {readonly number[]} shape of one example
     */
    show(now, facts, shape) {
      cards = now;
      setText(inputShape, shapeText(shape));
      const putIn = now.map((_, i) => rowsBefore(facts[i]?.before ?? []));
      const wanted = [input, ...now.flatMap((card, i) => [...(putIn[i] ?? []), cardFor(card).el])];
      const focused = /** @type {HTMLElement | null} */ (document.activeElement);
      const same = wanted.length === list.children.length && wanted.every((one, i) => list.children[i] === one);
      if (!same) list.replaceChildren(...wanted);
      if (!same && focused && list.contains(focused)) focused.focus();
      now.forEach((card, index) => cardFor(card).show(card, facts[index] ?? null, { index, count: now.length }));
      for (const key of made.keys()) if (!now.some((card) => card.key === key)) made.delete(key);
    },
  };
}

/**
 * @param {HTMLElement} button
 * @param {readonly LayerKind[]} kinds
 * @param {(kind: string) => void} choose
 */
function openKinds(button, kinds, choose) {
  const items = kinds.map((kind) => {
    const item = element("button", { type: "button", class: "nr-kind" }, [element("strong", {}, [kind.title]), element("span", {}, [aboutLayer(kind.kind)])]);
    listen(item, "click", () => {
      menu.hidePopover();
      choose(kind.kind);
    });
    return item;
  });
  const menu = openMenu(button, t("Add a layer"), [element("div", { class: "nr-kinds" }, items)]);
  items[0]?.focus();
}

/**
 * Dragging a card by its head to another place.
 * @param {HTMLElement} list whose first child is the input, which stays
 * @param {(from: number, to: number) => void} drop
 */
function followDragging(list, drop) {
  let from = -1;
  const items = () => /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".nr-layer-card")]);
  const clear = () => items().forEach((item) => item.classList.remove("nr-layer-dragged", "nr-layer-before", "nr-layer-after"));
  const indexAt = (/** @type {DragEvent} */ event) => {
    const below = items().findIndex((item) => {
      const box = item.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    return below < 0 ? items().length : below;
  };
  listen(list, "dragstart", (/** @type {DragEvent} */ event) => {
    const item = /** @type {HTMLElement} */ (event.target).closest(".nr-layer-card");
    from = items().indexOf(/** @type {HTMLElement} */ (item));
    if (from < 0 || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", String(from));
    item?.classList.add("nr-layer-dragged");
  });
  listen(list, "dragover", (/** @type {DragEvent} */ event) => {
    if (from < 0) return;
    event.preventDefault();
    const at = indexAt(event);
    items().forEach((item, i) => {
      item.classList.toggle("nr-layer-before", i === at);
      item.classList.toggle("nr-layer-after", at === items().length && i === at - 1);
    });
  });
  listen(list, "drop", (/** @type {DragEvent} */ event) => {
    if (from < 0) return;
    event.preventDefault();
    const at = indexAt(event);
    drop(from, at > from ? at - 1 : at);
  });
  listen(list, "dragend", () => {
    from = -1;
    clear();
  });
}
