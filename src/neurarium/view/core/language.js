/**
 * The one place through which every text that a person sees passes: the browser's half of
 * `language.py`, with the same rule. Texts are written in English where they are used.
 */

/** @type {{current: Record<string, string>}} */
const catalogue = { current: {} };

/**
 * Choose the catalogue: English text → translated text. Null goes back to English.
 * @param {Record<string, string> | null} texts
 */
export function useCatalogue(texts) {
  catalogue.current = texts ?? {};
}

/**
 * Return `text` in the chosen language, with its `{name}` places filled from `values`.
 * @param {string} text English, the key of the catalogue
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function t(text, values) {
  const template = catalogue.current[text] ?? text;
  if (!values) return template;
  return template.replace(/\{(\w+)\}/g, (place, name) =>
    name in values ? String(values[name]) : place,
  );
}
