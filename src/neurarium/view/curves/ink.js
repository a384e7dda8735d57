/**
 * The colours and type that a chart takes from the page's style.
 *
 * @typedef {{ink: string, quiet: string, line: string, accent: string, panel: string, font: string,
 *   train: string, test: string, dark: boolean}} Ink
 */

/**
 * @param {Element} el
 * @returns {Ink}
 */
export function inkOf(el) {
  const style = getComputedStyle(el);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    ink: read("--nr-ink"),
    quiet: read("--nr-ink-2"),
    line: read("--nr-line"),
    accent: read("--nr-accent"),
    panel: read("--nr-panel"),
    train: read("--nr-curve-train"),
    test: read("--nr-curve-test"),
    dark: style.colorScheme === "dark",
    font: `11px ${style.fontFamily}`,
  };
}

/**
 * From violet (first layer) to yellow-green (output): apart in lightness as well as in hue.
 * @param {number} layer
 * @param {number} layers
 * @param {boolean} dark
 */
export function layerColour(layer, layers, dark) {
  const part = layers > 1 ? layer / (layers - 1) : 0;
  return `hsl(${Math.round(285 - 215 * part)} 65% ${Math.round((dark ? 60 : 34) + (dark ? 12 : 10) * part)}%)`;
}
