/**
 * Which language a page speaks: the one place that chooses it. English is the only one so far;
 * a catalogue for another comes in here, and names of classes already have theirs.
 */

import { useCatalogue } from "../core/language.js";

/** @typedef {{en: string, ko: string}} ClassName */

/** @type {{current: keyof ClassName}} */
const chosen = { current: "en" };

/**
 * Choose the language of all texts and names.
 * @param {keyof ClassName} language
 * @param {Record<string, string> | null} [texts] English text → text in that language
 */
export function useLanguage(language, texts = null) {
  chosen.current = language;
  useCatalogue(texts);
}

/**
 * Return what a class is called.
 * @param {ClassName | undefined} name
 * @returns {string}
 */
export function classTitle(name) {
  return name ? name[chosen.current] || name.en : "";
}
