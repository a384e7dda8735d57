/**
 * One image of the test set on its way through the network: every layer's activations as
 * pictures, feature maps of convolutions, and the probabilities at the end.
 *
 * @import { NumberArray, Packet } from "../core/packet.js"
 * @import { Frame } from "../frame/frame.js"
 * @import { Moment } from "./inside.js"
 */

import { postForPacket } from "../core/api.js";
import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger, formatNumber, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { createNewest } from "../core/newest.js";
import { classTitle } from "../frame/language.js";
import { createBars } from "../pictures/bars.js";
import { niceColumns } from "../pictures/cells.js";
import { imageCanvas, paintSigned, pictureCanvas, symmetricLimit } from "../pictures/image.js";
import { inputOf, labelled } from "./form.js";
import { shapeText } from "./layer_card.js";
import { layerTitles } from "./layer_words.js";

const MOST_MAPS = 64;
const MOST_BARS = 20;

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, run: Record<string, any>}} options
 */
export function createImageWay(el, { frame, run }) {
  const tests = run.data?.n_test ?? 1;
  const index = inputOf("number", 0, { min: 0, max: tests - 1, step: 1 });
  const another = element("button", { type: "button", class: "nr-button" }, [t("Another one")]);
  const said = element("p", { class: "nr-way-said", role: "status" });
  const layers = element("ol", { class: "nr-way", "aria-label": t("Layer by layer") });
  const field = labelled(run.data?.kind === "images" ? t("Test image number") : t("Test example number"), index).el;
  el.replaceChildren(element("div", { class: "nr-row nr-inside-tools" }, [field, another, said]), layers);
  /** @type {Moment | null} */
  let moment = null;
  /** @type {Packet | null} */
  let packet = null;
  const paint = () => packet && showWay(layers, packet, { frame, run });
  const asking = createNewest(
    (/** @type {{at: string | number, index: number}} */ question, signal) =>
      postForPacket(`/api/runs/${encodeURIComponent(run.id)}/look`, { at: question.at, data: { split: "test", index: question.index } }, { signal }),
    {
      onAnswer(answer) {
        packet = answer;
        setText(said, saidText(answer.header, run));
        paint();
      },
      onError: (error) => setText(said, /** @type {Error} */ (error).message),
    },
  );
  const ask = () => {
    if (!moment || !index.checkValidity()) return;
    if (!packet) setText(said, t("Looking …"));
    asking.ask({ at: moment.at, index: Number(index.value) });
  };
  return {
    /** @param {Moment} now */
    show(now) {
      moment = now;
      ask();
    },
    paint,
    close: together([
      () => asking.close(),
      listen(index, "input", ask),
      listen(another, "click", () => {
        // A walk that visits every image, in no order that a person would see.
        index.value = String((Number(index.value) * 7 + 3) % tests);
        ask();
      }),
    ]),
  };
}

/** @param {any} header @param {Record<string, any>} run */
function saidText(header, run) {
  const { label, prediction } = header;
  const name = (/** @type {number} */ i) => classTitle(run.data?.classes?.[i]) || String(i);
  if (run.data?.task === "regression") return t("It is {label}; the network says {prediction}.", { label: formatNumber(label, 3), prediction: formatNumber(prediction, 3) });
  if (label === null || label === undefined) return t("The network says: {prediction}.", { prediction: name(prediction) });
  return label === prediction
    ? t("It is {label}, and the network says so.", { label: name(label) })
    : t("It is {label}, but the network says {prediction}.", { label: name(label), prediction: name(prediction) });
}

/**
 * @param {HTMLElement} el
 * @param {Packet} packet
 * @param {{frame: Frame, run: Record<string, any>}} options
 */
function showWay(el, packet, { frame, run }) {
  const { palette } = frame.look();
  const { header, arrays } = packet;
  const titles = layerTitles(run.model?.layers ?? []);
  const steps = [step(t("Input"), "", run.data?.kind === "images" && arrays.input ? [inputPicture(arrays.input)] : [arrays.input ? strip(arrays.input, palette) : null])];
  for (const layer of header.layers ?? []) {
    const values = arrays[`activation/${layer.name}`];
    if (!values || layer.kind === "input") continue;
    const same = unchanged(layer.kind);
    steps.push(step(titles.get(layer.name) ?? layer.name, factsOf(layer, values), same ? [element("p", { class: "nr-quiet-text nr-small" }, [same])] : pictures(values, palette)));
  }
  if (arrays.probabilities && run.data?.task !== "regression") steps.push(answerStep(arrays.probabilities, run));
  el.replaceChildren(...steps);
}

