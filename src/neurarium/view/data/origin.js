/**
 * Where a data set comes from, what one may do with it, and what others reached on it.
 *
 * @import { FullDataSet, Reference } from "./details.js"
 */

import { element } from "../core/dom.js";
import { formatNumber } from "../core/format.js";
import { t } from "../core/language.js";

/**
 * @param {HTMLElement} el
 * @param {FullDataSet} set
 * @returns {() => void}
 */
export function mountOrigin(el, set) {
  const facts = [
    [t("Licence"), set.licence],
    [t("Source"), set.source],
    [t("To cite"), set.citation],
    ...(set.notes ?? []).map((note, i) => [i ? "" : t("Done to it"), note]),
  ].filter(([, said]) => said);
  el.append(
    element("div", { class: "nr-figures" }, [
      element("section", { class: "nr-stack" }, [
        element("h3", {}, [t("Where it comes from")]),
        element("dl", { class: "nr-fact-list" }, facts.flatMap(([term = "", said = ""]) => [
          element("dt", {}, [term]),
          element("dd", {}, [linkOrText(said)]),
        ])),
      ]),
      set.references.length ? element("section", { class: "nr-stack nr-wide-figure" }, references(set.references)) : null,
    ]),
  );
  return () => el.replaceChildren();
}

/** @param {Reference[]} all @returns {HTMLElement[]} */
function references(all) {
  const heads = [t("who or what"), t("result"), t("source")];
  return [
    element("h3", {}, [t("What others reached")]),
    element("p", { class: "nr-quiet-text", "data-teaches": true }, [t("Published results on the test images, to see where a network of yours stands.")]),
    element("div", { class: "nr-scroll", tabindex: 0, role: "region", "aria-label": t("What others reached") }, [
      element("table", { class: "nr-table" }, [
        element("thead", {}, [element("tr", {}, heads.map((head) => element("th", { scope: "col" }, [head])))]),
        element("tbody", {}, all.map(({ title, value, unit, source }) =>
          element("tr", {}, [
            element("th", { scope: "row" }, [title]),
            element("td", {}, [unit ? `${formatNumber(value, 3)} ${unit}` : formatNumber(value, 3)]),
            element("td", {}, [linkOrText(source)]),
          ]),
        )),
      ]),
    ]),
  ];
}

/** An address becomes a link that opens elsewhere. @param {string} text @returns {Node} */
function linkOrText(text) {
  const made = element("span");
  for (const piece of text.split(/(https?:\/\/[^\s,)]+)/)) {
    made.append(/^https?:/.test(piece) ? element("a", { href: piece, target: "_blank", rel: "noreferrer" }, [piece]) : piece);
  }
  return made;
}
