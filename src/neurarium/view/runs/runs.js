/**
 * The Runs page: every training, newest first; filter, compare, take home.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { Order, RunSummary, Wish } from "./run_list.js"
 */

import { getJson, sendJson } from "../core/api.js";
import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { inputOf, labelled, selectOf } from "../train/form.js";
import { ACTIVE } from "../train/run_progress.js";
import { stateNames } from "../train/run_words.js";
import { createComparison, MOST_COMPARED } from "./compare.js";
import { emptyState } from "./empty_state.js";
import { dataOfRuns, groupedRuns, NO_WISH, wishedRuns } from "./run_list.js";
import { openRunMenu } from "./run_menu.js";
import { createRunRow } from "./run_row.js";

const BUSY_MS = 1200;
const CALM_MS = 4000;

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, onReady: () => void}} options
 * @returns {() => void}
 */
export function mountRuns(el, options) {
  const page = new Runs(el, options);
  return page.start();
}

/** The list, what is wished to be seen of it, and what is selected. */
class Runs {
  /** @type {RunSummary[]} */
  runs = [];
  /** @type {Wish} */
  wish = { ...NO_WISH };
  /** @type {string[]} */
  selected = [];
  /** @type {Map<string, ReturnType<typeof createRunRow>>} */
  rows = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;
  closed = false;
  ready = false;
  damaged = 0;

  /**
   * @param {HTMLElement} el
   * @param {{frame: Frame, onReady: () => void}} options
   */
  constructor(el, { frame, onReady }) {
    this.el = el;
    this.frame = frame;
    this.onReady = onReady;
    this.selected = (new URLSearchParams(location.search).get("selected") ?? "").split(",").filter(Boolean);
    this.parts = buildPage(el);
    this.comparison = createComparison(this.parts.comparison, frame);
  }

  /** @returns {() => void} */
  start() {
    const { text, data, state, order, clear } = this.parts;
    const changed = () => {
      this.wish = { text: text.value, data: data.value, state: state.value, order: /** @type {Order} */ (order.value) };
      this.show();
    };
    void this.ask();
    return together([
      () => this.el.replaceChildren(),
      () => {
        this.closed = true;
        clearTimeout(this.timer);
      },
      this.comparison.close,
      listen(text, "input", changed),
      ...[data, state, order].map((field) => listen(field, "change", changed)),
      listen(clear, "click", () => this.select([])),
      listen(document, "visibilitychange", () => !document.hidden && void this.ask()),
    ]);
  }

  async ask() {
    clearTimeout(this.timer);
    const { silence } = this.parts;
    try {
      const answer = await getJson("/api/runs");
      if (this.closed) return;
      this.runs = answer.runs;
      this.damaged = Object.keys(answer.damaged ?? {}).length;
      setText(silence, answer.problem ?? "");
      this.show();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "ApiError") throw error;
      setText(silence, error.message);
    }
    if (!this.ready) this.onReady();
    this.ready = true;
    const busy = this.runs.some(({ state }) => ACTIVE.includes(state.state));
    if (!this.closed && !document.hidden) this.timer = setTimeout(() => void this.ask(), busy ? BUSY_MS : CALM_MS);
  }

  /** @param {string[]} ids */
  select(ids) {
    this.selected = ids.slice(-MOST_COMPARED);
    const query = this.selected.length ? `?selected=${this.selected.map(encodeURIComponent).join(",")}` : "";
    history.replaceState(null, "", `/runs${query}`);
    this.show();
  }

  show() {
    const { runs, parts } = this;
    this.selected = this.selected.filter((id) => runs.some((run) => run.id === id));
    fillData(parts.data, dataOfRuns(runs));
    const shown = wishedRuns(runs, this.wish);
    setText(parts.count, countText(shown.length, runs.length, runs));
    setText(parts.damaged, this.damaged ? t("Folders among the runs that cannot be read: {count}. “neurarium runs list” says why.", { count: this.damaged }) : "");
    parts.tools.hidden = runs.length === 0;
    parts.empty.hidden = runs.length > 0;
    parts.clear.hidden = this.selected.length === 0;
    setText(parts.hint, this.selected.length === 1 ? t("Select one more to compare.") : this.selected.length ? t("{count} selected", { count: this.selected.length }) : t("Select two or more to compare them."));
    this.showList(shown);
    this.comparison.show(this.selected.flatMap((id) => runs.find((run) => run.id === id) ?? []));
  }

  /** @param {RunSummary[]} shown */
  showList(shown) {
    const { list } = this.parts;
    const wanted = groupedRuns(shown).flatMap(({ group, runs }) => [...(group === null ? [] : [this.groupHead(group, runs)]), ...runs.map((run) => this.row(run))]);
    const same = wanted.length === list.children.length && wanted.every((one, i) => list.children[i] === one);
    if (same) return;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    list.replaceChildren(...wanted);
    if (focused && list.contains(focused)) focused.focus();
    for (const id of this.rows.keys()) if (!this.runs.some((run) => run.id === id)) this.rows.delete(id);
  }

  /** @param {RunSummary} run */
  row(run) {
    const { id } = run;
    const known = this.rows.get(id);
    const row = known ?? createRunRow(id, {
      onSelect: (on) => this.select(on ? [...this.selected, id] : this.selected.filter((one) => one !== id)),
      onMenu: (button) => this.openMenu(button, id),
    });
    this.rows.set(id, row);
    row.show(run, this.selected.includes(id));
    row.el.classList.toggle("nr-run-grouped", Boolean(run.group));
    return row.el;
  }

  /** @type {Map<string, HTMLElement>} */
  heads = new Map();

  /** @param {string} group @param {RunSummary[]} runs */
  groupHead(group, runs) {
    const known = this.heads.get(group);
    if (known) return known;
    const button = element("button", { type: "button", class: "nr-button" }, [t("Compare these")]);
    listen(button, "click", () => {
      this.select(this.runs.filter((run) => run.group === group).map(({ id }) => id).reverse());
      this.parts.comparison.scrollIntoView({ block: "start" });
    });
    const head = element("li", { class: "nr-run-group" }, [element("span", {}, [t("Trained together to be compared: {count} runs", { count: runs.length })]), button]);
    this.heads.set(group, head);
    return head;
  }

  /** @param {HTMLElement} button @param {string} id */
  openMenu(button, id) {
    const run = this.runs.find((one) => one.id === id);
    if (!run) return;
    const address = `/api/runs/${encodeURIComponent(id)}`;
    openRunMenu(button, run, {
      rename: (_, name) => void this.act(sendJson("PATCH", address, { name })),
      remove: () => void this.act(sendJson("DELETE", address), t("Deleted.")),
      ask: (_, what) => void this.act(sendJson("POST", `${address}/ask`, { ask: what }), what === "stop" ? t("Stopping …") : t("It waits for its turn.")),
    });
  }

  /** @param {Promise<unknown>} done @param {string} [text] */
  async act(done, text) {
    try {
      await done;
      if (text) this.frame.say({ level: "info", text });
    } catch (error) {
      this.frame.say({ level: "error", text: /** @type {Error} */ (error).message });
    }
    await this.ask();
  }
}

