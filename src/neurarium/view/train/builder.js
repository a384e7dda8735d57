/**
 * Building a network and how it is trained: data, layers, settings, what will happen, start.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { Card } from "./layer_stack.js"
 * @import { Config, Choices } from "./training_settings.js"
 * @import { DataEntry } from "./data_choice.js"
 * @import { Plan } from "./forecast.js"
 * @import { LayerKind } from "./layer_stack.js"
 *
 * @typedef {Choices & {layers: LayerKind[]}} AllChoices
 * @typedef {{config: Config, from: "cards" | "spec", number: number}} Question
 */

import { sendJson } from "../core/api.js";
import { element, listen, setText, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { createNewest } from "../core/newest.js";
import { createDataChoice } from "./data_choice.js";
import { createForecast, forecastLines } from "./forecast.js";
import { createLayerCards } from "./layer_cards.js";
import { adoptedLayers, chosenSettings, layersOfCards, layersToSend, withOutputs } from "./layer_stack.js";
import { createSpecField } from "./spec_field.js";
import { outputsOf, templatesFor } from "./templates.js";
import { createTrainingSettings, FIRST_CONFIG } from "./training_settings.js";

const REST_MS = 120;

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, data: DataEntry[], choices: AllChoices, chosen: string | null,
 *   config: Config | null, onStarted: (id: string) => void}} options `config`: of a run to begin like
 * @returns {() => void}
 */
export function mountBuilder(el, options) {
  const builder = new Builder(el, options);
  return builder.start();
}

/** What is being built, and the parts of the page that show it. */
class Builder {
  /** @type {Card[]} */
  cards = [];
  /** @type {Plan | null} */
  plan = null;
  /** Where the last word about the layers was said. @type {"cards" | "spec"} */
  from = "spec";
  number = 0;
  /** Whether the plan shown answers what is on the page now. */
  settled = false;
  starting = false;

  /**
   * @param {HTMLElement} el
   * @param {Parameters<typeof mountBuilder>[1]} options
   */
  constructor(el, options) {
    this.el = el;
    this.options = options;
    const { data, choices, chosen, config } = options;
    const wanted = config?.data ?? chosen;
    this.data = /** @type {DataEntry} */ (
      data.find(({ name }) => name === wanted) ?? data.find(({ name }) => name === "digits") ?? data[0]
    );
    /** @type {Config} */
    this.config = { ...FIRST_CONFIG, ...config, data: this.data.name };
    this.parts = buildPage(el);
    const { parts } = this;
    this.choice = createDataChoice(parts.data, data, (one) => this.chooseData(one));
    this.spec = createSpecField(parts.spec, () => this.ask("spec"));
    this.stack = createLayerCards(parts.cards, choices.layers, (cards) => this.changeCards(cards));
    this.settings = createTrainingSettings(parts.settings, choices, (changes) => this.changeConfig(changes));
    this.forecast = createForecast(parts.forecast);
    this.asking = createNewest((/** @type {Question} */ question, signal) => this.question(question, signal), {
      onAnswer: (plan, question) => question.number === this.number && this.take(plan, question),
      onError: (error) => this.refuse(/** @type {Error} */ (error)),
      delay_ms: REST_MS,
    });
  }

  /** @returns {() => void} */
  start() {
    this.choice.show(this.data);
    this.settings.show(this.config, null);
    this.showTemplates();
    const first = templatesFor(this.data);
    this.spec.overwrite(this.options.config?.model ?? (first[2] ?? first[0])?.spec.replace("dropout(0.3)-", "") ?? "");
    this.ask("spec");
    return together([
      () => this.el.replaceChildren(),
      () => this.asking.close(),
      () => this.choice.close(),
      listen(this.parts.start, "click", () => void this.begin()),
    ]);
  }

  /** @param {DataEntry} data */
  chooseData(data) {
    const [before, now] = [outputsOf(this.data), outputsOf(data)];
    this.data = data;
    this.config = { ...this.config, data: data.name };
    this.choice.show(data);
    this.showTemplates();
    this.cards = withOutputs(this.cards.filter((card) => card.kind !== "input"), before, now);
    this.ask("cards");
  }

  showTemplates() {
    this.parts.templates.replaceChildren(
      ...templatesFor(this.data).map(({ title, about, spec }) => {
        const button = element("button", { type: "button", class: "nr-button nr-template", title: about }, [title]);
        listen(button, "click", () => {
          this.spec.overwrite(spec);
          this.ask("spec");
        });
        return button;
      }),
    );
  }

  /** @param {Card[]} cards */
  changeCards(cards) {
    this.cards = cards;
    this.showCards();
    this.ask("cards");
  }

  /** @param {Config} changes */
  changeConfig(changes) {
    this.config = { ...this.config, ...changes };
    this.settings.show(this.config, this.plan);
    this.ask(this.from);
  }

  /** @param {"cards" | "spec"} from */
  ask(from) {
    this.from = from;
    this.number += 1;
    this.settled = false;
    this.asking.ask({ config: this.config, from, number: this.number });
  }

