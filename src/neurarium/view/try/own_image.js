/**
 * An image of the person's own: read in the browser, made small, and asked.
 *
 * @import { Around } from "./run_parts.js"
 * @import { Session, Picture } from "./session.js"
 */

import { element, listen, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { imageSize, paintImage, pictureCanvas } from "../pictures/image.js";

/** Longest side that is sent. */
const MOST = 256;
/** Share of an image's edge that is looked at to tell light paper from dark. */
const LIGHT = 127;

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {Around} around
 * @returns {{ask: () => void, close: () => void}}
 */
export function mountOwnImage(el, session, { complain }) {
  const { channels } = imageSize(session.run.data.input_shape);
  const grey = channels < 3;
  const input = element("input", { type: "file", accept: "image/*", class: "nr-file", "aria-label": t("An image file") });
  const canvas = pictureCanvas();
  const invert = element("input", { type: "checkbox", class: "nr-check" });
  const field = element("div", { class: "nr-example-field nr-own-field" }, [canvas, element("p", { class: "nr-drawing-hint" }, [t("Drop an image here, or choose one below")])]);
  el.replaceChildren(
    field,
    element("div", { class: "nr-stack" }, [
      input,
      grey ? element("label", { class: "nr-row" }, [invert, t("dark ink on light paper: turn light and dark around")]) : null,
    ].filter((one) => one !== null)),
  );
  /** @type {ImageData | null} */
  let pixels = null;
  const show = () => {
    if (!pixels) return session.ask(null);
    const picture = grey ? greyOf(pixels, invert.checked) : colourOf(pixels);
    field.classList.add("nr-has-image");
    paintImage(canvas, { shape: picture.shape, data: picture.pixels });
    session.ask({ picture });
  };
  const read = async (/** @type {File | undefined} */ file) => {
    if (!file) return;
    try {
      pixels = await pixelsOf(file);
      invert.checked = grey && edgeIsLight(pixels);
      show();
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      complain(new Error(t("“{name}” is no image that this browser can read. Try a PNG or JPEG.", { name: file.name })));
    }
  };
  return {
    ask: show,
    close: together([
      () => el.replaceChildren(),
      listen(input, "change", () => void read(input.files?.[0])),
      listen(invert, "change", show),
      listen(el, "dragover", (event) => event.preventDefault()),
      listen(el, "drop", (event) => {
        event.preventDefault();
        void read(event.dataTransfer?.files[0]);
      }),
    ]),
  };
}

/** @param {File} file @returns {Promise<ImageData>} at most 256 pixels a side */
async function pixelsOf(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
  const canvas = element("canvas", { width, height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new DOMException("no canvas", "NotSupportedError");
  // What is transparent counts as white paper.
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return pen.getImageData(0, 0, width, height);
}

/**
 * @param {ImageData} pixels
 * @param {boolean} inverted
 * @returns {Picture}
 */
function greyOf({ data, width, height }, inverted) {
  const values = Uint8Array.from({ length: width * height }, (_, i) => {
    const grey = luma(data, i);
    return Math.round(inverted ? 255 - grey : grey);
  });
  return { pixels: values, shape: [height, width] };
}

/** @param {ImageData} pixels @returns {Picture} */
function colourOf({ data, width, height }) {
  const values = Uint8Array.from({ length: 3 * width * height }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)] ?? 0);
  return { pixels: values, shape: [height, width, 3] };
}

/**
 * Return a pixel's brightness as ITU-R BT.601 weighs the colours.
 * @param {ArrayLike<number>} data RGBA
 * @param {number} i
 */
function luma(data, i) {
  return 0.299 * Number(data[4 * i]) + 0.587 * Number(data[4 * i + 1]) + 0.114 * Number(data[4 * i + 2]);
}

/**
 * Say whether an image has a light edge: then its ink is dark.
 * @param {{data: ArrayLike<number>, width: number, height: number}} pixels
 * @returns {boolean}
 */
export function edgeIsLight({ data, width, height }) {
  let [sum, count] = [0, 0];
  for (let i = 0; i < width * height; i += 1) {
    const [row, column] = [Math.floor(i / width), i % width];
    if (row && column && row < height - 1 && column < width - 1) continue;
    sum += luma(data, i);
    count += 1;
  }
  return sum / count > LIGHT;
}
