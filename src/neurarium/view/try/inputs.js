/**
 * What the network is asked: a drawing, an image of the data set, or one of the person's own.
 *
 * @import { Around } from "./run_parts.js"
 * @import { Session } from "./session.js"
 */

import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { segments } from "../controls/segments.js";
import { imageSize } from "../pictures/image.js";
import { mountDrawing } from "./drawing.js";
import { mountExamples } from "./examples.js";
import { mountOwnImage } from "./own_image.js";

/** @typedef {"draw" | "example" | "own"} Way */

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {Around} around
 * @returns {{show: (index: number) => void, close: () => void}} `show`: a test image by its number
 */
export function mountInputs(el, session, around) {
  const digits = ["mnist", "digits"].includes(session.run.data.name);
  const { channels } = imageSize(session.run.data.input_shape);
  const drawable = channels < 3;
  /** @type {{value: Way, text: string}[]} */
  const ways = [
    ...(drawable ? [{ value: /** @type {Way} */ ("draw"), text: t("Draw") }] : []),
    { value: "example", text: t("Test image") },
    { value: "own", text: t("Upload") },
  ];
  const panels = { draw: element("div"), example: element("div"), own: element("div") };
  const choice = segments(t("Ask with"), ways, digits ? "draw" : "example", (way) => use(way));
  el.append(choice.el, ...Object.values(panels));
  const examples = mountExamples(panels.example, session, around);
  const parts = {
    draw: drawable ? mountDrawing(panels.draw, session, digits) : null,
    example: examples,
    own: mountOwnImage(panels.own, session, around),
  };
  const use = (/** @type {Way} */ way, /** @type {number | null} */ index = null) => {
    for (const [name, panel] of Object.entries(panels)) panel.hidden = name !== way;
    if (index === null) parts[way]?.ask();
    else examples.show(index);
  };
  use(digits ? "draw" : "example");
  return {
    show(index) {
      choice.choose("example");
      use("example", index);
    },
    close: together([() => el.replaceChildren(), choice.close, examples.close, parts.own.close, () => parts.draw?.close()]),
  };
}
