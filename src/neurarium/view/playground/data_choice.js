/**
 * The data sets as a radio group of pictures: arrow keys choose, as in any radio group.
 *
 * @import { Store } from "./store.js"
 * @import { Picture } from "./data_pictures.js"
 */

import { t } from "../core/language.js";
import { element, listen, setAttributes, svgElement, together } from "../core/dom.js";
import { classColor, paletteNamed, valueColor } from "../core/palette.js";
import { dataPictures, dotPaths } from "./data_pictures.js";

const SIZE = 40;

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountDataChoice(el, store) {
  const pictures = dataPictures();
  const name = `nr-data-${Math.random().toString(36).slice(2)}`;
  const tiles = pictures.map((picture) => buildTile(picture, name));
  const groups = /** @type {const} */ (["classification", "regression"]).map((task) =>
    element("fieldset", { class: "nr-data-group" }, [
      element("legend", {}, [task === "classification" ? t("Classification") : t("Regression")]),
      element("div", { class: "nr-data-tiles" }, tiles.filter((tile) => tile.picture.task === task).map((tile) => tile.el)),
    ]),
  );
  el.replaceChildren(...groups);
  let painted = "";
  const refresh = () => {
    const { state, ui } = store.get();
    const { config } = state.setup;
    for (const tile of tiles) tile.input.checked = tile.picture.name === config.data.name;
    for (const group of groups) setAttributes(group, { disabled: !store.capabilities.train });
    const look = `${ui.palette} ${ui.dark}`;
    if (look === painted) return;
    painted = look;
    for (const tile of tiles) paint(tile, paletteNamed(ui.palette, ui.dark));
  };
  refresh();
  return together([
    store.on("state", refresh),
    store.on("ui", refresh),
    ...tiles.map((tile) => listen(tile.input, "change", () => {
      store.setUi({ brush: null });
      store.send({ type: "set", changes: { data: { name: tile.picture.name, custom: null } } });
    })),
  ]);
}

/**
 * @param {Picture} picture
 * @param {string} group
 */
function buildTile(picture, group) {
  const input = element("input", { type: "radio", name: group, value: picture.name, class: "nr-data-radio" });
  const svg = svgElement("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, "aria-hidden": true, class: "nr-data-picture" });
  const el = element("label", { class: "nr-data-tile", title: picture.label }, [
    input,
    svg,
    element("span", { class: "nr-hidden" }, [picture.label]),
  ]);
  return { picture, input, svg, el };
}

/**
 * @param {{picture: Picture, svg: SVGElement}} tile
 * @param {import("../core/palette.js").Palette} palette
 */
function paint({ picture, svg }, palette) {
  const colourOf = (/** @type {number} */ target) => {
    if (picture.task === "regression") return valueColor(palette, Math.round(target * 4) / 4);
    return classColor(palette, target, picture.manyClasses ? 3 : 2);
  };
  svg.replaceChildren(
    ...dotPaths(picture.dots, colourOf, SIZE).map(({ colour, path }) =>
      svgElement("path", { d: path, stroke: colour, "stroke-width": picture.task === "regression" ? 3.4 : 2.6, "stroke-linecap": "round", fill: "none" })),
  );
}
