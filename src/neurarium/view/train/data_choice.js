/**
 * Which data to learn from: a list, and a few of the chosen data's images.
 *
 * @typedef {object} DataEntry of GET /api/data
 * @property {string} name
 * @property {string} title
 * @property {string} kind
 * @property {string} task
 * @property {number[]} input_shape
 * @property {number} n_train
 * @property {number} n_test
 * @property {{en: string, ko: string}[]} classes
 * @property {string[]} features
 * @property {string} state
 */

import { getPacket, isAbort } from "../core/api.js";
import { element, listen, setText } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { classTitle } from "../frame/language.js";
import { imageCanvas } from "../pictures/image.js";
import { shapeText } from "./layer_card.js";

const SAMPLES = 24;

/**
 * @param {HTMLElement} el
 * @param {readonly DataEntry[]} all
 * @param {(data: DataEntry) => void} onChoose
 */
export function createDataChoice(el, all, onChoose) {
  const options = all.map(({ name, title, state }) => element("option", { value: name }, [state === "here" ? title : t("{title} (not here yet)", { title })]));
  const select = element("select", { class: "nr-select", id: "nr-data" }, options);
  const facts = element("p", { class: "nr-quiet-text nr-small" });
  const absent = element("p", { class: "nr-notice", hidden: true }, [t("These data are not on this machine yet. "), element("a", { href: "/data" }, [t("Get them on the page Data")])]);
  const samples = element("div", { class: "nr-samples" });
  const label = element("label", { class: "nr-hidden", for: "nr-data" }, [t("Data set")]);
  el.replaceChildren(label, select, samples, facts, absent);
  /** @type {AbortController | null} */
  let asking = null;
  listen(select, "change", () => {
    const data = all.find((one) => one.name === select.value);
    if (data) onChoose(data);
  });
  return {
    /** @param {DataEntry} data */
    show(data) {
      select.value = data.name;
      setText(facts, factsText(data));
      absent.hidden = data.state === "here";
      asking?.abort();
      asking = new AbortController();
      samples.replaceChildren();
      samples.hidden = data.kind !== "images" || data.state !== "here";
      if (!samples.hidden) void showSamples(samples, data, asking.signal);
    },
    close: () => asking?.abort(),
  };
}

/** @param {DataEntry} data */
function factsText(data) {
  const counts = { train: formatInteger(data.n_train), test: formatInteger(data.n_test), shape: shapeText(data.input_shape), classes: data.classes.length };
  if (data.kind === "images") return t("{train} images of {shape} to learn from, {test} to test, {classes} classes", counts);
  if (data.task === "regression") return t("{train} rows of {shape} numbers to learn from, {test} to test, one number to predict", counts);
  return t("{train} rows of {shape} numbers to learn from, {test} to test, {classes} classes", counts);
}

/**
 * @param {HTMLElement} el
 * @param {DataEntry} data
 * @param {AbortSignal} signal
 */
async function showSamples(el, data, signal) {
  try {
    const packet = await getPacket(`/api/data/${encodeURIComponent(data.name)}/images?split=train&limit=${SAMPLES}`, { signal });
    const images = arrayOf(packet, "images");
    const labels = arrayOf(packet, "labels");
    const canvases = Array.from({ length: images.shape[0] ?? 0 }, (_, i) => {
      const name = classTitle(data.classes[Number(labels.data[i])]);
      const canvas = imageCanvas(rowOf(images, i), { label: name });
      canvas.title = name;
      return canvas;
    });
    if (!signal.aborted) el.replaceChildren(...canvases);
  } catch (error) {
    if (!isAbort(error)) el.replaceChildren(element("p", { class: "nr-problem" }, [/** @type {Error} */ (error).message]));
  }
}
