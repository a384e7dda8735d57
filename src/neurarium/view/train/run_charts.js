/**
 * Loss and accuracy of one run over its epochs.
 *
 * @import { Drawing } from "../curves/draw_curves.js"
 * @import { Ink } from "../curves/ink.js"
 * @import { Quantity, RunCurves } from "../curves/run_curves.js"
 * @import { Progress } from "./run_progress.js"
 */

import { createCurveChart } from "../curves/curve_chart.js";
import { extentOf, runCurves } from "../curves/run_curves.js";
import { shareEnds, valueEnds } from "../curves/scale.js";
import { element, together } from "../core/dom.js";
import { formatInteger, formatLoss, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { bestEpoch, scoreOf } from "./run_progress.js";

/**
 * @param {HTMLElement} el
 * @param {{onChoose: (epoch: number) => void}} options hears of an epoch that was clicked
 */
export function createRunCharts(el, { onChoose }) {
  const [first, second] = [element("div", { class: "nr-panel nr-run-chart" }), element("div", { class: "nr-panel nr-run-chart" })];
  el.replaceChildren(element("section", { class: "nr-run-charts", "aria-label": t("Curves") }, [first, second]));
  /** @type {Progress | null} */
  let progress = null;
  /** @type {number | null} */
  let moment = null;
  let score = /** @type {"accuracy" | "mae" | null} */ ("accuracy");
  const where = (/** @type {number} */ x) => whereText(x, progress?.state.updates_per_epoch ?? null);
  const empty = t("The curves begin with the first batches.");
  const chartOf = (/** @type {HTMLElement} */ box, /** @type {Quantity} */ quantity) =>
    createCurveChart(box, {
      title: quantityName(quantity), canLog: quantity !== "accuracy", where, onChoose, empty,
      format: quantity === "accuracy" ? formatPercent : formatLoss,
      drawing: (log, ink) => (progress ? runDrawing(progress, { quantity, log, ink, moment }) : null),
    });
  const loss = chartOf(first, "loss");
  let other = chartOf(second, "accuracy");
  return {
    /** @param {Progress} now */
    show(now) {
      const news = !progress || now.epochs !== progress.epochs || now.batches !== progress.batches || now.state.epochs !== progress.state.epochs;
      progress = now;
      const kind = scoreOf(now);
      if (kind !== score) {
        score = kind;
        other.close();
        second.hidden = kind === null;
        other = chartOf(second, kind ?? "accuracy");
      }
      if (!news) return;
      loss.draw();
      other.draw();
    },
    /** @param {number | null} epoch that the page looks at */
    mark(epoch) {
      if (moment === epoch) return;
      moment = epoch;
      loss.draw();
      other.draw();
    },
    restyle() {
      // After the page has set its new theme.
      requestAnimationFrame(() => [loss, other].forEach((chart) => chart.restyle()));
    },
    close: together([() => el.replaceChildren(), () => loss.close(), () => other.close()]),
  };
}

/** @param {Quantity} quantity */
export function quantityName(quantity) {
  if (quantity === "loss") return t("Loss");
  return quantity === "accuracy" ? t("Accuracy") : t("Mean absolute error");
}

/** @param {number} x @param {number | null} updates */
export function whereText(x, updates) {
  if (Number.isInteger(x)) return t("after epoch {epoch}", { epoch: formatInteger(x) });
  const epoch = Math.floor(x) + 1;
  const batch = updates ? Math.round((x - Math.floor(x)) * updates) : 0;
  return t("epoch {epoch}, batch {batch}", { epoch: formatInteger(epoch), batch: formatInteger(batch) });
}

/**
 * @param {Progress} progress
 * @param {{quantity: Quantity, log: boolean, ink: Ink, moment: number | null}} options
 * @returns {Drawing | null}
 */
function runDrawing(progress, { quantity, log, ink, moment }) {
  const { state } = progress;
  const curves = runCurves(progress, quantity, state.updates_per_epoch ?? null);
  const extent = extentOf([curves], log);
  if (!extent) return null;
  const going = ["running", "paused", "queued"].includes(state.state) || state.epochs === null;
  const reached = Math.max(progress.epochs.at(-1)?.epoch ?? 0, Math.ceil(progress.batches.at(-1)?.epoch ?? 0), 1);
  const best = progress.epochs.length > 1 ? bestEpoch(progress.epochs) : null;
  const bestValue = best ? (best[`val_${quantity}`] ?? best[quantity]) : null;
  return {
    curves: [
      { label: t("within epochs"), colour: batchColour(ink), width: 1.25, dash: [], dots: false, inLegend: curves.batches.length > 0, points: curves.batches },
      { label: t("training"), colour: ink.train, width: 2, dash: [5, 3], dots: true, inLegend: curves.train.length > 0, points: curves.train },
      { label: t("validation"), colour: ink.accent, width: 2.5, dash: [], dots: true, inLegend: curves.validation.length > 0, points: curves.validation },
    ],
    epochs: going ? Math.max(state.epochs ?? 0, reached) : reached,
    percent: quantity === "accuracy", ends: quantity === "accuracy" ? shareEnds(extent) : valueEnds(extent, { log }),
    log,
    best: best && typeof bestValue === "number" ? { x: best.epoch, y: bestValue, text: t("best: epoch {epoch}", { epoch: formatInteger(best.epoch) }) } : null,
    moment,
  };
}

/** Quieter than the two curves that count. @param {Ink} ink */
function batchColour(ink) {
  return `color-mix(in srgb, ${ink.train} 75%, ${ink.panel})`;
}
