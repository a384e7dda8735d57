/**
 * Runs beside one another: their curves in one chart, the settings in which they differ, results.
 *
 * @import { Curve, Drawing } from "../curves/draw_curves.js"
 * @import { Quantity } from "../curves/run_curves.js"
 * @import { Frame } from "../frame/frame.js"
 * @import { RunSummary } from "./run_list.js"
 *
 * @typedef {{runs: (RunSummary & {epochs: any[]})[], differences: {setting: string, values: unknown[]}[]}} Comparison
 */

import { getJson, isAbort } from "../core/api.js";
import { element, together } from "../core/dom.js";
import { formatInteger, formatLoss, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { createCurveChart } from "../curves/curve_chart.js";
import { extentOf, runCurves } from "../curves/run_curves.js";
import { shareEnds, valueEnds } from "../curves/scale.js";
import { quantityName, whereText } from "../train/run_charts.js";
import { scoreOf } from "../train/run_progress.js";
import { settingName } from "../train/run_words.js";
import { resultText } from "./run_row.js";

/**
 * Colours that people with any kind of colour vision tell apart (Okabe and Ito 2008), darkened or
 * lightened until each stands out from the panel by 3:1.
 */
const COLOURS = Object.freeze({
  light: ["#0072b2", "#d55e00", "#00805e", "#b0508a", "#a87400", "#3a3a3a", "#2b8cc4", "#882255"],
  dark: ["#56b4e9", "#e69f00", "#2fc79b", "#e79fc4", "#f0e442", "#d0d4e0", "#ff7f50", "#9fa8ff"],
});
export const MOST_COMPARED = 8;

/**
 * @param {HTMLElement} el
 * @param {Frame} frame
 */
export function createComparison(el, frame) {
  const [first, second, table] = [element("div", { class: "nr-run-chart" }), element("div", { class: "nr-run-chart" }), element("div", { class: "nr-compare-table" })];
  const section = element("section", { class: "nr-panel nr-compare", "aria-label": t("Comparison") }, [
    element("h2", {}, [t("Side by side")]),
    element("p", { class: "nr-quiet-text nr-small" }, [t("Solid: validation. Dashed: training.")]),
    element("div", { class: "nr-run-charts" }, [first, second]),
    table,
  ]);
  /** @type {Comparison | null} */
  let shown = null;
  let key = "";
  /** @type {AbortController | null} */
  let asking = null;
  const chartOf = (/** @type {HTMLElement} */ box, /** @type {() => Quantity} */ quantity) =>
    createCurveChart(box, {
      title: quantityName(quantity()), canLog: quantity() !== "accuracy", where: (x) => whereText(x, null),
      format: (value) => (quantity() === "accuracy" ? formatPercent(value) : formatLoss(value)),
      drawing: (log) => (shown ? overlaid(shown, { quantity: quantity(), log, dark: frame.look().dark }) : null),
    });
  /** @type {Quantity} */
  let score = "accuracy";
  const loss = chartOf(first, () => "loss");
  let other = chartOf(second, () => score);
  const paint = () => {
    if (!shown) return;
    // Regression alone is told by its error: among runs with accuracies, those are compared.
    const scores = shown.runs.filter(({ epochs }) => epochs.length).map(({ epochs }) => scoreOf(/** @type {any} */ ({ epochs, batches: [] })));
    const wanted = scores.includes("mae") && !scores.includes("accuracy") ? "mae" : "accuracy";
    if (wanted !== score) {
      score = wanted;
      other.close();
      other = chartOf(second, () => score);
    }
    loss.draw();
    other.draw();
    table.replaceChildren(differenceTable(shown, frame.look().dark));
  };
  return {
    /** @param {readonly RunSummary[]} runs chosen ones, in their order */
    show(runs) {
      if (runs.length < 2) {
        asking?.abort();
        section.remove();
        shown = null;
        key = "";
        return;
      }
      if (!section.isConnected) el.replaceChildren(section);
      const now = JSON.stringify(runs.map(({ id, name, state, best, test }) => [id, name, state.state, state.epoch, best, test]));
      if (now === key) return;
      key = now;
      asking?.abort();
      asking = new AbortController();
      const ids = runs.map(({ id }) => encodeURIComponent(id)).join(",");
      getJson(`/api/runs/compare?ids=${ids}`, { signal: asking.signal }).then(
        (answer) => {
          shown = answer;
          paint();
        },
        (error) => {
          if (!isAbort(error)) table.replaceChildren(element("p", { class: "nr-problem" }, [error.message]));
        },
      );
    },
    close: together([
      () => section.remove(),
      () => asking?.abort(),
      () => loss.close(),
      () => other.close(),
      frame.onLook(() => requestAnimationFrame(() => {
        paint();
        loss.restyle();
        other.restyle();
      })),
    ]),
  };
}

/** @param {number} index @param {boolean} dark */
function colourOf(index, dark) {
  const colours = COLOURS[dark ? "dark" : "light"];
  return colours[index % colours.length] ?? "gray";
}

/**
 * @param {Comparison} comparison
 * @param {{quantity: Quantity, log: boolean, dark: boolean}} options
 * @returns {Drawing | null}
 */
function overlaid({ runs, differences }, { quantity, log, dark }) {
  const all = runs.map(({ epochs }) => runCurves({ epochs, batches: [] }, quantity, null));
  const extent = extentOf(all, log);
  if (!extent) return null;
  const names = shortNames(runs, differences);
  /** @type {Curve[]} */
  const curves = all.flatMap(({ train, validation }, i) => {
    const look = { colour: colourOf(i, dark), dots: true };
    const alone = validation.length === 0;
    return [
      { ...look, label: t("{run} training", { run: names[i] ?? "" }), width: 1.5, dash: [5, 3], dots: false, inLegend: alone && train.length > 0, points: train },
      { ...look, label: names[i] ?? "", width: 2.5, dash: [], inLegend: !alone, points: validation },
    ];
  });
  const epochs = Math.max(1, ...runs.map((run) => run.epochs.at(-1)?.epoch ?? 0));
  return { curves, epochs, percent: quantity === "accuracy", ends: quantity === "accuracy" ? shareEnds(extent) : valueEnds(extent, { log }), log, best: null, moment: null };
}

/**
 * Return what tells each run from the others: the one setting in which they differ, else names.
 * @param {Comparison["runs"]} runs
 * @param {Comparison["differences"]} differences
 * @returns {string[]}
 */
export function shortNames(runs, differences) {
  const asked = differences.filter(({ setting }) => !setting.includes(".") && !["parameters", "hashes", "n_train", "kind", "device"].includes(setting));
  const one = asked[0];
  const distinct = one && asked.length === 1 && new Set(one.values.map(String)).size === runs.length;
  if (distinct) return runs.map((_, i) => String(one.values[i] ?? "–"));
  const names = runs.map((run) => run.name || run.id);
  // Runs of the same name are told apart by the letters at the end of their ids.
  return names.map((name, i) => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} · ${runs[i]?.id.split("-").at(-1)}`));
}

/** @param {Comparison} comparison @param {boolean} dark */
function differenceTable({ runs, differences }, dark) {
  const names = shortNames(runs, differences);
  const heads = runs.map((run, i) => {
    const swatch = element("span", { class: "nr-swatch" });
    swatch.style.background = colourOf(i, dark);
    return element("th", { scope: "col" }, [swatch, element("a", { href: `/train?run=${encodeURIComponent(run.id)}` }, [names[i] ?? ""])]);
  });
  const row = (/** @type {string} */ title, /** @type {string[]} */ cells) => element("tr", {}, [element("th", { scope: "row" }, [title]), ...cells.map((cell) => element("td", { class: "nr-numbers" }, [cell]))]);
  const settings = differences.filter(({ setting }) => setting !== "hashes");
  const results = [
    row(t("Best validation"), runs.map((run) => resultText(run.best, "val_"))),
    row(t("at epoch"), runs.map((run) => (run.best?.epoch === undefined || run.best?.epoch === null ? "–" : formatInteger(run.best.epoch)))),
    row(t("Test"), runs.map((run) => resultText(run.test, ""))),
  ];
  return element("div", { class: "nr-table-scroll", tabindex: 0, role: "region", "aria-label": t("Differing settings and results") }, [
    element("table", { class: "nr-compared" }, [
      element("thead", {}, [element("tr", {}, [element("td"), ...heads])]),
      element("tbody", {}, [...results, ...settings.map(({ setting, values }) => row(nameOf(setting), cellsOf(setting, values, runs)))]),
    ]),
    settings.length ? null : element("p", { class: "nr-quiet-text nr-small" }, [t("They were asked to do the very same.")]),
  ]);
}

/** @param {string} setting */
function nameOf(setting) {
  if (setting === "parameters") return t("Parameters");
  if (setting === "kind") return t("Trained by");
  if (setting === "device") return t("Device");
  if (setting === "n_train") return t("Training examples");
  if (setting.startsWith("versions.")) return t("Version of {what}", { what: setting.slice(9) });
  return settingName(setting);
}

/** @param {string} setting @param {unknown[]} values @param {Comparison["runs"]} runs */
function cellsOf(setting, values, runs) {
  if (setting === "data") return runs.map(({ data }) => data?.title ?? "–");
  if (setting === "kind") return values.map((value) => (value === "train" ? "neurarium" : t("a script of one’s own")));
  return values.map(valueText);
}

/** @param {unknown} value */
function valueText(value) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number" && Number.isInteger(value)) return formatInteger(value);
  return Array.isArray(value) ? value.join("×") : String(value);
}
