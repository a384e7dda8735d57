/**
 * One image as what it is: an array of numbers. A table of them, coloured like the image; the
 * pointer or arrow keys tell of each pixel.
 *
 * @import { FullDataSet } from "./details.js"
 * @import { Sample } from "./samples.js"
 */

import { element, listen, setText, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { segments } from "../controls/segments.js";
import { classTitle } from "../frame/language.js";
import { imageCanvas, imageSize } from "../pictures/image.js";
import { tuple } from "./words.js";

/** So many rows and columns are shown at once; of a larger image a part. */
const MOST = 32;

/** @typedef {"red" | "green" | "blue"} Channel */
const CHANNELS = /** @type {const} */ (["red", "green", "blue"]);

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @returns {{show: (sample: Sample) => void, close: () => void}}
 */
export function mountNumbers(el, set) {
  const { channels } = imageSize(set.input_shape);
  const facts = element("div", { class: "nr-numbers-facts" });
  const held = element("div", { class: "nr-numbers-scroll" });
  const readout = element("p", { class: "nr-numbers nr-numbers-readout", role: "status" });
  let channel = 0;
  /** @type {Sample | null} */
  let sample = null;
  const names = { red: t("Red"), green: t("Green"), blue: t("Blue") };
  const choice = segments(t("Which colour"), CHANNELS.map((value) => ({ value, text: names[value] })), "red", (value) => {
    channel = CHANNELS.indexOf(value);
    paint();
  });
  el.append(
    element("div", { class: "nr-row nr-row-apart" }, [element("h3", {}, [t("One image as numbers")]), channels >= 3 ? choice.el : null]),
    element("div", { class: "nr-numbers-panel" }, [facts, element("div", { class: "nr-numbers-side" }, [held, readout])]),
  );
  const tell = (/** @type {HTMLElement} */ cell) => {
    if (sample) setText(readout, pixelInWords(set, sample, Number(cell.dataset.row), Number(cell.dataset.column)));
  };
  const paint = () => {
    if (!sample) return;
    facts.replaceChildren(...factsOf(set, sample));
    const table = tableOf(sample, channel, set);
    held.replaceChildren(table);
    const beyond = held.scrollWidth - held.clientWidth;
    held.scrollLeft = beyond > held.clientWidth / 4 ? beyond / 2 : 0; // on a phone: its middle
    const first = /** @type {HTMLElement | null} */ (table.querySelector("td[data-row]"));
    if (first) first.tabIndex = 0;
    setText(readout, t("Point at a number, or move among them with the arrow keys."));
  };
  return {
    show(chosen) {
      sample = chosen;
      paint();
    },
    close: together([
      () => el.replaceChildren(),
      choice.close,
      listen(held, "pointerover", ({ target }) => target.closest("td[data-row]") && tell(target.closest("td[data-row]"))),
      listen(held, "focusin", ({ target }) => target.closest("td[data-row]") && tell(target.closest("td[data-row]"))),
      listen(held, "keydown", moveAmongCells),
    ]),
  };
}

/** @param {FullDataSet} set @param {Sample} sample @returns {HTMLElement[]} */
function factsOf(set, { image, split, index, target, label }) {
  const array = `x_${split}`;
  const name = classTitle(set.classes[target]);
  let [least, most] = [Infinity, -Infinity];
  for (const value of image.data) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const rows = [
    [`${array}[${index}]`, t("the image")],
    [`.shape`, tuple(set.input_shape)],
    [`.dtype`, set.dtypes[array] ?? ""],
    [`.min()`, String(least)],
    [`.max()`, String(most)],
    [`y_${split}[${index}]`, name === String(target) ? name : t("{target}: {name}", { target, name })],
  ];
  const canvas = imageCanvas(image, { label });
  canvas.classList.add("nr-numbers-image");
  return [
    canvas,
    element("dl", { class: "nr-fact-list" }, rows.flatMap(([term = "", said = ""]) => [
      element("dt", { class: "nr-numbers" }, [term]),
      element("dd", {}, [said]),
    ])),
    element("p", { class: "nr-quiet-text nr-small", "data-teaches": true }, [
      t("0 is black, 255 is as bright as it gets. Before training, all numbers are divided by 255, so that they lie between 0 and 1."),
    ]),
  ];
}

/**
 * @param {Sample} sample
 * @param {number} channel
 * @param {FullDataSet} set
 * @returns {HTMLTableElement}
 */
function tableOf({ image, split, index }, channel, set) {
  const { height, width, channels } = imageSize(image.shape);
  const part = [Math.min(height, MOST), Math.min(width, MOST)];
  const [top, left] = [Math.floor((height - (part[0] ?? 0)) / 2), Math.floor((width - (part[1] ?? 0)) / 2)];
  const columns = Array.from({ length: part[1] ?? 0 }, (_, i) => left + i);
  const rows = Array.from({ length: part[0] ?? 0 }, (_, i) => top + i).map((row) =>
    element("tr", {}, [
      element("th", { scope: "row" }, [String(row)]),
      ...columns.map((column) => {
        const value = Number(image.data[(row * width + column) * channels + (channels >= 3 ? channel : 0)]);
        const cell = element("td", { tabindex: -1, "data-row": row, "data-column": column }, [String(value)]);
        cell.style.cssText = cellColours(value, channels >= 3 ? channel : null);
        return cell;
      }),
    ]),
  );
  const whole = height <= MOST && width <= MOST;
  const name = `x_${split}[${index}]${channels >= 3 ? `[:, :, ${channel}]` : ""}`;
  const caption = whole ? t("{name}: every pixel’s number", { name }) : t("{name}: the numbers of its middle, {height} × {width} of {size}", { name, height: part[0] ?? 0, width: part[1] ?? 0, size: tuple(set.input_shape) });
  return element("table", { class: "nr-numbers-table", "data-wide": columns.length > 12 }, [
    element("caption", { class: whole ? "nr-hidden" : "" }, [caption]),
    element("thead", {}, [element("tr", {}, [element("td"), ...columns.map((column) => element("th", { scope: "col" }, [String(column)]))])]),
    element("tbody", {}, rows),
  ]);
}

/**
 * The image's own colours, and ink that can be read on them.
 * @param {number} value 0 to 255
 * @param {number | null} channel null: grey
 */
function cellColours(value, channel) {
  const rgb = [0, 1, 2].map((i) => (channel === null || i === channel ? value : 0));
  // Relative luminance after WCAG 2.2; above 0.18 black ink has the better contrast.
  const [red = 0, green = 0, blue = 0] = rgb.map((one) => (one <= 10 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
  const dark = 0.2126 * red + 0.7152 * green + 0.0722 * blue <= 0.18;
  return `background: rgb(${rgb.join(" ")}); color: ${dark ? "#fff" : "#000"}`;
}

/** @param {FullDataSet} set @param {Sample} sample @param {number} row @param {number} column */
function pixelInWords(set, { image, split, index }, row, column) {
  const { width, channels } = imageSize(image.shape);
  const at = (row * width + column) * channels;
  const values = [...image.data.subarray(at, at + channels)];
  const scaled = values.map((value) => (value / 255).toFixed(3));
  const place = `x_${split}[${index}, ${row}, ${column}]`;
  const list = (/** @type {(string | number)[]} */ all) => (channels > 1 ? `[${all.join(", ")}]` : String(all[0]));
  return t("{place} = {value}   → after dividing by 255: {scaled}", { place, value: list(values), scaled: list(scaled) });
}

/** @param {KeyboardEvent} event */
function moveAmongCells(event) {
  const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const step = steps[/** @type {keyof typeof steps} */ (event.key)];
  const cell = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest("td[data-row]"));
  if (!step || !cell) return;
  event.preventDefault();
  const [down = 0, right = 0] = step;
  const place = `[data-row="${Number(cell.dataset.row) + down}"][data-column="${Number(cell.dataset.column) + right}"]`;
  const next = /** @type {HTMLElement | null | undefined} */ (cell.closest("table")?.querySelector(place));
  if (!next) return;
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
