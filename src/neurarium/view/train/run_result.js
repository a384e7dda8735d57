/**
 * What came out: the test result beside published ones, the confusion matrix, where to go on.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { Followed } from "./follow_run.js"
 */

import { getJson } from "../core/api.js";
import { element, together } from "../core/dom.js";
import { formatInteger, formatLoss, formatNumber, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { classTitle } from "../frame/language.js";
import { createConfusion } from "../pictures/confusion.js";
import { createConfusedImages } from "./confused_images.js";
import { downloadLinks } from "./downloads.js";

/**
 * @typedef {{title: string, kind: string, value: number, unit: string, source: string}} Reference
 */

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, run: Record<string, any>}} options
 */
export function createResult(el, { frame, run }) {
  /** @type {unknown} */
  let shown = null;
  /** @type {ReturnType<typeof createConfusion> | null} */
  let confusion = null;
  /** @type {ReturnType<typeof createConfusedImages> | null} */
  let gallery = null;
  const clear = () => {
    gallery?.close();
    confusion?.close();
    confusion = null;
    el.replaceChildren();
  };
  return {
    /** @param {Followed} followed */
    show({ progress }) {
      const test = progress.test;
      if (test === shown) return;
      shown = test;
      clear();
      if (!test) return;
      const beside = element("div", { class: "nr-references" });
      const [matrix, images] = [element("div"), element("div", { class: "nr-result-images" })];
      gallery = run.data?.kind === "images" ? createConfusedImages(images, run) : null;
      el.append(
        element("section", { class: "nr-panel nr-result", "aria-label": t("Test result") }, [
          element("div", { class: "nr-result-columns" }, [
            element("div", {}, [element("h2", {}, [t("Test result")]), ...headline(test, run), nextSteps(run)]),
            beside,
          ]),
          test.confusion ? element("h2", {}, [t("What was taken for what")]) : null,
          matrix,
          images,
        ]),
      );
      void showReferences(beside, run, test);
      if (!test.confusion) return;
      const classes = test.confusion.map((/** @type {unknown} */ _, /** @type {number} */ i) => classTitle(run.data?.classes?.[i]) || String(i));
      confusion = createConfusion(matrix, { confusion: test.confusion, classes }, {
        look: frame.look,
        onLook: frame.onLook,
        onChoose: gallery && ((cell) => {
          confusion?.mark(cell);
          void gallery?.show(cell);
        }),
      });
    },
    close: together([clear]),
  };
}

/** @param {Record<string, any>} test @param {Record<string, any>} run */
function headline(test, run) {
  const of = { n: formatInteger(run.data?.n_test ?? 0) };
  if (typeof test.accuracy === "number") {
    return [
      element("p", { class: "nr-result-number", "data-test-accuracy": test.accuracy }, [formatPercent(test.accuracy)]),
      element("p", { class: "nr-quiet-text" }, [t("of the {n} test examples are right; none of them was learned from.", of), ` ${t("Test loss {loss}.", { loss: formatLoss(test.loss ?? NaN) })}`]),
    ];
  }
  const value = test.mae ?? test.loss ?? NaN;
  return [
    element("p", { class: "nr-result-number" }, [formatNumber(value, 3)]),
    element("p", { class: "nr-quiet-text" }, [test.mae === undefined ? t("is the loss on the {n} test examples.", of) : t("is how far answers are off, on average, on the {n} test examples (mean absolute error).", of)]),
  ];
}

/** @param {Record<string, any>} run */
function nextSteps(run) {
  const id = encodeURIComponent(run.id);
  const images = run.data?.kind === "images";
  return element("div", { class: "nr-result-next" }, [
    element("div", { class: "nr-row" }, [
      images ? element("a", { class: "nr-button nr-primary", href: `/try?run=${id}` }, [t("Try it yourself")]) : null,
      element("a", { class: "nr-button", href: `/runs?selected=${id}` }, [t("Compare with other runs")]),
    ]),
    element("p", { class: "nr-small nr-quiet-text" }, [t("Take home:")]),
    downloadLinks(run),
  ]);
}

/**
 * @param {HTMLElement} el
 * @param {Record<string, any>} run
 * @param {Record<string, any>} test
 */
async function showReferences(el, run, test) {
  if (typeof test.accuracy !== "number" || !run.data?.name) return;
  /** @type {Reference[]} */
  let references;
  try {
    references = (await getJson(`/api/data/${encodeURIComponent(run.data.name)}`)).references ?? [];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ApiError") throw error;
    return; // data that were removed since: the run's own result stands alone
  }
  const shares = references.flatMap((one) => (shareOf(one) === null ? [] : [{ ...one, share: Number(shareOf(one)), own: false }]));
  if (!shares.length) return;
  const own = { title: t("This run"), kind: "", unit: "", value: 0, source: "", share: test.accuracy, own: true };
  const all = [...shares, own].sort((a, b) => a.share - b.share);
  // From just below the weakest, so that 97 % and 99 % can be told apart; the axis says so.
  const from = Math.max(0, Math.floor(10 * Math.min(...all.map((one) => one.share)) - 0.5) / 10);
  el.replaceChildren(
    element("h2", {}, [t("Where that stands")]),
    element("ul", { class: "nr-reference-list" }, all.map((one) => referenceRow(one, (one.share - from) / (1 - from || 1)))),
    element("p", { class: "nr-small nr-quiet-text" }, [t("Share of test examples that are right; bars begin at {from}.", { from: formatPercent(from) })]),
  );
}

/** @param {Reference} reference @returns {number | null} 0 to 1 */
function shareOf({ value, unit }) {
  if (/mae|error|loss|rmse/i.test(unit)) return null;
  const share = unit.includes("%") || value > 1 ? value / 100 : value;
  return share >= 0 && share <= 1 ? share : null;
}

/** @param {Reference & {share: number, own: boolean}} one @param {number} length */
function referenceRow({ title, source, share, own }, length) {
  const fill = element("span", { class: "nr-reference-fill" });
  fill.style.width = `${100 * Math.min(Math.max(length, 0.01), 1)}%`;
  const link = /^https?:/.test(source) ? element("a", { href: source, target: "_blank", rel: "noopener" }, [t("source")]) : source ? element("span", { class: "nr-quiet-text" }, [source]) : null;
  return element("li", { class: own ? "nr-reference-own" : "" }, [
    element("span", { class: "nr-reference-title" }, [title, link ? " " : "", link]),
    element("span", { class: "nr-reference-bar", "aria-hidden": "true" }, [fill]),
    element("span", { class: "nr-reference-value nr-numbers" }, [formatPercent(share)]),
  ]);
}
