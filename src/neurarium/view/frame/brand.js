/** The name of the place: a small sky, a sun and what circles around it. */

import { element, svgElement } from "../core/dom.js";

/**
 * @param {"h1" | "span"} [tag] a page whose heading is another has the name as plain text
 * @returns {HTMLElement}
 */
export function brand(tag = "h1") {
  const ring = { fill: "none", stroke: "currentColor", "stroke-width": 1.3, opacity: 0.35 };
  const picture = svgElement("svg", { viewBox: "0 0 28 28", width: 26, height: 26, "aria-hidden": "true" }, [
    svgElement("circle", { cx: 14, cy: 14, r: 6.5, ...ring }),
    svgElement("circle", { cx: 14, cy: 14, r: 11.5, ...ring }),
    svgElement("circle", { cx: 14, cy: 14, r: 3, fill: "currentColor" }),
    svgElement("circle", { cx: 19.6, cy: 10.6, r: 2.4, fill: "#f59322" }),
    svgElement("circle", { cx: 5.3, cy: 21.4, r: 2.8, fill: "#0877bd" }),
  ]);
  return element(tag, { class: "nr-brand" }, [picture, element("span", {}, ["neurarium"])]);
}
