/**
 * What needs saying: a message of the server with its hint, or that the connection is lost.
 * It floats over the page's foot, so that nothing moves when it comes.
 *
 * @import { Store, Message } from "./store.js"
 */

import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "./icons.js";

/** How long an info stays: what reading it takes. */
const CALM_MS = 2000;
const LETTER_MS = 45;

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMessageBar(el, store) {
  const lost = bar("warning", t("The connection is lost. It comes back by itself, to the same network."), "", null);
  lost.hidden = true;
  const held = element("div", {});
  el.replaceChildren(lost, held);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let diverged = false;
  const hide = () => held.replaceChildren();
  /** @param {Message} message */
  const say = ({ level, text, hint }) => {
    clearTimeout(timer);
    held.replaceChildren(bar(level, text, hint ?? "", hide));
    if (level === "info") timer = setTimeout(hide, CALM_MS + LETTER_MS * (text.length + (hint?.length ?? 0)));
  };
  const connection = () => (lost.hidden = store.get().connection !== "lost");
  connection();
  return together([
    store.on("message", say),
    store.on("state", (state) => {
      const over = diverged && state.status !== "diverged";
      diverged = state.status === "diverged";
      if (over || state.status === "running") hide();
    }),
    store.on("connection", connection),
    () => clearTimeout(timer),
  ]);
}

/**
 * @param {Message["level"]} level
 * @param {string} text
 * @param {string} hint
 * @param {(() => void) | null} onClose
 * @returns {HTMLElement}
 */
function bar(level, text, hint, onClose) {
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
