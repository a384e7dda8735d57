/**
 * Many things of one kind in one stop of the Tab key: arrow keys move among them, as they lie on
 * the page; Home and End go to the first and the last.
 */

import { listen } from "../core/dom.js";

/**
 * Let arrow keys move the focus among the elements of `container` that match `selector`. Elements
 * may come and go; `refresh` makes sure that exactly one of them is in the page's tab order.
 * @param {HTMLElement} container
 * @param {string} selector of focusable elements
 * @returns {{refresh: () => void, close: () => void}}
 */
export function createRoving(container, selector) {
  const all = () => /** @type {HTMLElement[]} */ ([...container.querySelectorAll(selector)]);
  const stop = (/** @type {HTMLElement} */ chosen) => {
    for (const one of all()) one.tabIndex = one === chosen ? 0 : -1;
  };
  const refresh = () => {
    const found = all();
    const chosen = found.find((one) => one.tabIndex === 0 && one.hasAttribute("tabindex")) ?? found[0];
    if (chosen) stop(chosen);
  };
  const offKeys = listen(container, "keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const found = all();
    const here = found.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const next = here < 0 ? undefined : found[nextIndex(found, here, event.key)];
    if (!next) return;
    event.preventDefault();
    stop(next);
    next.focus();
  });
  const offFocus = listen(container, "focusin", (/** @type {FocusEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches(selector)) stop(target);
  });
  refresh();
  return {
    refresh,
    close() {
      offKeys();
      offFocus();
    },
  };
}

/**
 * Return where a key leads; −1 for a key that leads nowhere.
 * @param {HTMLElement[]} all
 * @param {number} here
 * @param {string} key
 */
function nextIndex(all, here, key) {
  if (key === "ArrowRight") return Math.min(here + 1, all.length - 1);
  if (key === "ArrowLeft") return Math.max(here - 1, 0);
  if (key === "Home") return 0;
  if (key === "End") return all.length - 1;
  if (key === "ArrowDown" || key === "ArrowUp") return inNextRow(all, here, key === "ArrowDown");
  return -1;
}

/**
 * Return the element of the row below (or above) that lies nearest; the same one at the edge.
 * @param {HTMLElement[]} all
 * @param {number} here
 * @param {boolean} down
 */
function inNextRow(all, here, down) {
  const boxes = all.map((one) => one.getBoundingClientRect());
  const from = /** @type {DOMRect} */ (boxes[here]);
  const beyond = boxes.map((box, i) => ({ box, i })).filter(({ box }) => (down ? box.top >= from.bottom - 1 : box.bottom <= from.top + 1));
  if (!beyond.length) return here;
  const tops = beyond.map(({ box }) => box.top);
  const row = down ? Math.min(...tops) : Math.max(...tops);
  const middle = from.left + from.width / 2;
  const distance = (/** @type {DOMRect} */ box) => Math.abs(box.left + box.width / 2 - middle);
  const inRow = beyond.filter(({ box }) => Math.abs(box.top - row) < box.height / 2);
  return inRow.reduce((best, one) => (distance(one.box) < distance(best.box) ? one : best)).i;
}
