/**
 * The test images of one cell of the confusion matrix, the surest first.
 *
 * @import { ConfusionCell } from "../pictures/confusion.js"
 */

import { getPacket, isAbort } from "../core/api.js";
import { element, setText } from "../core/dom.js";
import { formatInteger, formatPercent } from "../core/format.js";
import { t } from "../core/language.js";
import { arrayOf, rowOf } from "../core/packet.js";
import { classTitle } from "../frame/language.js";
import { createImageGrid } from "../pictures/image_grid.js";

const MOST = 40;

/**
 * @param {HTMLElement} el
 * @param {Record<string, any>} run
 */
export function createConfusedImages(el, run) {
  const title = element("h3", { role: "status" });
  const slot = element("div");
  const name = (/** @type {number} */ i) => classTitle(run.data?.classes?.[i]) || String(i);
  /** @type {AbortController | null} */
  let asking = null;
  return {
    /** @param {ConfusionCell} cell */
    async show({ truth, predicted }) {
      asking?.abort();
      asking = new AbortController();
      if (!el.children.length) el.replaceChildren(title, slot);
      const words = { truth: name(truth), predicted: name(predicted) };
      setText(title, truth === predicted ? t("{truth}, recognised", words) : t("{truth} taken for {predicted}", words));
      try {
        const address = `/api/runs/${encodeURIComponent(run.id)}/mistakes?true=${truth}&predicted=${predicted}&limit=${MOST}`;
        const packet = await getPacket(address, { signal: asking.signal });
        const [images, indices, probabilities] = ["images", "indices", "probabilities"].map((one) => arrayOf(packet, one));
        if (!images || !indices || !probabilities) return;
        const items = Array.from({ length: images.shape[0] ?? 0 }, (_, i) => {
          const sure = formatPercent(Number(rowOf(probabilities, i).data[predicted]));
          return { image: rowOf(images, i), note: sure, label: t("Test image {index}: {predicted}, {sure} sure", { index: formatInteger(Number(indices.data[i])), predicted: words.predicted, sure }) };
        });
        if (items.length) createImageGrid(slot, { label: t("Images of this cell") }).show(items);
        else slot.replaceChildren(element("p", { class: "nr-quiet-text" }, [t("No test image is here.")]));
      } catch (error) {
        if (!isAbort(error)) slot.replaceChildren(element("p", { class: "nr-problem" }, [/** @type {Error} */ (error).message]));
      }
    },
    close: () => asking?.abort(),
  };
}
