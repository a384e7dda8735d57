/**
 * The table of one unit in one update: weight, gradient, step, new weight; and one row of it
 * written out as a sum.
 *
 * @import { Explanation, ParameterStep } from "./explain_steps.js"
 * @import { Neuron, NetworkShape } from "./store.js"
 */

import { t } from "../core/language.js";
import { element } from "../core/dom.js";
import { inputSymbol } from "../core/format.js";
import { gradientDecimals, isPlainDescent, tableDecimals, unitSteps } from "./explain_steps.js";

const OPTIMIZERS = { sgd: "SGD", momentum: "momentum", nesterov: "Nesterov", adagrad: "Adagrad", rmsprop: "RMSprop", adam: "Adam", adamw: "AdamW" };

/**
 * @param {Explanation} explanation
 * @param {NetworkShape} network
 * @param {Neuron} neuron layer 0 is the first after the inputs
 * @returns {HTMLElement[]}
 */
export function unitTable(explanation, network, { layer, unit }) {
  const steps = unitSteps(explanation, network.sizes, layer, unit);
  const plain = isPlainDescent(explanation);
  const regularized = explanation.regularization.some((value) => value !== 0);
  const decimals = tableDecimals(steps);
  const look = { decimals, gradient: gradientDecimals(steps, explanation.learning_rate), plain, regularized, rate: explanation.learning_rate };
  const rows = steps.map((step) => {
    const name = step.input === null ? t("bias") : t("weight from {input}", { input: inputSymbol(network, layer, step.input) });
    const cells = [
      fixed(step.before, decimals),
      fixed(step.gradient, look.gradient),
      ...(regularized ? [fixed(step.regularization, look.gradient)] : []),
      signed(step.step, decimals),
      fixed(step.after, decimals),
    ];
    return element("tr", {}, [element("th", { scope: "row" }, [name]), ...cells.map((text) => element("td", {}, [text]))]);
  });
  const heads = [
    t("now"), t("gradient"), ...(regularized ? [t("regularization")] : []),
    stepHead(explanation, plain, regularized),
    t("new"),
  ];
  const table = element("table", { class: "nr-explain-table" }, [
    element("thead", {}, [element("tr", {}, [element("td"), ...heads.map((text) => element("th", { scope: "col" }, [text]))])]),
    element("tbody", {}, rows),
  ]);
  return [element("div", { class: "nr-explain-scroll", tabindex: 0, role: "region", "aria-label": t("Weights of this unit") }, [table]), workedExample(steps, network, { ...look, layer, optimizer: optimizerName(explanation) })];
}

/**
 * @param {Explanation} explanation
 * @param {boolean} plain
 * @param {boolean} regularized
 */
function stepHead(explanation, plain, regularized) {
  if (!plain) return t("step ({name})", { name: optimizerName(explanation) });
  const rate = explanation.learning_rate;
  return regularized ? t("step = −{rate} × (gradient + regularization)", { rate }) : t("step = −{rate} × gradient", { rate });
}

/**
 * The row that moves most, as a sum that can be checked with a pocket calculator.
 * @param {ParameterStep[]} steps
 * @param {NetworkShape} network
 * @param {{decimals: number, gradient: number, plain: boolean, regularized: boolean, rate: number,
 *   layer: number, optimizer: string}} look
 */
function workedExample(steps, network, look) {
  const most = steps.reduce((best, step) => (Math.abs(step.step) > Math.abs(best.step) ? step : best));
  const name = most.input === null ? t("the bias") : t("the weight from {input}", { input: inputSymbol(network, look.layer, most.input) });
  if (most.step === 0) return element("p", { class: "nr-explain-sum" }, [t("Nothing moves here in this step.")]);
  const before = fixed(most.before, look.decimals);
  const after = fixed(most.after, look.decimals);
  const slope = bracketed(most.gradient, look.gradient);
  let sum = `${before} ${signed(most.step, look.decimals)} = ${after}`;
  if (look.plain && look.regularized) sum = `${before} − ${look.rate} × (${fixed(most.gradient, look.gradient)} + ${bracketed(most.regularization, look.gradient)}) = ${after}`;
  else if (look.plain) sum = `${before} − ${look.rate} × ${slope} = ${after}`;
  const direction = most.gradient > 0 ? t("A larger value would raise the loss here, so it goes down.") : t("A larger value would lower the loss here, so it goes up.");
  const why = look.plain ? (look.regularized ? "" : direction) : whyNotPlain(look.optimizer);
  return element("p", { class: "nr-explain-sum" }, [t("The largest step, {name}:", { name }), " ", element("code", {}, [sum]), element("br"), taught(why)]);
}

/** A sentence that a teacher's link can take away. @param {string} sentence */
export function taught(sentence) {
  return element("span", { "data-teaches": true }, [sentence]);
}

/** @param {string} optimizer its name as it is shown */
function whyNotPlain(optimizer) {
  if (optimizer === OPTIMIZERS.sgd) return t("L1 switches a link off where it would push its weight across 0: that weight stops at 0.");
  return t("{name} makes the step out of this gradient and the ones before.", { name: optimizer });
}

/** @param {{optimizer: string}} named */
export function optimizerName({ optimizer }) {
  return OPTIMIZERS[/** @type {keyof typeof OPTIMIZERS} */ (optimizer)] ?? optimizer;
}

/**
 * A number with exactly so many decimals, and a true minus sign (never "−0.000").
 * @param {number} value
 * @param {number} decimals
 */
export function fixed(value, decimals) {
  // What is not finite comes as null: JSON has no word for it.
  if (!Number.isFinite(value)) return Number.isNaN(value) || value === null ? "–" : value > 0 ? "∞" : "−∞";
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function signed(value, decimals) {
  const text = fixed(value, decimals);
  return text.startsWith("−") ? text.replace("−", "− ") : `+ ${text}`;
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function bracketed(value, decimals) {
  const text = fixed(value, decimals);
  return text.startsWith("−") ? `(${text})` : text;
}
