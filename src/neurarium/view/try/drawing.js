/**
 * A canvas to draw on with mouse, finger or pen: white ink on black, as in the data.
 *
 * @import { Session } from "./session.js"
 */

import { element, listen, setText, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { icon } from "../controls/icons.js";

/** Side of the canvas, and of the picture that is sent. */
const SIDE = 280;
const SENT = 140;

/** @typedef {{width: number, points: {x: number, y: number}[]}} Stroke on a canvas of 280×280 */

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {boolean} digits whether the data are digits
 * @returns {{ask: () => void, close: () => void}}
 */
export function mountDrawing(el, session, digits) {
  const parts = buildDrawing(digits);
  el.replaceChildren(...parts.all);
  /** @type {Stroke[]} */
  const strokes = [];
  /** @type {Stroke | null} */
  let current = null;
  const paint = () => {
    paintStrokes(parts.canvas, strokes);
    parts.hint.hidden = strokes.length > 0;
    parts.undo.disabled = parts.clear.disabled = !strokes.length;
  };
  const ask = () => session.ask(strokes.length ? { picture: pictureOf(parts.canvas) } : null);
  const changed = () => {
    paint();
    ask();
  };
  paint();
  const { canvas, undo, clear, width } = parts;
  return {
    ask,
    close: together([
      () => el.replaceChildren(),
      listen(canvas, "pointerdown", (event) => {
        if (event.button) return;
        event.preventDefault();
        canvas.setPointerCapture(event.pointerId);
        current = { width: Number(width.value), points: [placeOf(canvas, event)] };
        strokes.push(current);
        changed();
      }),
      listen(canvas, "pointermove", (event) => {
        if (!current) return;
        const all = event.getCoalescedEvents?.() ?? [];
        current.points.push(...(all.length ? all : [event]).map((/** @type {PointerEvent} */ one) => placeOf(canvas, one)));
        changed();
      }),
      listen(canvas, "lostpointercapture", () => (current = null)),
      listen(undo, "click", () => {
        strokes.pop();
        changed();
      }),
      listen(clear, "click", () => {
        strokes.splice(0);
        changed();
      }),
    ]),
  };
}

/** @param {boolean} digits */
function buildDrawing(digits) {
  const canvas = element("canvas", { class: "nr-drawing", width: SIDE, height: SIDE, role: "img", "aria-label": t("Drawing area. With a keyboard choose “Test image” instead.") });
  const hint = element("p", { class: "nr-drawing-hint" });
  setText(hint, digits ? t("Draw a digit here") : t("Draw here"));
  const undo = element("button", { type: "button", class: "nr-button" }, [icon("undo", 16), t("Undo")]);
  const clear = element("button", { type: "button", class: "nr-button" }, [t("Clear")]);
  const width = element("input", { type: "range", class: "nr-range", min: 8, max: 44, value: 24 });
  return {
    canvas, hint, undo, clear, width,
    all: [
      element("div", { class: "nr-drawing-field" }, [canvas, hint]),
      element("div", { class: "nr-row nr-drawing-tools" }, [
        clear,
        undo,
        element("label", { class: "nr-brush" }, [element("span", {}, [t("Brush")]), width]),
      ]),
    ],
  }; // prettier-ignore
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Stroke[]} strokes
 */
function paintStrokes(canvas, strokes) {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.fillStyle = "#000";
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.strokeStyle = "#fff";
  pen.lineCap = pen.lineJoin = "round";
  for (const { width, points } of strokes) {
    pen.lineWidth = width;
    pen.beginPath();
    const [first] = points;
    if (first) pen.moveTo(first.x, first.y);
    for (const { x, y } of points) pen.lineTo(x, y);
    pen.stroke();
  }
}

/** @param {HTMLCanvasElement} canvas @param {PointerEvent} event */
function placeOf(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return { x: ((event.clientX - box.left) / box.width) * SIDE, y: ((event.clientY - box.top) / box.height) * SIDE };
}

/** @param {HTMLCanvasElement} canvas @returns {{pixels: Uint8Array, shape: number[]}} */
function pictureOf(canvas) {
  const small = element("canvas", { width: SENT, height: SENT });
  const pen = small.getContext("2d", { willReadFrequently: true });
  pen?.drawImage(canvas, 0, 0, SENT, SENT);
  const { data } = pen?.getImageData(0, 0, SENT, SENT) ?? { data: new Uint8ClampedArray(4 * SENT * SENT) };
  return { pixels: Uint8Array.from({ length: SENT * SENT }, (_, i) => data[4 * i] ?? 0), shape: [SENT, SENT] };
}
