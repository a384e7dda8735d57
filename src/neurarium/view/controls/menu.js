/**
 * A small menu below a button: a native popover, so that Escape and a click elsewhere close it
 * and the focus goes back to the button.
 */

import { element } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "./icons.js";

const EDGE = 8;

/**
 * Open a menu with a heading and `children` below `button`; it removes itself when closed.
 * @param {HTMLElement} button
 * @param {string} title
 * @param {HTMLElement[]} children
 * @returns {HTMLElement}
 */
export function openMenu(button, title, children) {
  const close = element("button", { type: "button", class: "nr-round", "aria-label": t("Close") }, [
    icon("close", 14),
  ]);
  const menu = element("div", { popover: "auto", class: "nr-menu", role: "dialog", "aria-label": title }, [
    element("div", { class: "nr-menu-title" }, [element("strong", {}, [title]), close]),
    ...children,
  ]);
  const page = button.closest(".nr") ?? document.body;
  page.append(menu);
  close.addEventListener("click", () => menu.hidePopover());
  menu.addEventListener("toggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "closed") return;
    if (menu.contains(document.activeElement) || document.activeElement === document.body) button.focus();
    menu.remove();
  });
  menu.showPopover();
  placeBelow(menu, button.getBoundingClientRect());
  /** @type {HTMLElement | null} */ (menu.querySelector("select, input, textarea, a[href]"))?.focus();
  return menu;
}

/**
 * Put a floating element below (or, without room, above) a box, inside the window.
 * @param {HTMLElement} floating positioned fixed
 * @param {DOMRect} box
 */
export function placeBelow(floating, box) {
  const { offsetWidth: width, offsetHeight: height } = floating;
  const middle = box.left + box.width / 2 - width / 2;
  const left = Math.min(Math.max(middle, EDGE), innerWidth - width - EDGE);
  const below = box.bottom + 6;
  const fits = below + height <= innerHeight - EDGE;
  const top = fits ? below : Math.max(box.top - height - 6, EDGE);
  floating.style.left = `${left}px`;
  floating.style.top = `${top}px`;
}
