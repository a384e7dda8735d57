/**
 * Choosing what to compare: one or two hyperparameters, and the values each takes.
 *
 * @import { Axis, Parameter } from "./compare_axes.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { axesProblem, comparableParameters, readValues, valueName, variantCount } from "./compare_axes.js";

/**
 * @param {(axes: Axis[]) => void} start
 * @param {HTMLElement[]} controls put beside the button that starts
 * @returns {{el: HTMLElement, off: () => void}}
 */
export function buildSetup(start, controls) {
  const parameters = comparableParameters();
  const first = axisFields(parameters, t("Vary"), "learning_rate");
  const second = axisFields(parameters, t("and"), "");
  const problem = element("p", { class: "nr-compare-problem", role: "status" });
  const go = element("button", { type: "submit", class: "nr-button nr-primary nr-compare-go" });
  const el = element("form", { class: "nr-compare-setup", novalidate: true }, [
    first.el, second.el, problem, element("div", { class: "nr-compare-actions" }, [go, ...controls]),
  ]);
  /** @type {Axis[]} */
  let axes = [];
  const refresh = () => {
    const read = [first, second].map((fields) => fields.read()).filter((axis) => axis !== null);
    const wrong = read.map((axis) => axis.problem).find(Boolean);
    axes = read.map(({ path, values }) => ({ path, values: values ?? [] }));
    const sentence = wrong ?? axesProblem(axes);
    problem.textContent = sentence ?? "";
    go.disabled = Boolean(sentence);
    go.textContent = sentence ? t("Train them") : t("Train {count} variants", { count: variantCount(axes) });
  };
  refresh();
  const off = together([
    first.off,
    second.off,
    listen(el, "input", refresh),
    listen(el, "change", refresh),
    listen(el, "submit", (event) => {
      event.preventDefault();
      refresh();
      if (!go.disabled) start(axes);
    }),
  ]);
  return { el, off };
}

/**
 * One hyperparameter with its values. `path` "": none chosen at first, and none allowed.
 * @param {Parameter[]} parameters
 * @param {string} label
 * @param {string} path
 */
function axisFields(parameters, label, path) {
  const none = path === "" ? [element("option", { value: "" }, [t("nothing else")])] : [];
  const select = element("select", { class: "nr-select", "aria-label": `${label}: ${t("setting")}` },
    [...none, ...parameters.map((parameter) => element("option", { value: parameter.path }, [parameter.label]))]);
  select.value = path;
  const text = element("input", { type: "text", class: "nr-input nr-compare-values", spellcheck: "false", autocomplete: "off" });
  const options = element("div", { class: "nr-compare-options", role: "group" });
  const hint = element("span", { class: "nr-compare-hint" });
  const find = () => parameters.find((parameter) => parameter.path === select.value);
  const offer = () => {
    const parameter = find();
    text.hidden = !parameter || Boolean(parameter.options);
    options.hidden = !parameter?.options;
    hint.textContent = parameter && !parameter.options && !parameter.text ? t("values, or a range such as {example}", { example: exampleOf(parameter) }) : "";
    if (!parameter) return;
    const name = t("Values of the {name}", { name: parameter.label });
    text.value = parameter.suggested.join(", ");
    text.setAttribute("aria-label", name);
    options.setAttribute("aria-label", name);
    options.replaceChildren(...(parameter.options ?? []).map((option) => {
      const box = element("input", { type: "checkbox", class: "nr-check", value: option });
      box.checked = parameter.suggested.includes(option);
      return element("label", {}, [box, valueName(parameter.path, option)]);
    }));
  };
  offer();
  return {
    el: element("div", { class: "nr-compare-axis" }, [element("span", { class: "nr-compare-label" }, [label]), select, text, options, hint]),
    off: listen(select, "change", offer),
    /** @returns {{path: string, values: Axis["values"] | null, problem: string | null} | null} */
    read() {
      const parameter = find();
      if (!parameter) return null;
      const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (options.querySelectorAll("input:checked"));
      const written = parameter.options ? [...boxes].map((box) => box.value).join(", ") : text.value;
      return { path: parameter.path, ...readValues(parameter, written) };
    },
  };
}

/** @param {Parameter} parameter */
function exampleOf({ byFactor, whole, low = 0, high = 1 }) {
  if (byFactor && !whole) return "0.001..1 × 8";
  return `${low}..${Math.min(high, whole ? low + 15 : high)} × 6`;
}
