/** The whole network as one line of text, to read and to write; a mistake is marked in it. */

import { element, listen, setText } from "../core/dom.js";
import { t } from "../core/language.js";

/**
 * @typedef {{layer: number | null, column: number | null, text: string}} SpecProblem
 */

/**
 * @param {HTMLElement} el
 * @param {(text: string) => void} onType
 */
export function createSpecField(el, onType) {
  const input = element("textarea", { rows: 2, class: "nr-input nr-spec nr-numbers", id: "nr-spec", spellcheck: "false", autocomplete: "off", autocapitalize: "off", "aria-describedby": "nr-spec-problem" });
  const marked = element("div", { class: "nr-spec-marked nr-numbers", "aria-hidden": "true", hidden: true });
  const problem = element("p", { class: "nr-problem", id: "nr-spec-problem", role: "alert" });
  el.replaceChildren(
    element("label", { class: "nr-field", for: "nr-spec" }, [element("span", {}, [t("The same as one line")])]),
    input,
    marked,
    problem,
  );
  listen(input, "input", () => onType(input.value));
  listen(input, "keydown", (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && event.preventDefault());
  return {
    /** @param {string} text put there unless it is being typed in */
    write(text) {
      if (document.activeElement !== input) input.value = text;
    },
    /** @param {string} text even while it is being typed in */
    overwrite(text) {
      input.value = text;
    },
    read: () => input.value,
    /** @param {SpecProblem | null} wrong */
    showProblem(wrong) {
      setText(problem, wrong?.text ?? "");
      input.setAttribute("aria-invalid", String(wrong !== null));
      const column = wrong?.column ?? null;
      marked.hidden = column === null;
      if (column !== null) marked.replaceChildren(...markedText(input.value, column - 1));
    },
  };
}

/**
 * The text with the place of the mistake marked: what stands from there to the next hyphen.
 * @param {string} text
 * @param {number} at from 0
 */
function markedText(text, at) {
  const start = Math.min(Math.max(at, 0), text.length);
  const rest = text.slice(start);
  const length = Math.max(1, rest.search(/[-(),]/) < 1 ? 1 : rest.search(/[-(),]/));
  const wrong = rest.slice(0, length) || "…";
  return [text.slice(0, start), element("mark", {}, [wrong]), rest.slice(length)];
}
