/**
 * Palette and theme: what the person chose, remembered, and put on the page's root.
 *
 * @import { Store, Ui } from "./store.js"
 */

import { listen, together } from "../core/dom.js";
import { paletteNamed } from "../core/palette.js";

const KEY = "neurarium.appearance";

/**
 * @param {HTMLElement} root
 * @param {Store} store
 * @param {Ui["theme"]} theme where nothing was chosen
 * @returns {() => void}
 */
export function followAppearance(root, store, theme) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  store.setUi({ theme, ...remembered() });
  const apply = () => {
    const { ui } = store.get();
    const dark = ui.theme === "dark" || (ui.theme === "auto" && system.matches);
    root.dataset.theme = dark ? "dark" : "light";
    const { low, mid, high } = paletteNamed(ui.palette, dark);
    for (const [name, value] of Object.entries({ low, mid, high })) {
      root.style.setProperty(`--nr-${name}`, value);
    }
    store.setUi({ dark });
  };
  apply();
  return together([
    listen(system, "change", apply),
    store.on("ui", (changes) => {
      if (!("theme" in changes || "palette" in changes)) return;
      apply();
      remember(store.get().ui);
    }),
  ]);
}

/** @returns {Partial<Ui>} */
function remembered() {
  try {
    const { palette, theme } = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      ...(palette === "classic" || palette === "colorblind" ? { palette } : {}),
      ...(theme === "light" || theme === "dark" || theme === "auto" ? { theme } : {}),
    };
  } catch (error) {
    if (error instanceof DOMException || error instanceof SyntaxError) return {}; // storage is off
    throw error;
  }
}

/** @param {Ui} ui */
function remember({ palette, theme }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ palette, theme }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is off: chosen for this page only
  }
}
