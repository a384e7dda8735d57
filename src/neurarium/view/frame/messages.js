/** What needs saying: messages that float over the page's foot, so that nothing moves. */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";

/** @typedef {{level: "info" | "warning" | "error", text: string, hint?: string | null}} Message */

/** How long an info stays: what reading it takes. */
const CALM_MS = 2000;
const LETTER_MS = 45;

/**
 * Show messages in `el`, the newest alone. Infos go by themselves, the others stay until closed.
 * @param {HTMLElement} el
 * @returns {{say: (message: Message) => void, hide: () => void, close: () => void}}
 */
export function createMessages(el) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const hide = () => {
    clearTimeout(timer);
    el.replaceChildren();
  };
  return {
    say(message) {
      clearTimeout(timer);
      el.replaceChildren(messageBar(message, hide));
      const letters = message.text.length + (message.hint?.length ?? 0);
      if (message.level === "info") timer = setTimeout(hide, CALM_MS + LETTER_MS * letters);
    },
    hide,
    close: hide,
  };
}

/**
 * @param {Message} message
 * @param {(() => void) | null} onClose null: it cannot be closed
 * @returns {HTMLElement}
 */
export function messageBar({ level, text, hint }, onClose) {
  const close = onClose && element("button", { type: "button", class: "nr-round", "aria-label": t("Close") }, [icon("close", 14)]);
  if (close && onClose) listen(close, "click", onClose);
  return element("div", { class: `nr-message nr-message-${level}`, role: level === "error" ? "alert" : "status" }, [
    icon(level === "info" ? "info" : "warning"),
    element("div", {}, [
      element("span", {}, [text]),
      hint ? element("span", { class: "nr-message-hint" }, [` ${hint}`]) : null,
    ]),
    close,
  ]);
}
