/**
 * Looking inside a network while it learns, and afterwards at any epoch that was kept: weights as
 * pictures, one image's way through the layers, histograms and dead units.
 *
 * @import { Frame } from "../frame/frame.js"
 * @import { Followed } from "./follow_run.js"
 * @import { MetricsLine } from "./run_progress.js"
 *
 * @typedef {{at: number | "live", version: string}} Moment `version` changes when newer weights
 *   are at the same place
 */

import { getJson } from "../core/api.js";
import { element, together } from "../core/dom.js";
import { t } from "../core/language.js";
import { buildTabs } from "../controls/tabs.js";
import { createEpochSlider } from "./epoch_slider.js";
import { createHistograms } from "./inside_histograms.js";
import { createImageWay } from "./inside_image.js";
import { createWeights } from "./inside_weights.js";
import { ACTIVE } from "./run_progress.js";

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, run: Record<string, any>, onMoment: (epoch: number | null) => void}} options
 */
export function createInside(el, options) {
  return new Inside(el, options);
}

/** The three tabs and the moment that they show. */
class Inside {
  /** @type {Followed | null} */
  followed = null;
  /** @type {number | "live"} */
  at = "live";
  tab = "weights";
  asked = "";
  /** Lines of units, read when an earlier epoch is looked at. @type {MetricsLine[]} */
  history = [];
  /** How far of metrics.jsonl `history` was read. */
  historyOffset = 0;

  /**
   * @param {HTMLElement} el
   * @param {{frame: Frame, run: Record<string, any>, onMoment: (epoch: number | null) => void}} options
   */
  constructor(el, { frame, run, onMoment }) {
    this.run = run;
    this.onMoment = onMoment;
    const heads = element("div", { class: "nr-inside-head" });
    const moment = element("div", { class: "nr-inside-moment" });
    const panel = () => element("div", { class: "nr-inside-panel" });
    const [weights, image, histograms] = [panel(), panel(), panel()];
    // A script of one's own that named no data set has no examples to send through.
    const way = run.data?.name ? [{ id: "image", label: run.data.kind === "images" ? t("One image’s way") : t("One example’s way"), panel: image }] : [];
    this.tabs = buildTabs(heads, t("Looking inside"), [
      { id: "weights", label: t("Weights"), panel: weights },
      ...way,
      { id: "histograms", label: t("Histograms and dead units"), panel: histograms },
    ], (id) => this.choose(id));
    heads.append(moment);
    el.replaceChildren(element("section", { class: "nr-panel nr-inside", "aria-label": t("Inside the network") }, [heads, weights, ...way.map(({ panel: shown }) => shown), histograms]));
    this.weights = createWeights(weights, { frame, run });
    this.way = createImageWay(image, { frame, run });
    this.histograms = createHistograms(histograms, run);
    this.slider = createEpochSlider(moment, (at) => this.look(at));
    this.tabs.choose("weights");
    this.close = together([
      () => el.replaceChildren(),
      () => this.weights.close(),
      () => this.way.close(),
      frame.onLook(() => {
        this.weights.paint();
        this.way.paint();
      }),
    ]);
  }

  /** @param {Followed} followed */
  show(followed) {
    this.followed = followed;
    const { snapshots, state } = followed.progress;
    this.slider.show(snapshots, ACTIVE.includes(state.state));
    this.refresh();
  }

  /** @param {string} id */
  choose(id) {
    this.tab = id;
    this.asked = "";
    this.tabs.choose(id);
    this.refresh();
  }

  /** Go to an epoch, as a click on a curve does. @param {number} epoch */
  lookNear(epoch) {
    this.look(this.slider.choose(epoch));
  }

  /** @param {number | "live"} at */
  look(at) {
    this.at = at;
    this.onMoment(at === "live" ? null : at);
    this.refresh();
  }

  /** Show what is new; ask for nothing that is shown already. */
  refresh() {
    if (!this.followed) return;
    const { progress } = this.followed;
    const { snapshots, live, units } = progress;
    if (this.tab === "histograms") return this.showHistograms(units);
    // Without weights of this moment (a run that ended long ago) the last kept epoch stands for them.
    const at = this.at === "live" && !live ? snapshots.at(-1) : this.at;
    if (at === undefined) return;
    const version = at === "live" ? `${live}` : String(at);
    if (this.asked === `${this.tab} ${version}`) return;
    this.asked = `${this.tab} ${version}`;
    (this.tab === "weights" ? this.weights : this.way).show({ at, version });
  }

  /** @param {MetricsLine | null} newest */
  showHistograms(newest) {
    if (this.at === "live") return this.histograms.show(newest);
    const at = this.at;
    this.histograms.show(nearestUnits(this.history, at) ?? newest);
    void this.readHistory().then((found) => found && this.at === at && this.tab === "histograms" && this.histograms.show(nearestUnits(this.history, at) ?? newest));
  }

  /** Read on to where the page stands, about 1 MB at once. @returns {Promise<boolean>} whether there was more */
  async readHistory() {
    const from = this.historyOffset;
    const end = this.followed?.progress.offset ?? 0;
    while (this.historyOffset < end) {
      const asked = this.historyOffset;
      const { lines, offset } = await getJson(`/api/runs/${encodeURIComponent(this.run.id)}/tail?offset=${asked}`);
      if (this.historyOffset !== asked || offset <= asked) break;
      this.historyOffset = offset;
      for (const line of lines) {
        if (line.kind === "resumed") this.history = this.history.filter(({ epoch }) => epoch <= line.epoch);
        if (line.kind === "units") this.history.push(line);
      }
    }
    return this.historyOffset > from;
  }
}

/**
 * Return the line that was counted nearest to an epoch: not every epoch has one.
 * @param {readonly MetricsLine[]} history
 * @param {number} at
 * @returns {MetricsLine | null}
 */
function nearestUnits(history, at) {
  return history.reduce((/** @type {MetricsLine | null} */ best, line) => (!best || Math.abs(line.epoch - at) < Math.abs(best.epoch - at) ? line : best), null);
}
