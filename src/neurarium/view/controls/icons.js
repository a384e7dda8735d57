/** The page's icons: strokes on a 24×24 field, in the colour of the text around them. */

import { svgElement } from "../core/dom.js";

const PATHS = Object.freeze({
  play: ["M8 5.5v13l10.5-6.5z"],
  pause: ["M8.5 6v12", "M15.5 6v12"],
  step: ["M6 6v12l8.5-6z", "M18 6v12"],
  reset: ["M5 12a7 7 0 1 0 2.2-5.1", "M4.5 4v4.2h4.2"],
  undo: ["M8.5 6 4.5 10l4 4", "M5 10h8.5a5 5 0 0 1 0 10H9"],
  redo: ["M15.5 6l4 4-4 4", "M19 10h-8.5a5 5 0 0 0 0 10H15"],
  plus: ["M12 6v12", "M6 12h12"],
  minus: ["M6 12h12"],
  open: ["M4 7.5V18h16V9h-8.5L9.5 6.5H4z"],
  palette: ["M12 4a8 8 0 1 0 0 16c1.6 0 1.8-1 1.3-2-.6-1.3.2-2.3 1.6-2.3H17a3 3 0 0 0 3-3C20 7.8 16.5 4 12 4z", "M8 11.5v.01", "M11 8v.01", "M15.5 9v.01"],
  sun: ["M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z", "M12 3.5v1.5M12 19v1.5M3.5 12H5M19 12h1.5M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1"],
  moon: ["M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z"],
  auto: ["M12 4.5a7.5 7.5 0 1 0 0 15z", "M12 4.5a7.5 7.5 0 0 1 0 15"],
  help: ["M9.3 9.2a2.8 2.8 0 1 1 4 2.6c-.9.5-1.3 1-1.3 2", "M12 17v.01"],
  close: ["M7 7l10 10", "M17 7 7 17"],
  sliders: ["M5 8h8", "M17 8h2", "M5 16h2", "M11 16h8", "M15 6v4", "M9 14v4"],
  chevron: ["M8 10l4 4 4-4"],
  warning: ["M12 5 3.5 19h17z", "M12 10.5v4", "M12 17v.01"],
  menu: ["M5 7.5h14M5 12h14M5 16.5h14"],
  info: ["M12 4.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z", "M12 11v5", "M12 8v.01"],
}); // prettier-ignore

/** @typedef {keyof typeof PATHS} IconName */

/**
 * Return an icon, hidden from screen readers: the button around it has the name.
 * @param {IconName} name
 * @param {number} [size] px
 * @returns {SVGElement}
 */
export function icon(name, size = 18) {
  const filled = name === "play" || name === "step";
  const attributes = {
    class: "nr-icon",
    viewBox: "0 0 24 24",
    width: size,
    height: size,
    fill: "none",
    stroke: "currentColor",
    "stroke-width": 1.9,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
  };
  const paths = PATHS[name].map((d, i) =>
    svgElement("path", { d, fill: filled && i === 0 ? "currentColor" : false }),
  );
  return svgElement("svg", attributes, paths);
}
