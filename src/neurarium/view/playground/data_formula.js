/**
 * A formula of one's own: `y > 2*sin(x)` makes two classes, `x*y` a number to predict. The server
 * says at once what it cannot read.
 *
 * @import { Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, setAttributes, together } from "../core/dom.js";

const EXAMPLE = "y > 2*sin(x)";
const PAUSE_MS = 350;

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountDataFormula(el, store) {
  const { input, help } = buildFormula(el);
  let timer = 0;
  let asked = false;
  const show = (/** @type {string} */ problem) => {
    setAttributes(input, { "aria-invalid": problem ? "true" : null });
    help.classList.toggle("nr-data-problem", problem !== "");
    const hint = document.activeElement === input ? t("In x and y. A comparison makes two classes, anything else a number to predict.") : "";
    help.textContent = problem || hint;
  };
  const send = () => {
    clearTimeout(timer);
    const formula = input.value.trim();
    const { data } = store.get().state.setup.config;
    if (!formula || (data.name === "formula" && data.formula === formula)) return show("");
    asked = true;
    store.setUi({ brush: null });
    store.send({ type: "set", changes: { data: { name: "formula", formula, custom: null } } });
  };
  const refresh = () => {
    const { config } = store.get().state.setup;
    el.hidden = !store.capabilities.train;
    const chosen = config.data.name === "formula";
    input.classList.toggle("nr-data-chosen", chosen);
    if (document.activeElement !== input) input.value = config.data.formula;
    else if (chosen && input.value.trim() === config.data.formula) {
      asked = false;
      show("");
    }
  };
  refresh();
  return together([
    () => clearTimeout(timer),
    store.on("state", refresh),
    store.on("message", (message) => {
      if (!asked || message.level !== "error") return;
      asked = false;
      show([message.text, message.hint].filter(Boolean).join(" "));
    }),
    listen(input, "focus", () => show(help.classList.contains("nr-data-problem") ? help.textContent ?? "" : "")),
    listen(input, "blur", () => !help.classList.contains("nr-data-problem") && show("")),
    listen(input, "input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(send, PAUSE_MS);
    }),
    listen(el, "submit", (event) => {
      event.preventDefault();
      send();
    }),
  ]);
}

/** @param {HTMLElement} el */
function buildFormula(el) {
  const id = `nr-formula-${Math.random().toString(36).slice(2)}`;
  const input = element("input", {
    type: "text", id, class: "nr-input nr-data-formula", spellcheck: "false", autocomplete: "off", autocapitalize: "off",
    maxlength: 200, placeholder: EXAMPLE, "aria-describedby": `${id}-help`, title: t("Type a formula in x and y, such as {example}", { example: EXAMPLE }),
  });
  const help = element("p", { id: `${id}-help`, class: "nr-data-help", "aria-live": "polite" });
  el.replaceChildren(
    element("form", { class: "nr-data-formula-form" }, [
      element("label", { for: id, class: "nr-data-label" }, [t("Formula of your own")]),
      input,
      help,
    ]),
  );
  return { input, help };
}
