/**
 * What the network answers: what it really sees, the class in large letters, and how logits become
 * probabilities and the loss, number by number.
 *
 * @import { Answer, Session } from "./session.js"
 * @import { Softmax, SoftmaxRow } from "./softmax.js"
 */

import { element, listen, setText, together } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { classTitle } from "../frame/language.js";
import { paintImage, pictureCanvas } from "../pictures/image.js";
import { fourDecimals, lossInNumbers, probabilityInNumbers, softmaxOf, sureness, threeDigits } from "./softmax.js";

/** With more classes only the likeliest are listed. */
const MOST_ROWS = 12;

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @returns {() => void}
 */
export function mountAnswer(el, session) {
  const names = session.run.data.classes.map(classTitle);
  const parts = buildAnswer(session, names);
  el.replaceChildren(parts.empty, parts.full);
  /** @type {number | null} */
  let meant = null;
  const show = () => {
    const answer = session.answer();
    parts.empty.hidden = Boolean(answer);
    parts.full.hidden = !answer;
    setText(parts.empty, session.asked() ? t("The network is being opened; the first answer takes a few seconds …") : t("The answer stands here as soon as there is something to look at."));
    if (!answer) return;
    const label = answer.label ?? meant;
    const softmax = softmaxOf(answer.logits.data);
    paintImage(parts.seen, { shape: session.run.data.input_shape, data: answer.input.data }, { highest: 1 });
    showVerdict(parts, answer, softmax, { label, names });
    parts.meantField.hidden = answer.label !== null;
    showRows(parts.body, softmax, { prediction: answer.prediction, label, names });
    showFormulas(parts, softmax, { prediction: answer.prediction, label, names });
  };
  show();
  return together([
    () => el.replaceChildren(),
    session.onAnswer(show),
    listen(parts.meant, "change", () => {
      meant = parts.meant.value === "" ? null : Number(parts.meant.value);
      show();
    }),
  ]);
}

/** @param {Session} session @param {string[]} names */
function buildAnswer(session, names) {
  const seen = pictureCanvas(t("What the network sees"));
  const letter = element("strong", { class: `nr-verdict-letter${names.some((name) => name.length > 2) ? " nr-verdict-word" : ""}` });
  const sure = element("span", { class: "nr-verdict-sure" });
  const right = element("span", { class: "nr-verdict-right" });
  const meant = element("select", { class: "nr-select" }, [
    element("option", { value: "" }, [t("– choose –")]),
    ...names.map((name, i) => element("option", { value: i }, [name])),
  ]);
  const meantField = element("label", { class: "nr-field nr-meant" }, [element("span", {}, [t("What did you mean?")]), meant]);
  const body = element("tbody");
  const heads = [t("class"), t("logit z"), "eᶻ", t("probability p"), "", t("−log p")];
  const formulas = element("div", { class: "nr-formulas nr-numbers" });
  const shape = session.run.data.input_shape.slice(0, 2).join(" × ");
  const full = element("div", { class: "nr-answer" }, [
    element("div", { class: "nr-verdict" }, [
      element("figure", { class: "nr-seen" }, [seen, element("figcaption", { class: "nr-quiet-text nr-small" }, [t("what the network sees: {shape} pixels", { shape })])]),
      element("div", { class: "nr-verdict-words", role: "status", "aria-live": "polite" }, [letter, sure, right]),
      meantField,
    ]),
    element("table", { class: "nr-softmax" }, [
      element("caption", { class: "nr-hidden" }, [t("From logits to probabilities")]),
      element("thead", {}, [element("tr", {}, heads.map((head) => (head ? element("th", { scope: "col" }, [head]) : element("td"))))]),
      body,
    ]),
    formulas,
  ]);
  const empty = element("p", { class: "nr-quiet-text nr-answer-empty", role: "status" }, []);
  return { seen, letter, sure, right, meant, meantField, body, formulas, full, empty };
}

/**
 * @param {ReturnType<typeof buildAnswer>} parts
 * @param {Answer} answer
 * @param {Softmax} softmax
 * @param {{label: number | null, names: string[]}} about
 */
