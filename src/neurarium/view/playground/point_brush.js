/**
 * Drawing points on the output map: a brush for each class, an eraser, with mouse, finger or keys.
 * `el` covers the plane exactly; nothing of it catches the pointer until a brush is taken up.
 *
 * @import { PointSet, Store } from "./store.js"
 * @import { Row } from "./point_brush_model.js"
 */

import { t } from "../core/language.js";
import { element, listen, setAttributes, together } from "../core/dom.js";
import { classColor, paletteNamed, valueColor } from "../core/palette.js";
import { buildBrushBar } from "./point_brush_bar.js";
import {
  customData, ERASER_RADIUS, farEnough, MAX_CLASSES, newClassName, rowsProblem, toPercent, toPlane, usedClasses, VALUE_BRUSHES, withoutNear, withPoint,
} from "./point_brush_model.js";

const SEND_AFTER_MS = 250;

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountPointBrush(el, store) {
  return new Brush(el, store).start();
}

/** The rows being drawn, the stroke under way, and the keyboard's cursor. */
class Brush {
  /** @type {Row[]} */
  rows = [];
  /** @type {string[]} */
  classes = [];
  /** @type {PointSet | null} the points of the state that the rows were taken from */
  source = null;
  /** @type {{x: number, y: number} | null} last point of the stroke under way */
  stroke = null;
  stroking = false;
  /** Rows not sent yet. */
  unsent = false;
  timer = 0;
  cursor = { x: 0, y: 0 };

  /**
   * @param {HTMLElement} el
   * @param {Store} store
   */
  constructor(el, store) {
    this.el = el;
    this.store = store;
    this.surface = element("div", { class: "nr-brush-surface" });
    this.fresh = element("div", { class: "nr-brush-fresh", "aria-hidden": true });
    this.cross = element("div", { class: "nr-brush-cursor", hidden: true, "aria-hidden": true });
    this.said = element("p", { class: "nr-brush-said", role: "status" });
    this.bar = buildBrushBar(store, {
      addClass: () => this.addClass(),
      clear: () => this.change([]),
      undo: () => this.undo(),
    });
    this.root = element("div", { class: "nr-brush", hidden: true }, [this.fresh, this.surface, this.cross, this.bar.el, this.said]);
    setAttributes(this.surface, {
      tabindex: 0, role: "application",
      "aria-label": t("Drawing points. Arrow keys move the cursor, with Shift in small steps; a number key places a point of that class, Space one of the chosen class, Delete erases, Escape ends."),
    });
    el.append(this.root);
  }

  /** @returns {() => void} */
  start() {
    const { surface, store } = this;
    this.follow();
    return together([
      () => this.root.remove(),
      () => this.flush(),
      store.on("state", () => this.follow()),
      store.on("ui", () => this.follow()),
      this.bar.off,
      listen(surface, "pointerdown", (event) => this.press(event)),
      listen(surface, "pointermove", (event) => this.move(event)),
      listen(surface, "pointerup", () => this.release()),
      listen(surface, "pointercancel", () => this.release()),
      listen(surface, "keydown", (event) => this.key(event)),
      listen(surface, "focus", () => this.showCursor(surface.matches(":focus-visible"))),
      listen(surface, "blur", () => this.showCursor(false)),
    ]);
  }

  /** Follow the page: which brush, which points. */
  follow() {
    const { state, ui } = this.store.get();
    const active = ui.brush !== null;
    if (!active && !this.root.hidden) this.flush();
    const begins = active && this.root.hidden;
    this.root.hidden = !active;
    if (!active) {
      this.source = null;
      this.unsent = false;
      return;
    }
    if (begins) {
      this.say("");
      this.comeIntoView();
    }
    if (this.source !== state.points && !this.unsent) {
      this.source = state.points;
      this.rows = /** @type {Row[]} */ (/** @type {unknown} */ (state.points.rows));
      const kept = state.points.classes;
      // A class that was just added and has no point yet stays on the bar.
      this.classes = this.classes.length > kept.length && kept.every((name, i) => name === this.classes[i]) ? this.classes : [...kept];
      this.fresh.classList.remove("nr-brush-alone");
      this.fresh.replaceChildren(...this.testDots());
    }
    this.bar.show(this.classes, state.points.task);
    this.surface.classList.toggle("nr-brush-erasing", ui.brush === "eraser");
  }