  /**
   * @param {Question} question
   * @param {AbortSignal} signal
   * @returns {Promise<Plan>}
   */
  question({ config, from }, signal) {
    const body = from === "spec" ? { config: { ...config, model: this.spec.read() } } : { config: { ...config, model: this.plan?.spec ?? "" }, layers: layersToSend(this.cards) };
    return sendJson("POST", "/api/plan", body, { signal });
  }

  /** @param {Plan} plan @param {Question} question */
  take(plan, { from }) {
    this.plan = plan;
    this.settled = true;
    const wrong = plan.error ?? null;
    const unread = from === "spec" && wrong !== null && !plan.layers.length;
    if (from === "spec" && !unread) this.cards = adoptedLayers(this.cards, this.layersWritten(plan));
    if (from === "cards" && plan.spec) this.spec.write(plan.spec);
    const inText = from === "spec" && wrong !== null && (wrong.column !== null || unread);
    const said = plan.layers.some((layer) => layer.error);
    this.spec.showProblem(inText && wrong ? { ...wrong, text: said ? "" : wrong.text } : null);
    this.el.classList.toggle("nr-cards-old", unread);
    this.showCards();
    this.settings.show(this.config, plan);
    this.showOutcome();
  }

  /** @param {Plan} plan @returns {{kind: string, settings: Record<string, any>}[]} */
  layersWritten({ layers }) {
    const kindOf = (/** @type {string} */ name) => this.options.choices.layers.find(({ kind }) => kind === name);
    return layersOfCards(layers).map(({ layer }) => ({ kind: layer.kind, settings: chosenSettings(layer.settings, kindOf(layer.kind)) }));
  }

  /** @param {Error} error */
  refuse(error) {
    this.settled = false;
    this.forecast.show([]);
    setText(this.parts.problem, error.message);
    this.showStart();
  }

  showCards() {
    const { layers = [], error } = this.plan ?? {};
    const planned = layersOfCards(layers);
    // A mistake that no layer could be made of (from the cards) counts cards itself.
    const place = this.from === "cards" && !planned.length ? error?.layer : null;
    const facts = this.cards.map((card, i) => {
      const found = planned[i]?.layer.kind === card.kind ? planned[i] : null;
      const said = found?.layer.error ?? (place === i ? error?.text : null) ?? null;
      return found || said ? { ...found?.layer, before: found?.before ?? [], error: said } : null;
    });
    this.stack.show(this.cards, facts, this.data.input_shape);
  }

  showOutcome() {
    const { plan } = this;
    const error = plan?.error ?? null;
    // A mistake of one layer is said at that layer; one of the whole network, here.
    const placed = error && (plan?.layers.some((layer) => layer.error) || error.column !== null || error.layer !== null);
    setText(this.parts.problem, !error ? "" : placed ? t("The marked place does not fit yet.") : error.text);
    this.forecast.show(plan && !error ? forecastLines(plan, this.config, this.data.n_test) : []);
    this.showStart();
  }

  showStart() {
    const ready = this.settled && !this.plan?.error && this.data.state === "here" && !this.starting;
    this.parts.start.disabled = !ready;
  }

  async begin() {
    this.starting = true;
    this.showStart();
    try {
      const { id } = await sendJson("POST", "/api/runs", { config: { ...this.config, model: this.plan?.spec } });
      this.options.onStarted(id);
    } catch (error) {
      this.options.frame.say({ level: "error", text: /** @type {Error} */ (error).message });
    } finally {
      this.starting = false;
      this.showStart();
    }
  }
}

/** @param {HTMLElement} el */
function buildPage(el) {
  const part = (/** @type {string} */ name) => element("div", { class: `nr-build-${name}` });
  const [data, templates, spec, cards, settings, forecast] = ["data", "templates", "spec", "cards", "settings", "forecast"].map(part);
  const problem = element("p", { class: "nr-problem", role: "status" });
  const start = element("button", { type: "button", class: "nr-button nr-primary nr-start", disabled: true }, [t("Start training")]);
  const panel = (/** @type {string} */ id, /** @type {string} */ title, /** @type {(HTMLElement | undefined)[]} */ parts) =>
    element("section", { class: `nr-panel nr-build-panel nr-build-${id}-panel`, "aria-labelledby": `nr-build-${id}` }, [
      element("h2", { id: `nr-build-${id}` }, [title]),
      ...parts.map((one) => one ?? null),
    ]);
  templates?.setAttribute("role", "group");
  templates?.setAttribute("aria-label", t("Networks to begin with"));
  el.replaceChildren(
    element("div", { class: "nr-build" }, [
      element("div", { class: "nr-build-side" }, [panel("from", t("1 Data"), [data]), panel("how", t("3 Training"), [settings])]),
      panel("stack", t("2 Layers"), [templates, cards, spec]),
      element("div", { class: "nr-build-side nr-build-last" }, [panel("will", t("What will happen"), [forecast, problem, start])]),
    ]),
  );
  const sure = (/** @type {HTMLElement | undefined} */ one) => /** @type {HTMLElement} */ (one);
  return { data: sure(data), templates: sure(templates), spec: sure(spec), cards: sure(cards), settings: sure(settings), forecast: sure(forecast), problem, start };
}
