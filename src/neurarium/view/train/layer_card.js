/**
 * One layer of the stack: its settings, and the arithmetic of its shapes and parameters.
 *
 * @import { Card, LayerKind, Setting } from "./layer_stack.js"
 *
 * @typedef {object} LayerFacts what the plan says of a layer
 * @property {number[] | null} [input_shape]
 * @property {number[] | null} [output_shape]
 * @property {number | null} [parameters]
 * @property {string | null} [derivation]
 * @property {string | null} [shape_derivation]
 * @property {string | null} [error]
 * @property {(LayerFacts & {kind?: string, note?: string | null})[]} [before] layers that were put in before it
 *
 * @typedef {object} CardActions
 * @property {(name: string, value: unknown) => void} set
 * @property {(step: -1 | 1) => void} move
 * @property {() => void} remove
 */

import { icon } from "../controls/icons.js";
import { element, listen, setText } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { checkOf, inputOf, labelled, selectOf, sizeOf, sizeText } from "./form.js";
import { aboutLayer, aboutSetting, MAIN_SETTINGS } from "./layer_words.js";

/**
 * @param {Card} card
 * @param {LayerKind | undefined} kind undefined: a layer that only a file can hold
 * @param {CardActions} actions
 */
export function createLayerCard(card, kind, actions) {
  const title = kind?.title ?? card.kind;
  const name = element("h3", { title: aboutLayer(card.kind) || null }, [title]);
  const place = element("span", { class: "nr-layer-place", "aria-hidden": "true" });
  const up = roundButton("up", t("Move up"), () => actions.move(-1));
  const down = roundButton("down", t("Move down"), () => actions.move(1));
  const remove = roundButton("close", t("Remove"), actions.remove);
  const fields = (kind?.settings ?? []).map((setting) => settingField(setting, actions.set));
  const main = fields.filter(({ setting }) => MAIN_SETTINGS.includes(setting.name));
  const others = fields.filter((field) => !main.includes(field));
  const hidden = element("div", { class: "nr-layer-fields", id: `nr-layer-more-${card.key}`, hidden: true }, others.map(({ el }) => el));
  const more = element("button", { type: "button", class: "nr-layer-more", "aria-expanded": "false", "aria-controls": hidden.id, hidden: others.length === 0 }, [t("more")]);
  listen(more, "click", () => {
    hidden.hidden = !hidden.hidden;
    more.setAttribute("aria-expanded", String(!hidden.hidden));
    setText(more, hidden.hidden ? t("more") : t("less"));
  });
  const shape = element("span", { class: "nr-layer-shape nr-numbers" });
  const sum = element("span", { class: "nr-layer-sum nr-numbers" });
  const error = element("p", { class: "nr-problem", role: "alert" });
  const el = element("li", { class: "nr-layer nr-layer-card", "data-kind": card.kind, tabindex: -1 }, [
    element("div", { class: "nr-layer-head", draggable: "true", title: t("Drag to another place; or Alt with arrow up or down") }, [
      element("span", { class: "nr-layer-grip", "aria-hidden": "true" }, ["⠿"]),
      place,
      name,
      element("div", { class: "nr-layer-buttons" }, [more, up, down, remove]),
    ]),
    fields.length ? element("div", { class: "nr-layer-fields" }, main.map((field) => field.el)) : element("p", { class: "nr-quiet-text nr-small" }, [aboutLayer(card.kind)]),
    hidden,
    element("div", { class: "nr-layer-math" }, [shape, sum]),
    error,
  ]);
  listen(el, "keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (!step) return;
    event.preventDefault();
    actions.move(/** @type {-1 | 1} */ (step));
  });
  return {
    el,
    /** @param {Card} now @param {LayerFacts | null} facts @param {{index: number, count: number}} at */
    show(now, facts, { index, count }) {
      const number = index + 1;
      setText(place, String(number));
      el.setAttribute("aria-label", t("Layer {number}: {title}", { number, title }));
      for (const [button, what] of /** @type {[HTMLElement, string][]} */ ([[more, t("More settings")], [up, t("Move up")], [down, t("Move down")], [remove, t("Remove")]])) {
        button.setAttribute("aria-label", t("{what}: layer {number}, {title}", { what, number, title }));
      }
      // aria-disabled, not disabled: a button that was just pressed keeps the focus.
      up.setAttribute("aria-disabled", String(index === 0));
      down.setAttribute("aria-disabled", String(index === count - 1));
      for (const field of fields) field.show(now.settings[field.setting.name]);
      const wrong = facts?.error ?? "";
      el.classList.toggle("nr-layer-wrong", wrong !== "");
      setText(error, wrong);
      setText(shape, shapesText(facts));
      shape.title = facts?.shape_derivation ?? "";
      setText(sum, facts?.output_shape && !wrong ? sumText(facts) : "");
    },
  };
}

