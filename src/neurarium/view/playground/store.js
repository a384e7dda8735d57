/**
 * What the page knows: the newest state and frame from the transport, and what only this page
 * holds (`ui`). Parts read it with `get()`, hear of changes with `on(…)`, and act with `send(…)`.
 *
 * A part is `mountX(el, store) → cleanup`; `el` is an empty element of its own. Parts are mounted
 * after the first `state` has come, so `get().state` is there; `get().frame` may still be null.
 * Layers count from 0, the first one after the input; −1 means the input features, whose `unit` is
 * the row among all of FEATURES. An element with `data-control="learningRate"` is taken away where
 * the view settings' `hidden` names it.
 *
 * @import { Frame, VariantsFrame } from "../core/frame.js"
 *
 * @typedef {{name: string, offset: number, unit: number}} AxisScale plane = (value − offset) / unit
 * @typedef {"classification" | "regression"} Task
 *
 * @typedef {object} PointSet
 * @property {Task} task
 * @property {string[]} classes names; empty for regression
 * @property {number} n_train the first rows are for training, the others for testing
 * @property {number[][]} rows [x, y, target] on the plane −6..6
 * @property {AxisScale} x_axis
 * @property {AxisScale} y_axis
 * @property {AxisScale | null} target_axis
 *
 * @typedef {{units: number, activation: string, dropout: number}} HiddenLayer
 *
 * @typedef {object} DataConfig
 * @property {string} name
 * @property {string} seed
 * @property {number} noise percent, 0 to 50
 * @property {number} train_percent
 * @property {number | null} samples
 * @property {number} classes
 * @property {string} formula
 * @property {any} custom
 *
 * @typedef {object} Config see playground/config.py
 * @property {"standard" | "exact"} mode
 * @property {DataConfig} data
 * @property {string[]} features
 * @property {HiddenLayer[]} layers
 * @property {string} output
 * @property {string} loss
 * @property {string} optimizer
 * @property {number} learning_rate
 * @property {number} momentum
 * @property {string} schedule
 * @property {number} schedule_epochs
 * @property {string} regularization
 * @property {number} regularization_rate
 * @property {number} batch_size
 * @property {string} initializer
 * @property {string | null} weights_seed
 *
 * @typedef {object} ViewSettings
 * @property {boolean} show_test
 * @property {boolean} discretize
 * @property {boolean} hide_text
 * @property {string[]} hidden
 * @property {"batch" | "epoch" | "full"} speed
 *
 * @typedef {object} NetworkShape
 * @property {string[]} features
 * @property {number[]} sizes inputs, hidden layers, outputs
 * @property {string[]} activations one a hidden layer
 * @property {string} output
 * @property {number} parameters
 *
 * @typedef {{level: "info" | "warning" | "error", text: string, hint?: string | null}} Message
 *
 * @typedef {object} State docs/protocol.md; `points` is always there (kept when it did not change)
 * @property {"state"} type
 * @property {string} session
 * @property {number} revision
 * @property {{config: Config, view: ViewSettings, epoch: number}} setup
 * @property {NetworkShape} network
 * @property {PointSet} points
 * @property {"paused" | "running" | "diverged"} status
 * @property {boolean} past
 * @property {number} updates_per_epoch
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 * @property {{first: number, last: number, kept: number, stride: number, megabytes: number,
 *   used_megabytes: number}} recording
 * @property {string | null} link null where it would be too long; `link_problem` then says so
 * @property {string | null} [link_problem]
 * @property {string | null} playground_link
 * @property {string | null} playground_link_problem
 * @property {string | null} history_note
 * @property {Message | null} message
 *
 * @typedef {{layer: number, unit: number}} Neuron
 * @typedef {{layer: number, unit: number, input: number | null}} Link `input` null: the bias
 *
 * @typedef {object} Ui what only this page holds
 * @property {Neuron | null} hovered shown large on the output map
 * @property {Link | null} hoveredLink
 * @property {Link | Neuron | null} selected whose editor is open
 * @property {"classic" | "colorblind"} palette
 * @property {"light" | "dark" | "auto"} theme what the person chose
 * @property {boolean} dark what `theme` comes to just now
 * @property {"network" | "explain" | "compare"} centre
 * @property {number[]} highlightRows indices of rows ringed on the output map
 * @property {number | "eraser" | null} brush class (or regression value) that is painted, or none
 *
 * @typedef {"connecting" | "open" | "lost"} Connection
 * @typedef {{epochs: number[], train: number[], test: number[]}} Curve all that was sent so far
 *
 * @typedef {object} Transport where state and frames come from: a WebSocket, a recording
 * @property {(message: {type: string, [field: string]: any}) => void} send
 * @property {(listener: {onMessage: (message: any) => void, onFrame: (frame: Frame | VariantsFrame)
 *   => void, onConnection: (connection: Connection) => void}) => () => void} subscribe
 * @property {(file: Blob) => Promise<any>} upload
 * @property {(name: string) => string | null} exportUrl `link.txt`, `network.svg`, …; null: cannot
 * @property {{train: boolean, edit: boolean, upload: boolean, export: boolean, compare: boolean,
 *   explain: boolean}} capabilities a recording, say, cannot train
 *
 * @typedef {"state" | "frame" | "ui" | "message" | "explanation" | "variants" | "variantsFrame"
 *   | "connection"} StoreEvent
 *
 * @typedef {object} Store
 * @property {() => {state: State, frame: Frame | null, ui: Ui, connection: Connection,
 *   curve: Curve}} get
 * @property {(message: {type: string, [field: string]: any}) => void} send
 * @property {(event: StoreEvent, listener: (detail: any) => void) => () => void} on
 * @property {(changes: Partial<Ui>) => void} setUi emits "ui" with the changes, if any differ
 * @property {Transport["upload"]} upload
 * @property {Transport["exportUrl"]} exportUrl
 * @property {Transport["capabilities"]} capabilities
 * @property {() => void} close
 */

