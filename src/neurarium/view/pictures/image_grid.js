/**
 * Many images side by side, each one to be chosen; arrow keys move among them.
 *
 * @import { NumberArray } from "../core/packet.js"
 */

import { element, listen, together } from "../core/dom.js";
import { createRoving } from "../controls/roving.js";
import { imageCanvas } from "./image.js";

/**
 * @typedef {object} GridImage
 * @property {NumberArray} image
 * @property {string} label what it shows, for screen readers and as tooltip
 * @property {string} [note] a line below it
 * @property {boolean} [wrong] drawn with the mark of a mistake
 */

/**
 * Fill `el` with images; `show` replaces them, `add` puts more behind.
 * @template {GridImage} Item
 * @param {HTMLElement} el
 * @param {{label: string, onChoose?: (item: Item) => void, highest?: number}} options
 * @returns {{show: (items: Item[]) => void, add: (items: Item[]) => void, mark: (item: Item | null) => void,
 *   close: () => void}} `mark`: which one is looked at
 */
export function createImageGrid(el, { label, onChoose, highest = 255 }) {
  const list = element("div", { class: "nr-image-grid", role: "group", "aria-label": label });
  el.replaceChildren(list);
  const roving = createRoving(list, "button");
  /** @type {Map<HTMLElement, Item>} */
  const items = new Map();
  /** @param {Item[]} more */
  const add = (more) => {
    for (const item of more) {
      const button = imageButton(item, highest, Boolean(onChoose));
      items.set(button, item);
      list.append(button);
    }
    roving.refresh();
  };
  const off = listen(list, "click", ({ target }) => {
    const item = items.get(target.closest("button"));
    if (item) onChoose?.(item);
  });
  return {
    add,
    show(all) {
      items.clear();
      list.replaceChildren();
      add(all);
    },
    mark(chosen) {
      for (const [button, item] of items) button.setAttribute("aria-pressed", String(item === chosen));
    },
    close: together([() => el.replaceChildren(), roving.close, off]),
  };
}

/** @param {GridImage} item @param {number} highest @param {boolean} chooses @returns {HTMLElement} */
function imageButton({ image, label, note, wrong }, highest, chooses) {
  const canvas = imageCanvas(image, { highest, label: chooses ? null : label });
  const inside = [canvas, note ? element("span", { class: "nr-image-note" }, [note]) : null];
  const look = { class: `nr-image-button${wrong ? " nr-image-wrong" : ""}`, title: label };
  if (!chooses) return element("div", look, inside);
  // What is seen below the image must be part of what is heard: so the label comes behind it.
  const spoken = note ? null : label;
  if (note) inside.push(element("span", { class: "nr-hidden" }, [` ${label}`]));
  return element("button", { type: "button", ...look, "aria-label": spoken, "aria-pressed": "false" }, inside);
}
