/**
 * The controls above the network: reset, run, step, epoch, speed, hyperparameters.
 *
 * @import { Store, State, Config } from "./store.js"
 * @import { Field } from "./fields.js"
 */

import { element, listen, together } from "../core/dom.js";
import { ACTIVATION_LABELS } from "../core/activations.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { openAdvanced } from "./advanced.js";
import {
  EXACT_LOSS, LEARNING_RATES, LOSSES_FOR_OUTPUT, LOSS_LABELS, OPTIMIZERS, REGULARIZATION_RATES,
} from "./choices.js"; // prettier-ignore
import { selectField } from "./fields.js";
import { icon } from "../controls/icons.js";
import { mountRunControls } from "./run_controls.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountToolbar(el, store) {
  const run = element("div", { class: "nr-run" });
  const fields = hyperparameters(store);
  const advanced = element("button", { type: "button", class: "nr-button nr-advanced", "aria-haspopup": "dialog" }, [
    icon("sliders", 16),
    element("span", {}, [t("Advanced")]),
  ]);
  el.replaceChildren(
    run,
    element("div", { class: "nr-hyper" }, [...fields.map((field) => field.el), advanced]),
  );
  const show = () => {
    const { state } = store.get();
    fields.forEach((field) => field.show(state));
    const exact = state.setup.config.mode === "exact";
    const name = exact
      ? t("Advanced settings (now: exactly as TensorFlow Playground)")
      : t("Advanced settings");
    advanced.title = name;
    advanced.setAttribute("aria-label", name);
    advanced.classList.toggle("nr-marked", exact);
  };
  show();
  return together([
    mountRunControls(run, store),
    store.on("state", show),
    listen(advanced, "click", () => openAdvanced(advanced, store)),
  ]);
}

/** @param {Store} store @returns {Field[]} */
function hyperparameters(store) {
  return [
    rate(store, "learningRate", t("Learning rate"), "learning_rate", LEARNING_RATES),
    activation(store),
    selectField(store, {
      label: t("Optimizer"),
      control: "optimizer",
      choices: ({ setup }) => (setup.config.mode === "exact" ? OPTIMIZERS.slice(0, 1) : OPTIMIZERS),
      read: ({ setup }) => setup.config.optimizer,
      write: (optimizer) => ({ optimizer }),
    }),
    selectField(store, {
      label: t("Loss"),
      control: "loss",
      choices: ({ setup: { config } }) => lossChoices(config),
      read: ({ setup }) => setup.config.loss,
      write: (loss) => ({ loss }),
    }),
    selectField(store, {
      label: t("Regularization"),
      control: "regularization",
      choices: () => [["none", t("None")], ["L1", "L1"], ["L2", "L2"]],
      read: ({ setup }) => setup.config.regularization,
      write: (regularization) => ({ regularization }),
    }),
    rate(store, "regularizationRate", t("Rate"), "regularization_rate", REGULARIZATION_RATES),
    problem(store),
  ];
}

/**
 * @param {Store} store
 * @param {string} control
 * @param {string} label
 * @param {"learning_rate" | "regularization_rate"} name
 * @param {readonly number[]} offered
 * @returns {Field}
 */
function rate(store, control, label, name, offered) {
  return selectField(store, {
    label,
    control,
    choices: ({ setup }) => {
      const values = [...new Set([...offered, setup.config[name]])].sort((a, b) => a - b);
      return values.map((value) => [String(value), value >= 1e-4 || !value ? String(value) : formatNumber(value, 6)]);
    },
    read: ({ setup }) => String(setup.config[name]),
    write: (value) => ({ [name]: Number(value) }),
  });
}

/** One choice for all layers; "mixed" where they differ. @param {Store} store @returns {Field} */
function activation(store) {
  return selectField(store, {
    label: t("Activation"),
    control: "activation",
    choices: ({ setup }) => {
      /** @type {[string, string][]} */
      const all = Object.entries(ACTIVATION_LABELS);
      return commonActivation(setup.config) === "mixed" ? [["mixed", t("Mixed")], ...all] : all;
    },
    read: ({ setup }) => commonActivation(setup.config),
    write: (value, { layers }) =>
      value === "mixed" ? {} : { layers: layers.map((layer) => ({ ...layer, activation: value })) },
    enabled: ({ setup }) => setup.config.layers.length > 0,
  });
}

/** @param {Config} config @returns {string} */
function commonActivation({ layers }) {
  const names = new Set(layers.map((layer) => layer.activation));
  return names.size > 1 ? "mixed" : ([...names][0] ?? "tanh");
}

/** @param {Config} config @returns {[string, string][]} */
function lossChoices({ output, mode }) {
  const all = LOSSES_FOR_OUTPUT[output] ?? [];
  const offered = mode === "exact" ? [EXACT_LOSS] : all;
  return offered.map((loss) => [loss, t(LOSS_LABELS[loss] ?? loss)]);
}

/** @param {Store} store @returns {Field} */
function problem(store) {
  return selectField(store, {
    label: t("Problem"),
    control: "problem",
    choices: () => [["classification", t("Classification")], ["regression", t("Regression")]],
    read: ({ points }) => points.task,
    write: (task) =>
      task === "regression"
        ? { data: { name: "reg-plane" }, output: "linear", loss: "half_squared_error" }
        : { data: { name: "circle" }, output: "tanh", loss: "half_squared_error" },
  });
}