/** @param {number} shown @param {number} all @param {RunSummary[]} runs */
function countText(shown, all, runs) {
  const training = runs.filter(({ state }) => state.state === "running").length;
  const waiting = runs.filter(({ state }) => state.state === "queued").length;
  const parts = [shown === all ? (all === 1 ? t("1 run") : t("{count} runs", { count: formatInteger(all) })) : t("{shown} of {count} runs", { shown: formatInteger(shown), count: formatInteger(all) })];
  if (training) parts.push(t("{count} training", { count: training }));
  if (waiting) parts.push(t("{count} waiting", { count: waiting }));
  return parts.join(" · ");
}

/** @param {HTMLSelectElement} select @param {[string, string][]} sets */
function fillData(select, sets) {
  const key = JSON.stringify(sets);
  if (select.dataset.key === key) return;
  const chosen = select.value;
  select.dataset.key = key;
  select.replaceChildren(element("option", { value: "" }, [t("all")]), ...sets.map(([name, title]) => element("option", { value: name }, [title])));
  select.value = chosen;
}

/** @param {HTMLElement} el */
function buildPage(el) {
  const text = inputOf("search", "", { placeholder: t("name, layers, optimizer …") });
  const data = selectOf([["", t("all")]], "");
  const state = selectOf([["", t("all")], ...stateNames()], "");
  const order = selectOf([["newest", t("newest first")], ["oldest", t("oldest first")], ["best", t("best validation first")], ["test", t("best test first")], ["small", t("fewest parameters first")], ["name", t("by name")]], "newest");
  const count = element("p", { class: "nr-run-count", role: "status" });
  const hint = element("p", { class: "nr-quiet-text nr-small" });
  const clear = element("button", { type: "button", class: "nr-button", hidden: true }, [t("Select none")]);
  const list = element("ul", { class: "nr-run-list", "aria-label": t("Runs") });
  const [silence, damaged] = [element("p", { class: "nr-problem", role: "status" }), element("p", { class: "nr-quiet-text nr-small" })];
  const empty = emptyState();
  empty.hidden = true;
  const comparison = element("div", { class: "nr-comparison-slot" });
  const fields = [labelled(t("Search"), text), labelled(t("Data"), data), labelled(t("State"), state), labelled(t("Order"), order)];
  const tools = element("div", { class: "nr-run-tools" }, fields.map((field) => field.el));
  tools.hidden = true;
  el.replaceChildren(
    comparison,
    element("section", { class: "nr-panel", "aria-label": t("All runs") }, [
      element("div", { class: "nr-row nr-row-apart" }, [element("h2", {}, [t("Runs")]), element("a", { class: "nr-button nr-primary", href: "/train" }, [t("Train a network")])]),
      silence,
      tools,
      element("div", { class: "nr-row nr-run-counts" }, [count, hint, clear]),
      list,
      empty,
      damaged,
    ]),
  );
  return { text, data, state, order, count, hint, clear, list, silence, damaged, empty, comparison, tools };
}
