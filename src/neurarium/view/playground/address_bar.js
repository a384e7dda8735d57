/**
 * The address bar holds a link to what is on screen; a link that is put there, or pasted
 * anywhere on the page, is opened.
 *
 * @import { Store } from "./store.js"
 */

import { listen, together } from "../core/dom.js";

const LINK = /^\s*(https?:\/\/\S*#\S+|#\S*=\S+)\s*$/;

/**
 * @param {Store} store
 * @returns {() => void}
 */
export function followAddressBar(store) {
  let shown = location.hash;
  const show = () => {
    const { link } = store.get().state;
    // Points of one's own can be too many for a link: then none stands there, rather than another's.
    const fragment = link?.includes("#") ? link.slice(link.indexOf("#")) : "";
    if (fragment === shown) return;
    shown = fragment;
    history.replaceState(history.state, "", fragment || location.pathname + location.search);
  };
  show();
  return together([
    store.on("state", show),
    listen(window, "hashchange", () => {
      if (location.hash.length > 1 && location.hash !== shown) {
        store.send({ type: "open", link: location.hash });
      }
    }),
    listen(document, "paste", (/** @type {ClipboardEvent} */ event) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest("input, textarea, [contenteditable]")) return;
      const found = LINK.exec(event.clipboardData?.getData("text/plain") ?? "");
      if (!found) return;
      event.preventDefault();
      store.send({ type: "open", link: found[1] });
    }),
  ]);
}
