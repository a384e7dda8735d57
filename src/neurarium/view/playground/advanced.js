/**
 * Settings that are rarely changed, in a menu of their own.
 *
 * @import { Store } from "./store.js"
 * @import { Field } from "./fields.js"
 */

import { element, listen } from "../core/dom.js";
import { t } from "../core/language.js";
import { INITIALIZERS, LOSSES_FOR_OUTPUT, MODES, OUTPUTS, SCHEDULES } from "./choices.js";
import { inputField, selectField } from "./fields.js";
import { openMenu } from "../controls/menu.js";

/** What mode "exact" needs, set together with it. */
const EXACT = {
  mode: "exact",
  loss: "half_squared_error",
  optimizer: "sgd",
  schedule: "constant",
  initializer: "original",
  weights_seed: null,
};
const WITH_MOMENTUM = ["momentum", "nesterov"];

/**
 * @param {HTMLElement} button
 * @param {Store} store
 */
export function openAdvanced(button, store) {
  const fields = [modeField(store), outputField(store), ...scheduleFields(store), ...weightFields(store)];
  const again = element("button", { type: "button", class: "nr-button" }, [t("New initial weights")]);
  again.disabled = !store.capabilities.train;
  listen(again, "click", () => store.send({ type: "reinitialize" }));
  const show = () => fields.forEach((field) => field.show(store.get().state));
  show();
  const off = store.on("state", show);
  const grid = element("div", { class: "nr-advanced-grid" }, fields.map((field) => field.el));
  const menu = openMenu(button, t("Advanced settings"), [grid, again]);
  listen(menu, "toggle", (/** @type {ToggleEvent} */ event) => {
    if (event.newState === "closed") off();
  });
}

/** @param {Store} store @returns {Field} */
function modeField(store) {
  return selectField(store, {
    label: t("Arithmetic"),
      control: "mode",
    choices: () => MODES.map(([value, label]) => [value, t(label)]),
    read: ({ setup }) => setup.config.mode,
    write: (mode, { layers, output }) =>
      mode === "exact"
        ? {
            ...EXACT,
            output: output === "linear" ? "linear" : "tanh",
            layers: layers.map((layer) => ({ ...layer, dropout: 0 })),
          }
        : { mode },
  });
}

/** @param {Store} store @returns {Field} */
function outputField(store) {
  return selectField(store, {
    label: t("Output"),
      control: "output",
    choices: ({ points }) => {
      const fits =
        points.task === "regression"
          ? ["linear", "tanh"]
          : points.classes.length > 2
            ? ["softmax"]
            : ["tanh", "sigmoid", "softmax"];
      return OUTPUTS.filter(([value]) => fits.includes(value));
    },
    read: ({ setup }) => setup.config.output,
    write: (output, config) => {
      const fits = LOSSES_FOR_OUTPUT[output] ?? [];
      const wasUsual = config.loss === LOSSES_FOR_OUTPUT[config.output]?.[0];
      const keep = !wasUsual && fits.includes(config.loss);
      return { output, loss: keep ? config.loss : fits[0] };
    },
    enabled: ({ setup }) => setup.config.mode === "standard",
  });
}

/** @param {Store} store @returns {Field[]} */
function scheduleFields(store) {
  return [
    selectField(store, {
      label: t("Learning-rate schedule"),
      control: "schedule",
      choices: () => SCHEDULES.map(([value, label]) => [value, t(label)]),
      read: ({ setup }) => setup.config.schedule,
      write: (schedule) => ({ schedule }),
      enabled: ({ setup }) => setup.config.mode === "standard",
    }),
    inputField(store, {
      label: t("Period in epochs"),
      control: "scheduleEpochs",
      type: "number",
      attributes: { min: 1, max: 1_000_000, step: 1 },
      read: ({ setup }) => String(setup.config.schedule_epochs),
      write: (value) => (value ? { schedule_epochs: Number(value) } : null),
      enabled: ({ setup }) => setup.config.schedule !== "constant",
    }),
    inputField(store, {
      label: t("Momentum"),
      control: "momentum",
      type: "number",
      attributes: { min: 0, max: 0.999, step: "any" },
      read: ({ setup }) => String(setup.config.momentum),
      write: (value) => (value ? { momentum: Number(value) } : null),
      enabled: ({ setup }) => WITH_MOMENTUM.includes(setup.config.optimizer),
    }),
  ];
}

/** @param {Store} store @returns {Field[]} */
function weightFields(store) {
  return [
    selectField(store, {
      label: t("Initial weights"),
      control: "initializer",
      choices: ({ setup }) =>
        setup.config.mode === "exact"
          ? INITIALIZERS.filter(([value]) => value === "original" || value === "zero")
          : INITIALIZERS,
      read: ({ setup }) => setup.config.initializer,
      write: (initializer) => ({ initializer }),
    }),
    inputField(store, {
      label: t("Weights’ seed"),
      control: "weightsSeed",
      type: "text",
      attributes: { maxlength: 64, placeholder: t("from the data’s seed") },
      read: ({ setup }) => setup.config.weights_seed ?? "",
      write: (value) => ({ weights_seed: value || null }),
    }),
    inputField(store, {
      label: t("Data’s seed"),
      control: "dataSeed",
      type: "text",
      attributes: { maxlength: 64 },
      read: ({ setup }) => setup.config.data.seed,
      write: (value) => (value ? { data: { seed: value } } : null),
    }),
  ];
}