function showVerdict({ letter, sure, right }, answer, softmax, { label, names }) {
  setText(letter, names[answer.prediction] ?? String(answer.prediction));
  setText(sure, t("{share} sure", { share: sureness(softmax.rows[answer.prediction]?.p ?? 0) }));
  const correct = label === answer.prediction;
  setText(right, label === null ? "" : correct ? t("✓ right") : t("✗ it is: {name}", { name: names[label] ?? "" }));
  right.classList.toggle("nr-wrong", label !== null && !correct);
}

/**
 * Show the classes in their order; of many the likeliest, and the true one.
 * @param {HTMLElement} body
 * @param {Softmax} softmax
 * @param {{prediction: number, label: number | null, names: string[]}} about
 */
function showRows(body, { rows }, { prediction, label, names }) {
  const few = rows.length > MOST_ROWS ? likeliest(rows, label) : rows;
  while (body.children.length > few.length) body.lastChild?.remove();
  few.forEach((row, i) => {
    const tr = /** @type {HTMLElement} */ (body.children[i] ?? body.appendChild(emptyRow()));
    const [name, z, power, p, bar, loss] = tr.children;
    if (!name || !z || !power || !p || !bar || !loss) return;
    setText(name, names[row.index] ?? String(row.index));
    setText(z, row.z.toFixed(2).replace("-", "−"));
    setText(power, threeDigits(row.power));
    setText(p, fourDecimals(row.p));
    /** @type {HTMLElement} */ (bar.firstElementChild).style.width = `${100 * row.p}%`;
    setText(loss, row.minusLogP >= 0.1 ? row.minusLogP.toFixed(2) : formatNumber(row.minusLogP, 3));
    tr.dataset.mark = row.index === prediction ? "top" : "";
    tr.dataset.label = row.index === label ? "true" : "";
  });
}

/** @param {SoftmaxRow[]} rows @param {number | null} label */
function likeliest(rows, label) {
  const sorted = [...rows].sort((a, b) => b.p - a.p);
  const shown = sorted.slice(0, MOST_ROWS);
  const truth = sorted.find(({ index }) => index === label);
  return truth && !shown.includes(truth) ? [...shown.slice(0, -1), truth] : shown;
}

function emptyRow() {
  return element("tr", {}, [
    element("th", { scope: "row" }),
    element("td"),
    element("td", { class: "nr-power" }),
    element("td"),
    element("td", { class: "nr-softmax-bar", "aria-hidden": "true" }, [element("span")]),
    element("td"),
  ]);
}

/**
 * @param {ReturnType<typeof buildAnswer>} parts
 * @param {Softmax} softmax
 * @param {{prediction: number, label: number | null, names: string[]}} about
 */
function showFormulas({ formulas }, softmax, { prediction, label, names }) {
  const line = (/** @type {number} */ index) => {
    const row = softmax.rows[index];
    return row ? probabilityInNumbers(softmax, row, names[index] ?? String(index)) : "";
  };
  const asked = label ?? prediction;
  const row = softmax.rows[asked];
  const lines = [
    softmax.shift ? t("The largest logit, {z}, is taken off every z first: the probabilities stay the same.", { z: formatNumber(softmax.shift, 2) }) : "",
    line(prediction),
    asked !== prediction ? line(asked) : "",
    row && label !== null ? lossInNumbers(row, names[label] ?? String(label)) : "",
  ].filter(Boolean);
  const help = t("The last layer gives each class a number, its logit z. Softmax makes probabilities of them: p = eᶻ / Σ eᶻ. The loss is −log p of the true class: 0 for a sure and right answer, the larger the less the network believed in the truth.");
  if (!formulas.children.length) formulas.append(element("div"), element("p", { class: "nr-quiet-text nr-help", "data-teaches": true }, [help]));
  const [held] = formulas.children;
  if (held && held.textContent !== lines.join("")) held.replaceChildren(...lines.map((text) => element("p", {}, [text])));
}
