/**
 * How the network is trained: optimizer, learning rate, batch, epochs; the rest behind “more”.
 *
 * @typedef {Record<string, any>} Config fields of TrainingConfig
 * @typedef {{name: string, title: string, learning_rate: number | null, momentum?: number | null,
 *   nesterov?: boolean}} OptimizerChoice
 * @typedef {{optimizers: OptimizerChoice[], schedules?: unknown[], losses?: unknown[]}} Choices
 */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { checkOf, inputOf, labelled, selectOf } from "./form.js";

/** What a training begins with on the page. */
export const FIRST_CONFIG = Object.freeze({
  optimizer: "adam", learning_rate: null, momentum: null, nesterov: false, batch: 32, epochs: 5,
  validation: 0.2, seed: 42, patience: null, restore_best: true, schedule: null, reduce_lr: null, limit: null,
}); // prettier-ignore

/**
 * @param {HTMLElement} el
 * @param {Choices} choices
 * @param {(changes: Config) => void} onChange
 */
export function createTrainingSettings(el, choices, onChange) {
  const optimizer = selectOf(choices.optimizers.map(({ name, title }) => /** @type {[string, string]} */ ([name, title])), "adam");
  const number = (/** @type {string} */ name, /** @type {Record<string, any>} */ attributes) => {
    const input = inputOf("number", null, attributes);
    // What is not allowed is sent, too: the plan's answer says so, instead of a silent old value.
    listen(input, "input", () => onChange({ [name]: input.value === "" ? null : Number(input.value) }));
    return input;
  };
  const rate = number("learning_rate", { min: 0, step: "any" });
  const momentum = number("momentum", { min: 0, max: 1, step: "any", placeholder: "0" });
  const batch = number("batch", { min: 1, step: 1, required: true });
  const epochs = number("epochs", { min: 1, step: 1, required: true });
  const validation = number("validation", { min: 0, max: 0.9, step: 0.05, required: true });
  const seed = number("seed", { min: 0, step: 1, required: true });
  const patience = number("patience", { min: 1, step: 1, placeholder: t("off") });
  const limit = number("limit", { min: 1, step: 1, placeholder: t("all") });
  const nesterov = checkOf(false);
  const restore = checkOf(true);
  const schedule = scheduleField(onChange);
  const reduce = reduceField(onChange);
  listen(optimizer, "change", () => onChange({ optimizer: optimizer.value }));
  listen(nesterov, "change", () => onChange({ nesterov: nesterov.checked }));
  listen(restore, "change", () => onChange({ restore_best: restore.checked }));
  const momentumField = labelled(t("Momentum"), momentum, t("Share of the last step that is kept in the next one"));
  const nesterovField = labelled(t("Nesterov: look ahead first"), nesterov);
  el.replaceChildren(
    element("div", { class: "nr-form-grid" }, [
      labelled(t("Optimizer"), optimizer, t("How a step is made of the gradient: SGD simply follows it, Adam adapts to each weight")).el,
      labelled(t("Learning rate"), rate, t("How large each step is. Empty: what is usual for this optimizer")).el,
      momentumField.el,
      labelled(t("Batch"), batch, t("How many examples each update looks at")).el,
      labelled(t("Epochs"), epochs, t("How often all training examples are gone through")).el,
    ]),
    nesterovField.el,
    element("details", { class: "nr-more" }, [
      element("summary", {}, [t("More settings")]),
      element("div", { class: "nr-form-grid" }, [
        labelled(t("Validation share"), validation, t("Share of the training examples that is kept aside to see how well it does on new ones")).el,
        labelled(t("Seed"), seed, t("The same seed gives the same first weights, the same split and the same order")).el,
        labelled(t("Early stopping: patience"), patience, t("Stop when the validation loss has not fallen for so many epochs")).el,
        labelled(t("Training examples at most"), limit, t("Fewer are faster, and show overfitting")).el,
        ...schedule.fields,
        ...reduce.fields,
      ]),
      labelled(t("After early stopping go back to the best epoch"), restore).el,
    ]),
  );
  const fields = { learning_rate: rate, momentum, batch, epochs, validation, seed, patience, limit };
  return {
    /** @param {Config} config @param {{learning_rate?: number | null} | null} plan */
    show(config, plan) {
      optimizer.value = config.optimizer;
      for (const [name, input] of Object.entries(fields)) {
        if (document.activeElement !== input) input.value = config[name] === null ? "" : String(config[name]);
      }
      const chosen = choices.optimizers.find(({ name }) => name === config.optimizer);
      rate.placeholder = String(chosen?.learning_rate ?? plan?.learning_rate ?? "");
      const has = takesMomentum(chosen);
      momentumField.el.hidden = !has;
      nesterovField.el.hidden = !(chosen?.nesterov ?? has);
      nesterov.checked = Boolean(config.nesterov);
      restore.checked = Boolean(config.restore_best);
      schedule.show(config.schedule);
      reduce.show(config.reduce_lr);
    },
  };
}

/** @param {OptimizerChoice | undefined} optimizer */
function takesMomentum(optimizer) {
  return typeof optimizer?.momentum === "number";
}

/** Schedules as TrainingConfig writes them: cosine, exponential:0.9, step:0.5:3. @param {(changes: Config) => void} onChange */
function scheduleField(onChange) {
  const select = selectOf([["", t("constant")], ["cosine", t("cosine: falls to 0")], ["exponential", t("falls every epoch")], ["step", t("falls in steps")]], "");
  const factor = inputOf("number", 0.9, { min: 0.01, max: 1, step: 0.05 });
  const every = inputOf("number", 3, { min: 1, step: 1 });
  const factorField = labelled(t("Factor"), factor, t("What the learning rate is multiplied with each time"));
  const everyField = labelled(t("Every so many epochs"), every);
  const tell = () => {
    factorField.el.hidden = !["exponential", "step"].includes(select.value);
    everyField.el.hidden = select.value !== "step";
    const text = { "": null, cosine: "cosine", exponential: `exponential:${factor.value}`, step: `step:${factor.value}:${every.value}` }[select.value];
    onChange({ schedule: text ?? null });
  };
  for (const input of [select, factor, every]) listen(input, "change", tell);
  return {
    fields: [labelled(t("Learning rate schedule"), select, t("Whether the learning rate falls while training")).el, factorField.el, everyField.el],
    /** @param {string | null} value */
    show(value) {
      const [kind = "", by, epochs] = (value ?? "").split(":");
      select.value = kind;
      if (by && document.activeElement !== factor) factor.value = by;
      if (epochs && document.activeElement !== every) every.value = epochs;
      factorField.el.hidden = !["exponential", "step"].includes(kind);
      everyField.el.hidden = kind !== "step";
    },
  };
}

/** ReduceLROnPlateau as "factor:patience". @param {(changes: Config) => void} onChange */
function reduceField(onChange) {
  const select = selectOf([["", t("off")], ["0.5:2", t("halve it after 2 epochs")], ["0.5:5", t("halve it after 5 epochs")], ["0.1:3", t("a tenth after 3 epochs")]], "");
  listen(select, "change", () => onChange({ reduce_lr: select.value || null }));
  const hint = t("When the validation loss has not fallen for so many epochs, the learning rate is made smaller");
  return {
    fields: [labelled(t("When stuck, reduce it"), select, hint).el],
    /** @param {string | null} value */
    show(value) {
      if (value && ![...select.options].some((option) => option.value === value)) select.append(element("option", { value }, [value]));
      select.value = value ?? "";
    },
  };
}
