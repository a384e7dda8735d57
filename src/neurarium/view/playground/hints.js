/** What each control is, in a plain sentence: shown when the pointer rests on it. */

import { t } from "../core/language.js";

/**
 * Return the sentence for a control, "" if there is none.
 * @param {string | undefined} control
 * @returns {string}
 */
export function hintFor(control) {
  const hints = {
    learningRate: t("How large each step is: larger learns faster, too large never settles"),
    activation: t("What each unit does with the sum of its inputs; without a bend (linear) all layers together are one line"),
    optimizer: t("How a step is made of the gradient: SGD simply follows it, Adam adapts to each weight"),
    loss: t("What training makes small: how far answers are from what is right"),
    regularization: t("Keeps weights small: L1 switches links off, L2 shrinks them all"),
    regularizationRate: t("How strongly regularization pulls weights towards 0"),
    problem: t("Classification: which class? Regression: which number?"),
    percTrainData: t("Share of the points that is learned from; the others only test"),
    noise: t("How far points stray from the clean pattern"),
    batchSize: t("How many points each step looks at"),
    samples: t("How many points are drawn"),
    classes: t("How many classes the points have"),
    showTestData: t("Also show the points that are kept for testing"),
    discretize: t("Show the decision alone, not how sure it is"),
    mode: t("Exactly as TensorFlow Playground computes, or as is usual today"),
    output: t("What the last unit does with its sum"),
    schedule: t("Whether the learning rate falls while training"),
    scheduleEpochs: t("After how many epochs the rate is halved, or has come down to 0"),
    momentum: t("Share of the last step that is kept in the next one"),
    initializer: t("How the first weights are drawn"),
    weightsSeed: t("The same seed draws the same first weights"),
    dataSeed: t("The same seed draws the same points"),
    dropout: t("Share of this layer’s units that is switched off at random in each step of training"),
  };
  return hints[/** @type {keyof typeof hints} */ (control)] ?? "";
}
