/** Tabs over panels that are already there: arrow keys move, one tab in the page's tab order. */

import { element, listen } from "../core/dom.js";

/**
 * @typedef {{id: string, label: string, panel: HTMLElement, hint?: string}} Tab
 */

/**
 * Fill `el` with tabs; `choose(id)` shows a panel.
 * @param {HTMLElement} el
 * @param {string} label
 * @param {Tab[]} tabs
 * @param {(id: string) => void} onChoose
 * @returns {{choose: (id: string) => void}}
 */
export function buildTabs(el, label, tabs, onChoose) {
  const list = element("div", { class: "nr-tabs", role: "tablist", "aria-label": label });
  const buttons = tabs.map((tab) => {
    const button = element("button", { type: "button", role: "tab", id: `nr-tab-${tab.id}`, "aria-controls": `nr-panel-${tab.id}`, title: tab.hint }, [tab.label]);
    tab.panel.id = `nr-panel-${tab.id}`;
    tab.panel.setAttribute("role", "tabpanel");
    tab.panel.setAttribute("aria-labelledby", button.id);
    listen(button, "click", () => onChoose(tab.id));
    return button;
  });
  list.append(...buttons);
  el.append(list);
  listen(list, "keydown", (/** @type {KeyboardEvent} */ event) => {
    const at = buttons.findIndex((button) => button === document.activeElement);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!step || at < 0 || !next) return;
    event.preventDefault();
    onChoose(next.id);
    buttons[tabs.indexOf(next)]?.focus();
  });
  return {
    choose(id) {
      tabs.forEach((tab, i) => {
        const on = tab.id === id;
        tab.panel.hidden = !on;
        buttons[i]?.setAttribute("aria-selected", String(on));
        buttons[i]?.setAttribute("tabindex", on ? "0" : "-1");
      });
    },
  };
}
