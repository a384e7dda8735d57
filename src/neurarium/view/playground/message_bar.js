/**
 * What needs saying: a message of the server with its hint, or that the connection is lost.
 * It floats over the page's foot, so that nothing moves when it comes.
 *
 * @import { Store } from "./store.js"
 */

import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { createMessages, messageBar } from "../frame/messages.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMessageBar(el, store) {
  const text = t("The connection is lost. It comes back by itself, to the same network.");
  const lost = messageBar({ level: "warning", text }, null);
  lost.hidden = true;
  const held = element("div", {});
  el.replaceChildren(lost, held);
  const { say, hide, close } = createMessages(held);
  let diverged = false;
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
    close,
  ]);
}
