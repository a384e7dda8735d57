/**
 * Explain: what one update does. The batch out of the bag, the loss, the gradient, the step, the
 * new loss, in numbers that can be checked by hand.
 *
 * @import { Explanation } from "./explain_steps.js"
 * @import { Neuron, Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { inputSymbol } from "../core/format.js";
import { batchIndices } from "./explain_steps.js";
import { batchStory, lossStory } from "./explain_story.js";
import { taught, unitTable } from "./explain_table.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountExplain(el, store) {
  return new Explainer(el, store).start();
}

/** Asks the server for the next update when the page shows another moment, and tells it. */
class Explainer {
  /** @type {Explanation | null} */
  explanation = null;
  /** @type {Neuron} */
  neuron = { layer: 0, unit: 0 };
  /** The moment that was asked about last. */
  asked = "";
  wasOpen = false;

  /**
   * @param {HTMLElement} el
   * @param {Store} store
   */
  constructor(el, store) {
    this.el = el;
    this.store = store;
    this.parts = buildExplain(el);
  }

  /** @returns {() => void} */
  start() {
    const { store, parts } = this;
    this.follow();
    return together([
      () => this.el.replaceChildren(),
      () => this.ring([]),
      store.on("state", () => this.follow()),
      store.on("frame", () => this.follow()),
      store.on("ui", () => this.follow()),
      store.on("explanation", (explanation) => this.take(explanation)),
      listen(parts.unit, "change", () => {
        const [layer, unit] = parts.unit.value.split(":").map(Number);
        this.neuron = { layer, unit };
        this.tell();
      }),
      listen(parts.pause, "click", () => store.send({ type: "pause" })),
      listen(parts.step, "click", () => store.send({ type: "step", unit: "batch" })),
    ]);
  }

  /** Ask again when another moment is shown; nothing while the tab is not open. */
  follow() {
    const { state, frame, ui } = this.store.get();
    const open = ui.centre === "explain";
    if (this.wasOpen && !open) this.ring([]);
    if (open && !this.wasOpen) this.asked = "";
    this.wasOpen = open;
    if (!open) return;
    const running = state.status === "running";
    this.parts.busy.hidden = !running;
    this.parts.waiting.hidden = running || this.explanation !== null;
    this.parts.body.classList.toggle("nr-explain-old", running);
    this.parts.step.disabled = running || state.status === "diverged";
    if (running) {
      this.asked = "";
      this.ring([]);
      return;
    }
    if (!frame) return;
    const moment = [state.revision, frame.epoch, frame.step, frame.past].join();
    if (moment === this.asked) return;
    this.asked = moment;
    this.store.send({ type: "explain" });
  }

  /** @param {Explanation} explanation */
  take(explanation) {
    this.explanation = explanation;
    if (this.wasOpen) this.tell();
  }

  tell() {
    const { explanation, parts } = this;
    const { state } = this.store.get();
    const { network, points, setup } = state;
    if (!explanation || explanation.parameters.length !== network.parameters) return;
    this.ring(batchIndices(explanation.rows, points.rows, points.n_train));
    this.offerUnits();
    parts.batch.replaceChildren(...batchStory(explanation, setup.config));
    parts.before.replaceChildren(...lossStory(explanation, "before"));
    parts.table.replaceChildren(...unitTable(explanation, network, this.neuron));
    parts.after.replaceChildren(...lossStory(explanation, "after"));
    parts.body.hidden = false;
    parts.waiting.hidden = true;
  }

  /** List the units, and stay at the chosen one as long as it is there. */
  offerUnits() {
    const { network } = this.store.get().state;
    const { sizes } = network;
    const known = sizes[this.neuron.layer + 1] > this.neuron.unit;
    if (!known) this.neuron = { layer: 0, unit: 0 };
    const key = sizes.join();
    if (this.parts.unit.dataset.sizes !== key) {
      this.parts.unit.dataset.sizes = key;
      this.parts.unit.replaceChildren(...sizes.slice(1).map((units, layer) => {
        const last = layer === sizes.length - 2;
        const label = last ? t("output") : t("layer {number}", { number: layer + 1 });
        return element("optgroup", { label }, Array.from({ length: units }, (_, unit) =>
          element("option", { value: `${layer}:${unit}` }, [`${label} · ${last ? unit + 1 : inputSymbol(network, layer + 1, unit)}`])));
      }));
    }
    this.parts.unit.value = `${this.neuron.layer}:${this.neuron.unit}`;
  }

  /** @param {number[]} indices rows ringed on the output map */
  ring(indices) {
    const now = this.store.get().ui.highlightRows;
    if (now.length === indices.length && now.every((index, i) => index === indices[i])) return;
    this.store.setUi({ highlightRows: indices });
  }
}

/** @param {HTMLElement} el */
function buildExplain(el) {
  const pause = element("button", { type: "button", class: "nr-button" }, [t("Pause")]);
  const busy = element("p", { class: "nr-explain-busy", hidden: true }, [t("It is running: pause to look at a single update."), " ", pause]);
  const step = element("button", { type: "button", class: "nr-button nr-primary", "data-control": "stepButton" }, [t("Do this step")]);
  const batch = element("div");
  const before = element("div");
  const after = element("div");
  const unit = element("select", { class: "nr-select", "aria-label": t("Unit whose weights are shown") });
  const table = element("div");
  const waiting = element("p", { class: "nr-explain-waiting", role: "status" }, [t("Working out the next update …")]);
  const body = element("ol", { class: "nr-explain-story", hidden: true }, [
    chapter(t("Take a batch out of the bag"), [batch]),
    chapter(t("See how wrong it is"), [before], "nr-explain-short"),
    chapter(t("Move every weight a little, against its gradient"), [element("p", {}, [taught(t("The gradient says how fast the loss rises when this one number rises.")), " ", unit]), table]),
    chapter(t("See whether that helped"), [after], "nr-explain-short"),
  ]);
  el.replaceChildren(
    element("div", { class: "nr-explain" }, [
      element("div", { class: "nr-explain-head" }, [element("h2", {}, [t("What the next update does")]), step]),
      busy,
      waiting,
      body,
    ]),
  );
  return { pause, busy, waiting, step, batch, before, unit, table, after, body };
}

/**
 * @param {string} title
 * @param {HTMLElement[]} children
 * @param {string} [look] class
 */
function chapter(title, children, look = "") {
  return element("li", { class: look || null }, [element("h3", {}, [title]), ...children]);
}
