/**
 * Test images of the data set, one after the other, at random, or of one class alone.
 *
 * @import { Around } from "./run_parts.js"
 * @import { Session } from "./session.js"
 */

import { getPacket, isAbort } from "../core/api.js";
import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger } from "../core/format.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { classTitle } from "../frame/language.js";
import { paintImage, pictureCanvas } from "../pictures/image.js";

/**
 * @param {HTMLElement} el
 * @param {Session} session
 * @param {Around} around
 * @returns {{ask: () => void, show: (index: number) => void, close: () => void}}
 */
export function mountExamples(el, session, { complain }) {
  const { data } = session.run;
  const parts = buildExamples(data.classes.map(classTitle));
  el.replaceChildren(...parts.all);
  const controller = new AbortController();
  // Where one is among the images of the chosen class (or of all).
  const state = { offset: 0, total: data.n_test, index: -1, asked: 0 };
  const load = async (/** @type {number} */ offset, /** @type {string} */ only) => {
    state.asked += 1;
    state.offset = offset; // at once: a key pressed again before the answer counts from here
    const { asked } = state;
    try {
      const query = `split=test&offset=${offset}&limit=1${only === "" ? "" : `&class=${only}`}`;
      const packet = await getPacket(`/api/data/${data.name}/images?${query}`, { signal: controller.signal });
      if (asked !== state.asked) return;
      const [index, label] = ["indices", "labels"].map((name) => Number(arrayOf(packet, name).data[0]));
      if (index === undefined || Number.isNaN(index)) return;
      Object.assign(state, { total: packet.header.total, index });
      paintImage(parts.canvas, rowOf(arrayOf(packet, "images"), 0));
      const values = { index: formatInteger(index), name: classTitle(data.classes[label ?? 0]) };
      setText(parts.said, t("Test image {index}: {name}", values));
      ask();
    } catch (error) {
      if (!isAbort(error)) complain(error);
    }
  };
  const ask = () => {
    if (state.index < 0) void load(0, "");
    else session.ask({ example: { split: "test", index: state.index } });
  };
  const go = (/** @type {number} */ step) => void load((state.offset + step + state.total) % state.total, parts.only.value);
  return {
    ask,
    show(index) {
      parts.only.value = "";
      void load(index, "");
    },
    close: together([
      () => el.replaceChildren(),
      () => controller.abort(),
      listen(parts.next, "click", () => go(1)),
      listen(parts.previous, "click", () => go(-1)),
      listen(parts.random, "click", () => void load(Math.floor(Math.random() * state.total), parts.only.value)),
      listen(parts.only, "change", () => void load(0, parts.only.value)),
      listen(parts.field, "keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[/** @type {"ArrowRight"} */ (event.key)];
        if (!step) return;
        event.preventDefault();
        go(step);
      }),
    ]),
  };
}

/** @param {string[]} classes */
function buildExamples(classes) {
  const button = (/** @type {string} */ text, /** @type {string} */ label) => element("button", { type: "button", class: "nr-button", "aria-label": label, title: label }, [text]);
  const previous = button("←", t("Previous test image"));
  const next = button("→", t("Next test image"));
  const random = button(t("Random"), t("A random test image"));
  const only = element("select", { class: "nr-select", "aria-label": t("Only images of") }, [
    element("option", { value: "" }, [t("of any class")]),
    ...classes.map((name, i) => element("option", { value: i }, [name])),
  ]);
  const canvas = pictureCanvas();
  const said = element("p", { class: "nr-example-said", role: "status" });
  const field = element("div", { class: "nr-example-field", tabindex: 0, role: "group", "aria-label": t("Test images: arrow keys go to the next and the previous") }, [canvas]);
  return {
    previous, next, random, only, canvas, said, field,
    all: [field, said, element("div", { class: "nr-row" }, [previous, next, random, only])],
  }; // prettier-ignore
}
