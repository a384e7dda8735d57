/**
 * Compare: up to 64 variants that differ in one or two hyperparameters, trained side by side.
 *
 * @import { VariantsFrame } from "../core/frame.js"
 * @import { Axis } from "./compare_axes.js"
 * @import { Variants } from "./compare_grid.js"
 * @import { Store } from "./store.js"
 */

import { t } from "../core/language.js";
import { element, listen, together } from "../core/dom.js";
import { paletteNamed } from "../core/palette.js";
import { CompareGrid } from "./compare_grid.js";
import { buildSetup } from "./compare_setup.js";

/**
 * @param {HTMLElement} el
 * @param {Store} store
 * @returns {() => void}
 */
export function mountCompare(el, store) {
  const parts = buildCompare(el, (axes) => store.send({ type: "compare", axes }));
  /** @type {CompareGrid | null} */
  let grid = null;
  let running = false;
  let painting = 0;
  const look = () => {
    const { ui, state } = store.get();
    return { palette: paletteNamed(ui.palette, ui.dark), discretize: state.setup.view.discretize };
  };
  const paintOn = () => {
    painting = 0;
    if (grid && !grid.paint(look())) painting = requestAnimationFrame(paintOn);
  };
  const showControls = () => {
    parts.run.hidden = parts.stop.hidden = parts.summary.hidden = !grid;
    parts.intro.hidden = Boolean(grid);
    parts.run.textContent = running ? t("Pause") : t("Run");
  };
  const cleanups = [
    () => el.replaceChildren(),
    () => cancelAnimationFrame(painting),
    parts.setup.off,
    store.on("variants", (/** @type {Variants} */ variants) => {
      grid = variants.items.length ? new CompareGrid(variants) : null;
      parts.place.replaceChildren(...(grid ? [grid.el] : []));
      running = Boolean(grid);
      showControls();
    }),
    store.on("variantsFrame", (/** @type {VariantsFrame} */ frame) => {
      if (!grid || !el.offsetParent) return;
      cancelAnimationFrame(painting);
      painting = 0;
      if (!grid.show(frame, look())) painting = requestAnimationFrame(paintOn);
      parts.summary.textContent = grid.summary();
      if (running !== frame.running) {
        running = frame.running;
        showControls();
      }
    }),
    store.on("ui", () => {
      if (grid && !painting) painting = requestAnimationFrame(paintOn);
    }),
    listen(parts.run, "click", () => {
      store.send({ type: running ? "compare_pause" : "compare_run" });
      running = !running;
      showControls();
    }),
    listen(parts.stop, "click", () => {
      store.send({ type: "compare_stop" });
      grid = null;
      running = false;
      parts.place.replaceChildren();
      showControls();
    }),
    listen(parts.place, "click", (event) => {
      const cell = event.target.closest(".nr-compare-cell");
      if (!cell) return;
      store.send({ type: "compare_open", index: Number(cell.dataset.index) });
      store.setUi({ centre: "network" });
    }),
  ];
  showControls();
  return together(cleanups);
}

/**
 * @param {HTMLElement} el
 * @param {(axes: Axis[]) => void} start
 */
function buildCompare(el, start) {
  const run = element("button", { type: "button", class: "nr-button" }, [t("Run")]);
  const stop = element("button", { type: "button", class: "nr-button" }, [t("Stop")]);
  const summary = element("p", { class: "nr-compare-summary" });
  const setup = buildSetup(start, [run, stop, summary]);
  const intro = element("p", { class: "nr-compare-intro" }, [
    t("Train many variants of this network at once, on the same points, and see which learns best. Everything that is not varied stays as it is set now. A click opens a variant in the page."),
  ]);
  const place = element("div", { class: "nr-compare-place" });
  el.replaceChildren(element("div", { class: "nr-compare" }, [element("h2", {}, [t("Compare variants")]), setup.el, intro, place]));
  return { run, stop, summary, setup, intro, place };
}