/** @param {string} title @param {string} facts @param {(Node | null)[]} parts */
function step(title, facts, parts) {
  return element("li", { class: "nr-way-step" }, [element("h4", {}, [title]), facts ? element("p", { class: "nr-quiet-text nr-small" }, [facts]) : null, element("div", { class: "nr-way-pictures" }, parts)]);
}

/** @param {NumberArray} input */
function inputPicture(input) {
  let highest = 0;
  for (let i = 0; i < input.data.length; i += 1) highest = Math.max(highest, Number(input.data[i]));
  const canvas = imageCanvas(input, { label: t("The image"), highest: highest > 1.5 ? 255 : 1 });
  canvas.classList.add("nr-way-input");
  return canvas;
}

/** What stands in place of a picture that would be the one before again. @param {string} kind */
function unchanged(kind) {
  if (kind === "dropout") return t("Lets everything through: it works in training alone.");
  return kind === "flatten" ? t("The same numbers, laid out as one row.") : "";
}

/** @param {any} layer @param {NumberArray} values */
function factsOf(layer, values) {
  let silent = 0;
  for (let i = 0; i < values.data.length; i += 1) if (values.data[i] === 0) silent += 1;
  const parts = [shapeText(values.shape), layer.activation && layer.activation !== "linear" ? layer.activation : null];
  if (layer.activation === "relu") parts.push(t("{share} are 0", { share: formatPercent(silent / values.data.length) }));
  return parts.filter(Boolean).join(" · ");
}

/** @param {NumberArray} values @param {import("../core/palette.js").Palette} palette */
function pictures({ shape, data }, palette) {
  if (shape.length < 3) return [strip({ shape, data }, palette)];
  const [height = 1, width = 1, channels = 1] = shape;
  const limit = symmetricLimit(data);
  const shown = Math.min(channels, MOST_MAPS);
  const maps = Array.from({ length: shown }, (_, channel) => {
    const canvas = pictureCanvas();
    canvas.title = t("channel {number}", { number: channel + 1 });
    paintSigned(canvas, data, { width, height, palette, limit, start: channel, stride: channels });
    canvas.classList.add("nr-way-map");
    return canvas;
  });
  return channels > shown ? [...maps, element("p", { class: "nr-quiet-text nr-small" }, [t("and {count} more", { count: formatInteger(channels - shown) })])] : maps;
}

/** One row of numbers as cells, one colour each. @param {NumberArray} values @param {import("../core/palette.js").Palette} palette */
function strip({ data }, palette) {
  const columns = Math.max(1, niceColumns(data.length));
  const rows = Math.ceil(data.length / columns);
  const padded = Float32Array.from({ length: rows * columns }, (_, i) => Number(data[i] ?? 0));
  const canvas = pictureCanvas();
  paintSigned(canvas, padded, { width: columns, height: rows, palette, limit: symmetricLimit(padded) });
  canvas.classList.add("nr-way-strip");
  canvas.style.width = `${Math.min(Math.max(columns * 14, 28), 420)}px`;
  return canvas;
}

/** @param {NumberArray} probabilities @param {Record<string, any>} run */
function answerStep({ data }, run) {
  const all = [...data].map((share, i) => ({ share: Number(share), i }));
  const top = Math.max(...all.map(({ share }) => share));
  const kept = all.length > MOST_BARS ? [...all].sort((a, b) => b.share - a.share).slice(0, 10) : all;
  const box = element("div", { class: "nr-way-bars" });
  const bars = createBars(box, { caption: t("How sure the network is"), names: t("Class"), values: t("Probability") });
  bars.show(kept.map(({ share, i }) => ({ name: classTitle(run.data?.classes?.[i]) || String(i), share, text: formatPercent(share), mark: share === top ? "strong" : "" })));
  return step(t("Answer"), "", [box]);
}
