/**
 * A transport without a server, for looking at the page and for tests: the state follows `set`,
 * weights wander while it runs. Nothing is learned.
 *
 * @import { Transport } from "../../src/neurarium/view/playground/store.js"
 */

/** A repeatable stream of numbers from 0 to 1. @param {number} seed */
export function numbers(seed) {
  let value = seed >>> 0;
  return () => {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    return value / 4294967296;
  };
}

/** @param {object} [changes] @returns {any} a state as the server sends it */
export function fakeState(changes = {}) {
  const config = {
    mode: "standard",
    data: { name: "spiral", seed: "0.5", noise: 0, train_percent: 50, samples: null, classes: 3, formula: "", custom: null },
    features: ["x", "y"],
    layers: [
      { units: 4, activation: "tanh", dropout: 0 },
      { units: 2, activation: "tanh", dropout: 0 },
    ],
    output: "tanh", loss: "half_squared_error", optimizer: "sgd", learning_rate: 0.03, momentum: 0.9,
    schedule: "constant", schedule_epochs: 200, regularization: "none", regularization_rate: 0,
    batch_size: 10, initializer: "original", weights_seed: null, ...changes,
  };
  const random = numbers(5);
  const classes = config.output === "softmax" ? 4 : 2;
  const rows = Array.from({ length: 500 }, (_, i) => {
    const k = i % classes;
    const share = (i / 500) * 0.98 + 0.02;
    const angle = 1.75 * share * 2 * Math.PI + (k * 2 * Math.PI) / classes;
    const x = 5 * share * Math.sin(angle) + 0.2 * (random() - 0.5);
    return [x, 5 * share * Math.cos(angle) + 0.2 * (random() - 0.5), k];
  }).sort(() => random() - 0.5);
  const outputs = config.output === "softmax" ? classes : 1;
  const sizes = [config.features.length, ...config.layers.map((l) => l.units), outputs];
  return {
    type: "state", session: "fake", revision: 1,
    setup: { config, view: { show_test: false, discretize: false, hide_text: false, hidden: [], speed: "epoch" }, epoch: 0 },
    network: {
      features: config.features, sizes, activations: config.layers.map((l) => l.activation),
      output: config.output, parameters: count(sizes),
    },
    points: {
      task: "classification", classes: classes === 2 ? ["−1", "+1"] : ["a", "b", "c", "d"], n_train: 250, rows,
      x_axis: { name: "x", offset: 0, unit: 1 }, y_axis: { name: "y", offset: 0, unit: 1 }, target_axis: null,
    },
    status: "paused", past: false, updates_per_epoch: 25, can_undo: false, can_redo: false,
    recording: { first: 0, last: 0, kept: 1, stride: 1, megabytes: 32, used_megabytes: 0 },
    link: "#n=1", playground_link: null, playground_link_problem: null, history_note: null, message: null,
  };
}

/** @param {number[]} sizes */
function count(sizes) {
  return sizes.slice(1).reduce((sum, units, i) => sum + units * ((sizes[i] ?? 0) + 1), 0);
}

/** @param {any} state @returns {Transport & {sent: any[]}} */
export function fakeTransport(state) {
  /** @type {any} */
  let listener = null;
  let epoch = 0;
  let number = 0;
  /** @type {any[]} */
  const sent = [];
  /** @type {any} */
  let timer;
  const frame = () => {
    number += 1;
    const random = numbers(3);
    const parameters = Float32Array.from({ length: state.network.parameters }, () => {
      const [size, phase, speed] = [random(), random(), random()];
      return 3.4 * (random() - 0.5) * (0.4 + size) * (0.6 + 0.5 * Math.sin(6 * phase + epoch * 0.02 * (0.5 + speed)));
    });
    const train = 0.45 * Math.exp(-epoch / 300) + 0.02;
    listener.onFrame({
      kind: 1, running: state.status === "running", past: false, replacesCurve: false, revision: state.revision,
      epoch, step: 0, number, trainLoss: train, testLoss: train + 0.03, parameters,
      gradientNorms: new Float32Array(state.network.sizes.length - 1).fill(0.1),
      curve: { epochs: Uint32Array.of(epoch), train: Float32Array.of(train), test: Float32Array.of(train + 0.03) },
      dead: null,
    });
  };
  const push = () => {
    state = { ...state, revision: state.revision + 1 };
    listener.onMessage(state);
    frame();
  };
  /** @param {any} message */
  const answer = (message) => {
    const { setup } = state;
    if (message.type === "run") state = { ...state, status: "running" };
    else if (message.type === "pause") state = { ...state, status: "paused" };
    else if (message.type === "reset") epoch = 0;
    else if (message.type === "step") epoch += 1;
    else if (message.type === "view") state = { ...state, setup: { ...setup, view: { ...setup.view, ...message.changes } } };
    else if (message.type === "set") state = { ...fakeState({ ...setup.config, ...message.changes }), status: state.status, revision: state.revision };
    else return;
    clearInterval(timer);
    if (state.status === "running") timer = setInterval(() => ((epoch += 1), frame()), 16);
    push();
  };
  return {
    sent,
    capabilities: { train: true, edit: true, upload: true, export: true, compare: true, explain: true },
    send(message) {
      if (message.type !== "ack") sent.push(message);
      answer(message);
    },
    subscribe(given) {
      listener = given;
      queueMicrotask(() => {
        listener?.onConnection("open");
        if (listener) push();
      });
      return () => {
        clearInterval(timer);
        listener = null;
      };
    },
    upload: async () => ({}),
    exportUrl: () => null,
  };
}
