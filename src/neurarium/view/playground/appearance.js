/**
 * Palette and theme of the playground: the page's own, kept in its store.
 *
 * @import { Store, Ui } from "./store.js"
 */

import { listen, together } from "../core/dom.js";
import { rememberAppearance, rememberedAppearance, showAppearance, systemIsDark } from "../frame/appearance.js";

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Ui["theme"]} theme where nothing was chosen
 * @returns {() => void}
 */
export function followAppearance(root, store, theme) {
  store.setUi({ theme, ...rememberedAppearance() });
  const apply = () => store.setUi({ dark: showAppearance(root, store.get().ui) });
  apply();
  return together([
    listen(systemIsDark(), "change", apply),
    store.on("ui", (changes) => {
      if (!("theme" in changes || "palette" in changes)) return;
      apply();
      rememberAppearance(store.get().ui);
    }),
  ]);
}