/** @returns {Ui} */
function initialUi() {
  return {
    hovered: null,
    hoveredLink: null,
    selected: null,
    palette: "classic",
    theme: "auto",
    dark: false,
    centre: "network",
    highlightRows: [],
    brush: null,
  };
}

/**
 * Return the store of a page. However fast frames come, "frame" is emitted once an animation
 * frame at most, with the newest; the curve misses none of them.
 * @param {Transport} transport
 * @param {(draw: () => void) => void} [schedule] when to draw; the next animation frame
 * @returns {Store}
 */
export function createStore(transport, schedule = (draw) => void requestAnimationFrame(draw)) {
  /** @type {Map<string, Set<(detail: any) => void>>} */
  const listeners = new Map();
  const held = {
    state: /** @type {State} */ (/** @type {unknown} */ (null)),
    frame: /** @type {Frame | null} */ (null),
    ui: initialUi(),
    connection: /** @type {Connection} */ ("connecting"),
    curve: /** @type {Curve} */ ({ epochs: [], train: [], test: [] }),
  };
  /** @param {StoreEvent} event @param {any} detail */
  const emit = (event, detail) => {
    for (const listener of [...(listeners.get(event) ?? [])]) listener(detail);
  };
  const onFrame = frameReceiver(held, emit, transport, schedule);
  const off = transport.subscribe({
    onMessage: (message) => receive(held, emit, message),
    onFrame,
    onConnection: (connection) => {
      held.connection = connection;
      emit("connection", connection);
    },
  });
  return {
    get: () => held,
    send: (message) => transport.send(message),
    on(event, listener) {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener));
      return () => void set.delete(listener);
    },
    setUi(changes) {
      const differs = Object.entries(changes).some(
        ([name, value]) => held.ui[/** @type {keyof Ui} */ (name)] !== value,
      );
      if (!differs) return;
      held.ui = { ...held.ui, ...changes };
      emit("ui", changes);
    },
    upload: (file) => transport.upload(file),
    exportUrl: (name) => transport.exportUrl(name),
    capabilities: transport.capabilities,
    close() {
      off();
      listeners.clear();
    },
  };
}

/**
 * @param {any} held
 * @param {(event: StoreEvent, detail: any) => void} emit
 * @param {any} message
 */
function receive(held, emit, message) {
  if (message.type === "state") {
    const points = message.points ?? held.state?.points;
    const news = isNews(held.state, message);
    held.state = { ...message, points };
    if (held.frame && !fits(held.frame, held.state)) held.frame = null;
    emit("state", held.state);
    if (news) emit("message", message.message);
  } else if (message.type === "message") {
    emit("message", message.message);
  } else if (message.type === "explanation") {
    emit("explanation", message);
  } else if (message.type === "variants") {
    emit("variants", message);
  }
}

/**
 * Whether a state says something that the one before did not say already: what holds on is not
 * told again with every state, but training that diverges anew is.
 * @param {State | null} before
 * @param {State} state
 */
function isNews(before, { message, status }) {
  if (!message) return false;
  const same = before?.message?.text === message.text && before?.message?.hint === message.hint;
  return !same || (status === "diverged" && before?.status !== "diverged");
}

/** @param {Frame} frame @param {State} state */
function fits(frame, state) {
  return frame.parameters.length === state.network.parameters;
}

/**
 * @param {any} held
 * @param {(event: StoreEvent, detail: any) => void} emit
 * @param {Transport} transport
 * @param {(draw: () => void) => void} schedule
 * @returns {(frame: Frame | VariantsFrame) => void}
 */
function frameReceiver(held, emit, transport, schedule) {
  let waiting = false;
  let received = 0;
  /** @type {VariantsFrame | null} */
  let variants = null;
  let fresh = false;
  const draw = () => {
    waiting = false;
    transport.send({ type: "ack", frame: received });
    if (variants) emit("variantsFrame", variants);
    variants = null;
    if (fresh && held.frame) emit("frame", held.frame);
    fresh = false;
  };
  return (frame) => {
    received = frame.number;
    if (frame.kind === 2) variants = frame;
    else {
      addToCurve(held.curve, frame);
      if (held.state && frame.revision === held.state.revision && fits(frame, held.state)) {
        held.frame = frame;
        fresh = true;
      }
    }
    if (!waiting) schedule(draw);
    waiting = true;
  };
}

/** @param {Curve} curve @param {Frame} frame */
function addToCurve(curve, frame) {
  if (frame.replacesCurve) {
    curve.epochs.length = curve.train.length = curve.test.length = 0;
  }
  for (let i = 0; i < frame.curve.epochs.length; i += 1) {
    curve.epochs.push(frame.curve.epochs[i] ?? 0);
    curve.train.push(frame.curve.train[i] ?? NaN);
    curve.test.push(frame.curve.test[i] ?? NaN);
  }
}