  /** On a phone the map may be a page away from the button that begins. */
  comeIntoView() {
    const { top, bottom } = this.surface.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight) this.surface.scrollIntoView({ block: "center" });
  }

  /** @param {Row[]} rows */
  change(rows) {
    this.rows = rows;
    this.unsent = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.flush(), SEND_AFTER_MS);
    const problem = rowsProblem(rows, this.classes);
    this.say(problem ?? "");
    if (problem) this.showAlone();
  }

  /** What cannot be learned from is not sent: show it here, and veil the points of before. */
  showAlone() {
    this.fresh.classList.add("nr-brush-alone");
    this.fresh.replaceChildren(...this.rows.map(([x, y, target]) => this.dot({ x, y }, target)));
  }

  /** Send what was drawn, unless it cannot be learned from yet. */
  flush() {
    clearTimeout(this.timer);
    if (!this.unsent || !this.source || rowsProblem(this.rows, this.classes)) return;
    this.unsent = false;
    this.store.send({ type: "set", changes: { data: customData(this.rows, usedClasses(this.rows, this.classes), this.source) } });
  }

  undo() {
    if (this.unsent) {
      this.unsent = false;
      clearTimeout(this.timer);
      this.source = null;
      this.say("");
      this.follow();
    } else this.store.send({ type: "undo" });
  }

  addClass() {
    if (this.classes.length >= MAX_CLASSES) return;
    this.classes = [...this.classes, newClassName(this.classes)];
    this.store.setUi({ brush: this.classes.length - 1 });
    this.follow();
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.surface.focus({ preventScroll: true });
    this.showCursor(false);
    this.surface.setPointerCapture(event.pointerId);
    this.stroking = true;
    this.stroke = null;
    this.draw(this.placeOf(event));
  }

  /** @param {PointerEvent} event */
  move(event) {
    if (!this.stroking) return;
    // Browsers merge moves: the ones between keep a fast stroke dense.
    const all = event.getCoalescedEvents?.() ?? [];
    for (const each of all.length ? all : [event]) this.draw(this.placeOf(each));
  }

  release() {
    this.stroking = false;
    this.stroke = null;
  }

  /** @param {PointerEvent} event */
  placeOf(event) {
    const box = this.surface.getBoundingClientRect();
    return toPlane({ x: event.clientX - box.left, y: event.clientY - box.top, width: box.width, height: box.height });
  }

  /** @param {{x: number, y: number}} place */
  draw(place) {
    const { brush } = this.store.get().ui;
    if (brush === "eraser") this.erase(place);
    else if (brush !== null && farEnough(this.stroke, place)) {
      this.put(place, brush);
      this.stroke = place;
    }
  }

  /**
   * @param {{x: number, y: number}} place
   * @param {number} target
   */
  put(place, target) {
    this.change(withPoint(this.rows, { ...place, target }));
    if (!rowsProblem(this.rows, this.classes)) this.fresh.append(this.dot(place, target));
  }

  /** Drawn points that went to the test data stay in sight while drawing, pale. */
  testDots() {
    const { points, setup } = this.store.get().state;
    if (setup.view.show_test) return [];
    return points.rows.slice(points.n_train).map(([x, y, target]) => {
      const dot = this.dot({ x, y }, target);
      dot.classList.add("nr-brush-test");
      return dot;
    });
  }

  /**
   * @param {{x: number, y: number}} place
   * @param {number} target
   */
  dot(place, target) {
    const dot = element("span", { class: "nr-brush-dot" });
    const { left, top } = toPercent(place);
    dot.style.cssText = `left:${left}%;top:${top}%;background:${this.colourOf(target)}`;
    return dot;
  }

  /** @param {{x: number, y: number}} place */
  erase(place) {
    const left = withoutNear(this.rows, place);
    if (left.length === this.rows.length) return;
    this.change(left);
    if (rowsProblem(left, this.classes)) return;
    const spot = element("span", { class: "nr-brush-hole" });
    const at = toPercent(place);
    const width = (ERASER_RADIUS / 6) * 100;
    spot.style.cssText = `left:${at.left}%;top:${at.top}%;width:${width}%`;
    this.fresh.append(spot);
  }

  /** @param {number} target */
  colourOf(target) {
    const { ui, state } = this.store.get();
    const palette = paletteNamed(ui.palette, ui.dark);
    if (state.points.task === "regression") return valueColor(palette, target);
    return classColor(palette, target, this.classes.length);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = event.shiftKey ? 0.1 : 0.5;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    const move = moves[/** @type {keyof typeof moves} */ (event.key)];
    const { brush } = this.store.get().ui;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (move) {
      const inside = (/** @type {number} */ value) => Math.min(6, Math.max(-6, Number(value.toFixed(2))));
      this.cursor = { x: inside(this.cursor.x + move[0]), y: inside(this.cursor.y + move[1]) };
      this.say(t("{x}, {y}", { x: this.cursor.x, y: this.cursor.y }));
    } else if (/^\d$/.test(event.key)) this.putByNumber((Number(event.key) + 9) % 10);
    else if (event.key === " " || event.key === "Enter") this.draw(this.cursor);
    else if (event.key === "Delete" || event.key === "Backspace") this.erase(this.cursor);
    else if (event.key === "Escape") this.store.setUi({ brush: null });
    else return;
    if (brush !== "eraser") this.stroke = null;
    event.preventDefault();
    event.stopPropagation();
    if (!this.root.hidden) this.showCursor(true);
  }

  /** @param {number} index of the class, or of the value brush */
  putByNumber(index) {
    const regression = this.store.get().state.points.task === "regression";
    const target = regression ? VALUE_BRUSHES[index] : index;
    if (target === undefined || (!regression && index >= this.classes.length)) return;
    this.put(this.cursor, target);
    const name = regression ? String(target) : this.classes[index];
    this.say(t("Placed {name} at {x}, {y}.", { name, x: this.cursor.x, y: this.cursor.y }));
  }

  /** @param {boolean} shown */
  showCursor(shown) {
    const { left, top } = toPercent(this.cursor);
    this.cross.hidden = !shown;
    this.cross.style.left = `${left}%`;
    this.cross.style.top = `${top}%`;
  }

  /** @param {string} text */
  say(text) {
    this.said.textContent = text;
  }
}
