/**
 * One run in the list: what it is, its curve, how it stands, what came out.
 *
 * @import { RunSummary } from "./run_list.js"
 */

import { icon } from "../controls/icons.js";
import { element, listen, setAttributes, setText, svgElement } from "../core/dom.js";
import { formatInteger, formatLoss, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { moment, stateName } from "../train/run_words.js";
import { sparkPoints } from "./run_list.js";

const SPARK = Object.freeze({ width: 96, height: 26 });

/**
 * @param {string} id
 * @param {{onSelect: (on: boolean) => void, onMenu: (button: HTMLElement) => void}} actions
 */
export function createRunRow(id, { onSelect, onMenu }) {
  const check = element("input", { type: "checkbox", class: "nr-check" });
  const name = element("a", { class: "nr-run-name", href: `/train?run=${encodeURIComponent(id)}` });
  const when = element("span", { class: "nr-quiet-text nr-small" });
  const badge = element("span", { class: "nr-state" });
  const where = element("span", { class: "nr-run-place nr-quiet-text nr-small" });
  const spec = element("span", { class: "nr-row-spec nr-numbers" });
  const about = element("span", { class: "nr-quiet-text nr-small" });
  const line = svgElement("path", { class: "nr-spark-line" });
  const spark = svgElement("svg", { class: "nr-spark", viewBox: `-2 -3 ${SPARK.width + 4} ${SPARK.height + 6}`, width: SPARK.width, height: SPARK.height, role: "img" }, [line]);
  const [best, test] = [resultCell(t("Validation, best")), resultCell(t("Test"))];
  const menu = element("button", { type: "button", class: "nr-icon-button", "aria-haspopup": "dialog" }, [icon("sliders")]);
  const el = element("li", { class: "nr-run-row", "data-run": id }, [
    element("label", { class: "nr-run-check" }, [check]),
    element("div", { class: "nr-run-cell nr-run-who" }, [name, when]),
    element("div", { class: "nr-run-cell nr-run-what" }, [spec, about]),
    element("div", { class: "nr-run-cell nr-run-how" }, [badge, where]),
    element("div", { class: "nr-run-cell nr-run-spark" }, [spark]),
    best.el,
    test.el,
    menu,
  ]);
  listen(check, "change", () => onSelect(check.checked));
  listen(menu, "click", () => onMenu(menu));
  return {
    el,
    /** @param {RunSummary} run @param {boolean} selected */
    show(run, selected) {
      const title = run.name || run.id;
      check.checked = selected;
      check.setAttribute("aria-label", t("Select {run}", { run: title }));
      el.classList.toggle("nr-run-selected", selected);
      setText(name, title);
      name.title = title === run.id ? title : `${title}\n${run.id}`;
      setText(when, moment(run.created, new Date()));
      setText(badge, stateName(run.state.state));
      badge.dataset.state = run.state.state;
      setText(where, whereText(run));
      setText(spec, run.spec ?? kindName(run.kind));
      spec.title = run.spec ?? "";
      setText(about, aboutText(run));
      best.show(run.best, "val_");
      test.show(run.test, "");
      showSpark(spark, line, run);
      menu.setAttribute("aria-label", t("What to do with {run}", { run: title }));
      menu.title = t("Rename, download, delete …");
    },
  };
}

/** @param {string} kind */
function kindName(kind) {
  return kind === "train" ? "" : t("a script of one’s own");
}

/** @param {RunSummary} run */
function whereText({ state, queue_place: place }) {
  if (state.state === "queued") return place ? t("place {place} in the queue", { place }) : t("begins in a moment");
  const epoch = formatInteger(state.epoch);
  return state.epochs ? t("{epoch} of {epochs} epochs", { epoch, epochs: formatInteger(state.epochs) }) : t("{epoch} epochs", { epoch });
}

/** @param {RunSummary} run */
function aboutText({ data, parameters, config }) {
  const size = typeof parameters === "number" ? t("{count} parameters", { count: formatInteger(parameters) }) : null;
  return [data?.title, size, config?.optimizer].filter(Boolean).join(" · ");
}

/** @param {string} title */
function resultCell(title) {
  const value = element("span", { class: "nr-run-value nr-numbers" });
  const el = element("div", { class: "nr-run-cell nr-run-result" }, [element("span", { class: "nr-quiet-text nr-small" }, [title]), value]);
  return {
    el,
    /** @param {Record<string, any> | null} result @param {string} prefix */
    show: (result, prefix) => setText(value, resultText(result, prefix)),
  };
}

/**
 * Return a result as a person reads it: an accuracy, else an error, else a loss.
 * @param {Record<string, any> | null} result
 * @param {string} prefix "val_" or ""
 */
export function resultText(result, prefix) {
  const number = (/** @type {string} */ key) => (typeof result?.[prefix + key] === "number" ? Number(result[prefix + key]) : null);
  const [accuracy, mae, loss] = ["accuracy", "mae", "loss"].map(number);
  if (typeof accuracy === "number") return formatPercent(accuracy);
  if (typeof mae === "number") return t("± {error}", { error: formatLoss(mae) });
  return typeof loss === "number" ? t("loss {loss}", { loss: formatLoss(loss) }) : "–";
}

/** @param {SVGElement} spark @param {SVGElement} line @param {RunSummary} run */
function showSpark(spark, line, { curve }) {
  const points = sparkPoints(curve ?? [], SPARK);
  const path = points ? `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}` : "";
  if (line.getAttribute("d") === path) return;
  setAttributes(line, { d: path });
  const ends = points ? [curve.find((y) => y !== null), curve.at(-1)].map((y) => formatLoss(Number(y))) : [];
  spark.setAttribute("aria-label", points ? t("Validation from {from} to {to}", { from: ends[0] ?? "", to: ends[1] ?? "" }) : t("No curve yet"));
}
