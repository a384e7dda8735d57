/**
 * What the controls offer: values as the configuration writes them, labels as people read them.
 */

/** @typedef {readonly (readonly [value: string, label: string])[]} Choices */

/** @type {Choices} */
export const OPTIMIZERS = [
  ["sgd", "SGD"],
  ["momentum", "Momentum"],
  ["nesterov", "Nesterov"],
  ["adagrad", "Adagrad"],
  ["rmsprop", "RMSprop"],
  ["adam", "Adam"],
  ["adamw", "AdamW"],
];

/** @type {Readonly<Record<string, string>>} */
export const LOSS_LABELS = Object.freeze({
  half_squared_error: "½ squared error",
  mean_squared_error: "Squared error",
  mean_absolute_error: "Absolute error",
  huber: "Huber",
  hinge: "Hinge",
  binary_crossentropy: "Cross-entropy",
  categorical_crossentropy: "Cross-entropy",
});

/** Which losses fit an output, the usual one first (playground/config.py). @type {Readonly<Record<string, string[]>>} */
export const LOSSES_FOR_OUTPUT = Object.freeze({
  tanh: ["half_squared_error", "mean_squared_error", "mean_absolute_error", "huber", "hinge"],
  sigmoid: ["binary_crossentropy", "half_squared_error", "mean_squared_error", "mean_absolute_error", "huber"],
  softmax: ["categorical_crossentropy", "mean_squared_error"],
  linear: ["half_squared_error", "mean_squared_error", "mean_absolute_error", "huber"],
}); // prettier-ignore

/** Which losses mode "exact" has. */
export const EXACT_LOSS = "half_squared_error";

export const LEARNING_RATES = Object.freeze([0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]);
export const REGULARIZATION_RATES = Object.freeze([0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]);

/** @type {Choices} */
export const OUTPUTS = [
  ["tanh", "Tanh"],
  ["sigmoid", "Sigmoid"],
  ["softmax", "Softmax"],
  ["linear", "Linear"],
];

/** @type {Choices} */
export const SCHEDULES = [
  ["constant", "Constant"],
  ["step", "Halved each period"],
  ["cosine", "Cosine to zero"],
];

/** @type {Choices} */
export const INITIALIZERS = [
  ["original", "Uniform −0.5 … 0.5"],
  ["glorot", "Glorot"],
  ["he", "He"],
  ["zero", "Zero"],
];

/** @type {Choices} */
export const MODES = [
  ["standard", "Standard"],
  ["exact", "Exactly as TensorFlow Playground"],
];
