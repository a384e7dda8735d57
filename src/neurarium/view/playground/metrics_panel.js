/**
 * Metrics: accuracy and a confusion matrix, or R²; and how large the gradient of each layer is,
 * which tells why a deep network does not learn. Computed here, from the frame and the points.
 *
 * @import { Frame } from "../core/frame.js"
 * @import { State, Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { formatNumber, formatPercent } from "../core/format.js";
import { confusion } from "../core/metrics.js";
import { forwardPoints } from "../core/network.js";
import { scores } from "./chart_sources.js";
import { gradientHint, gradientShares } from "./metrics_gradient.js";

const RUNNING_EVERY_MS = 250;

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountMetricsPanel(el, store) {
  const parts = buildPanel(el, store.capabilities.train);
  let shownAt = 0;
  let timer = 0;
  let seen = false;
  const show = () => {
    clearTimeout(timer);
    timer = 0;
    const { state, frame } = store.get();
    // A panel on a tab that is not chosen costs nothing.
    if (!frame || !seen) return;
    shownAt = performance.now();
    showScores(parts, state, frame);
    showConfusion(parts, state, frame);
    showGradients(parts, state, frame);
  };
  const ask = () => {
    const wait = store.get().state.status === "running" ? RUNNING_EVERY_MS - (performance.now() - shownAt) : 0;
    if (wait <= 0) show();
    else if (!timer) timer = window.setTimeout(show, wait);
  };
  const visible = new ResizeObserver(() => {
    seen = el.offsetParent !== null;
    show();
  });
  visible.observe(el);
  show();
  return together([
    () => el.replaceChildren(),
    () => visible.disconnect(),
    () => clearTimeout(timer),
    store.on("frame", ask),
    store.on("state", ask),
    listen(parts.which, "change", show),
  ]);
}

/** @typedef {ReturnType<typeof buildPanel>} Parts */

/**
 * @param {HTMLElement} el
 * @param {boolean} trains a replay carries no gradients
 */
function buildPanel(el, trains) {
  const name = element("strong");
  const train = element("output");
  const test = element("output");
  const which = element("select", { class: "nr-select", "aria-label": t("Points of the confusion matrix") }, [
    element("option", { value: "test" }, [t("test")]),
    element("option", { value: "train" }, [t("training")]),
  ]);
  const table = element("div", { class: "nr-metrics-confusion", tabindex: 0, role: "region", "aria-label": t("Confusion matrix") });
  const matrix = element("section", { class: "nr-metrics-matrix" }, [
    element("h3", {}, [t("Confusion"), which]),
    table,
  ]);
  const bars = element("ul", { class: "nr-metrics-bars" });
  const hint = element("p", { class: "nr-metrics-hint" });
  const gradients = element("section", { hidden: !trains }, [element("h3", {}, [t("Gradient size")]), bars, hint]);
  el.replaceChildren(
    element("div", { class: "nr-metrics" }, [
      element("p", { class: "nr-metrics-scores" }, [
        name,
        element("span", {}, [t("training"), train]),
        element("span", {}, [t("test"), test]),
      ]),
      element("div", { class: "nr-metrics-two" }, [matrix, gradients]),
    ]),
  );
  return { name, train, test, which, table, matrix, bars, hint };
}

/**
 * @param {Parts} parts
 * @param {State} state
 * @param {Frame} frame
 */
function showScores(parts, state, frame) {
  const regression = state.points.task === "regression";
  const { train, test } = scores(state, frame);
  const text = (/** @type {number} */ value) => (regression ? formatNumber(value, 3) : formatPercent(value));
  parts.name.textContent = regression ? t("R²") : t("Accuracy");
  parts.name.title = regression ? t("1 is perfect, 0 is no better than always saying the mean") : t("Share of points whose class is right");
  parts.train.textContent = text(train);
  parts.test.textContent = text(test);
}

/**
 * @param {Parts} parts
 * @param {State} state
 * @param {Frame} frame
 */
function showConfusion(parts, state, frame) {
  const { points, network } = state;
  parts.matrix.hidden = points.task === "regression";
  if (parts.matrix.hidden) return;
  const rows = parts.which.value === "train" ? points.rows.slice(0, points.n_train) : points.rows.slice(points.n_train);
  const counts = confusion(network.output, forwardPoints(network, frame.parameters, rows), rows, points.classes.length);
  const letters = points.classes.join("").length;
  parts.matrix.classList.toggle("nr-metrics-broad", points.classes.length > 3 || letters > 14);
  parts.table.replaceChildren(confusionTable(counts, points.classes));
}

/**
 * A row for each true class, a column for each answer. The shade is the share of the row; the
 * count stands in every cell, so that no colour is needed to read it.
 * @param {number[][]} counts
 * @param {string[]} classes
 */
function confusionTable(counts, classes) {
  const dense = classes.length > 6;
  const head = element("tr", {}, [
    element("td", { class: "nr-metrics-corner" }, [dense ? "" : t("true ↓ said →")]),
    ...classes.map((name) => element("th", { scope: "col", title: name }, [name])),
  ]);
  const lines = counts.map((line, actual) => {
    const all = line.reduce((sum, count) => sum + count, 0);
    const cells = line.map((count, said) => {
      const cell = element("td", { class: actual === said ? "nr-metrics-right" : "nr-metrics-wrong" }, [String(count)]);
      cell.style.setProperty("--nr-share", `${all ? Math.round((count / all) * 40) : 0}%`);
      cell.title = t("true {actual}, said {said}: {count} of {all}", { actual: classes[actual], said: classes[said], count, all });
      return cell;
    });
    return element("tr", {}, [element("th", { scope: "row", title: classes[actual] }, [classes[actual]]), ...cells]);
  });
  return element("table", { class: dense ? "nr-metrics-dense" : null }, [
    element("caption", { class: "nr-hidden" }, [t("Rows: the true class. Columns: what the network says.")]),
    element("thead", {}, [head]),
    element("tbody", {}, lines),
  ]);
}

/**
 * @param {Parts} parts
 * @param {State} state
 * @param {Frame} frame
 */
function showGradients(parts, state, frame) {
  const norms = Array.from(frame.gradientNorms);
  const shares = gradientShares(norms);
  parts.bars.replaceChildren(
    ...norms.map((norm, layer) => {
      const last = layer === norms.length - 1;
      const bar = element("span", { class: "nr-metrics-bar" });
      bar.style.setProperty("--nr-share", `${shares[layer] * 100}%`);
      return element("li", {}, [
        element("span", {}, [last ? t("output") : t("layer {number}", { number: layer + 1 })]),
        bar,
        element("span", { class: "nr-metrics-number" }, [Number.isNaN(norm) ? "–" : norm.toPrecision(3)]),
      ]);
    }),
  );
  const hint = gradientHint(norms, state.status === "diverged");
  if (parts.hint.textContent !== hint) parts.hint.textContent = hint;
}
