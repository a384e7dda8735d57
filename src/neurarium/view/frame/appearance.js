/**
 * Palette and theme: what the person chose, remembered for every page, and put on a page's root.
 *
 * @import { PaletteName } from "../core/palette.js"
 *
 * @typedef {"light" | "dark" | "auto"} Theme
 * @typedef {{palette: PaletteName, theme: Theme}} Appearance
 */

import { paletteNamed } from "../core/palette.js";

const KEY = "neurarium.appearance";

/** @returns {Partial<Appearance>} what was chosen on whichever page */
export function rememberedAppearance() {
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

/** @param {Appearance} chosen */
export function rememberAppearance({ palette, theme }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ palette, theme }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // storage is off: chosen for this page only
  }
}

/** @returns {MediaQueryList} matches while the system asks for dark pages */
export function systemIsDark() {
  return matchMedia("(prefers-color-scheme: dark)");
}

/**
 * Put palette and theme on a page's root.
 * @param {HTMLElement} root
 * @param {Appearance} chosen
 * @returns {boolean} whether the page is dark now
 */
export function showAppearance(root, { palette, theme }) {
  const dark = theme === "dark" || (theme === "auto" && systemIsDark().matches);
  root.dataset.theme = dark ? "dark" : "light";
  const { low, mid, high } = paletteNamed(palette, dark);
  for (const [name, value] of Object.entries({ low, mid, high })) {
    root.style.setProperty(`--nr-${name}`, value);
  }
  return dark;
}