/**
 * Return the slim row of a layer that was put in by itself.
 * @param {LayerFacts & {kind?: string, note?: string | null}} facts
 * @param {string} title
 */
export function putInRow(facts, title) {
  return element("li", { class: "nr-layer-put", title: facts.note ?? null }, [
    element("span", {}, [title]),
    element("span", { class: "nr-layer-shape nr-numbers" }, [shapesText(facts)]),
    element("span", { class: "nr-layer-why" }, [facts.note ?? ""]),
  ]);
}

/** @param {LayerFacts | null} facts */
function shapesText(facts) {
  if (!facts?.input_shape || !facts.output_shape) return "";
  return `${shapeText(facts.input_shape)} → ${shapeText(facts.output_shape)}`;
}

/** @param {LayerFacts} facts */
function sumText({ derivation, parameters }) {
  if (derivation) return t("{sum} parameters", { sum: derivation });
  return parameters ? t("{count} parameters", { count: formatInteger(parameters) }) : t("no parameters");
}

/** @param {readonly number[]} shape @returns {string} 28×28×32; one number alone has its commas */
export function shapeText(shape) {
  return shape.map(formatInteger).join("×");
}

/**
 * @param {"up" | "down" | "close"} picture
 * @param {string} label
 * @param {() => void} act
 */
function roundButton(picture, label, act) {
  const made = icon(picture === "close" ? "close" : "chevron", 14);
  if (picture === "up") made.style.rotate = "180deg";
  const button = element("button", { type: "button", class: "nr-round", "aria-label": label, title: label }, [made]);
  listen(button, "click", () => button.getAttribute("aria-disabled") !== "true" && act());
  return button;
}

/**
 * @param {Setting} setting
 * @param {(name: string, value: unknown) => void} set
 */
function settingField(setting, set) {
  const { type, name } = setting;
  const fallback = setting.default ?? null;
  const input = controlFor(setting);
  const problem = () => input.setCustomValidity("");
  const read = () => {
    if (type === "bool") return /** @type {HTMLInputElement} */ (input).checked;
    if (input.value === "") return null;
    if (type === "int" || type === "float") return Number(input.value);
    return type === "size" || type === "shape" ? sizeOf(input.value) : input.value;
  };
  listen(input, type === "choice" || type === "bool" ? "change" : "input", () => {
    problem();
    const value = read();
    if (value === null && input.value !== "") return input.setCustomValidity(t("Write numbers such as 3 or 3×2."));
    set(name, value);
  });
  const { el } = labelled(setting.title ?? name, input, aboutSetting(name));
  return {
    el,
    setting,
    /** @param {unknown} value */
    show(value) {
      if (document.activeElement === input && type !== "choice" && type !== "bool") return;
      if (type === "bool") /** @type {HTMLInputElement} */ (input).checked = Boolean(value ?? fallback);
      else input.value = Array.isArray(value) || Array.isArray(fallback) ? sizeText(value ?? fallback) : String(value ?? (type === "choice" ? (fallback ?? "") : ""));
    },
  };
}

/** @param {Setting} setting */
function controlFor(setting) {
  const { type, choices, min, max, required } = setting;
  const fallback = setting.default ?? null;
  if (type === "choice") {
    const named = (choices ?? []).map((one) => /** @type {[string, string]} */ ([one, one]));
    return selectOf(fallback === null && !required ? [["", t("usual")], ...named] : named, fallback ?? "");
  }
  if (type === "bool") return checkOf(Boolean(fallback));
  const placeholder = fallback === null ? null : sizeText(fallback);
  if (type === "int") return inputOf("number", "", { min, max, step: 1, placeholder });
  if (type === "float") return inputOf("number", "", { min, max, step: 0.05, placeholder });
  return inputOf("text", "", { placeholder, inputmode: "numeric" });
}
