/**
 * The weights of a layer as pictures: what each hidden unit looks for, the kernels of a
 * convolution, or a matrix; painted anew whenever newer weights are there.
 *
 * @import { Packet } from "../core/packet.js"
 * @import { Frame } from "../frame/frame.js"
 * @import { Moment } from "./inside.js"
 * @import { WeightView } from "./weight_layers.js"
 */

import { getPacket } from "../core/api.js";
import { element, listen, setText, together } from "../core/dom.js";
import { formatInteger, formatNumber } from "../core/format.js";
import { t } from "../core/language.js";
import { createNewest } from "../core/newest.js";
import { arrayOf } from "../core/packet.js";
import { paintImage, paintSigned, pictureCanvas, symmetricLimit } from "../pictures/image.js";
import { checkOf, labelled, selectOf } from "./form.js";
import { layerTitles } from "./layer_words.js";
import { colourImage, signedImage, unitImages, unitLimit, weightViews } from "./weight_layers.js";

const FIRST_SHOWN = 100;

/**
 * @param {HTMLElement} el
 * @param {{frame: Frame, run: Record<string, any>}} options
 */
export function createWeights(el, options) {
  return new Weights(el, options);
}

/** The chosen layer's weights. */
class Weights {
  /** @type {{kernel: {shape: number[], data: ArrayLike<number>}, view: WeightView} | null} */
  shown = null;
  most = FIRST_SHOWN;
  /** @type {Moment | null} */
  moment = null;
  /** @type {HTMLCanvasElement[]} */
  canvases = [];

  /**
   * @param {HTMLElement} el
   * @param {{frame: Frame, run: Record<string, any>}} options
   */
  constructor(el, { frame, run }) {
    this.frame = frame;
    this.run = run;
    this.views = weightViews(run.model?.layers ?? [], run.data);
    this.parts = build(el, this.views, layerTitles(run.model?.layers ?? []));
    this.asking = createNewest(
      (/** @type {{moment: Moment, view: WeightView}} */ question, signal) => this.fetch(question, signal),
      {
        onAnswer: (packet, { view }) => this.take(packet, view),
        onError: (error) => setText(this.parts.note, /** @type {Error} */ (error).message),
      },
    );
    const { layer, channel, common, more } = this.parts;
    this.close = together([
      () => this.asking.close(),
      listen(layer, "change", () => this.chooseLayer()),
      listen(channel, "change", () => this.paint()),
      listen(common, "change", () => this.paint()),
      listen(more, "click", () => {
        this.most += 400;
        this.paint();
      }),
    ]);
  }

  /** @returns {WeightView | undefined} */
  view() {
    return this.views[Number(this.parts.layer.value)];
  }

  chooseLayer() {
    this.shown = null;
    this.most = FIRST_SHOWN;
    if (this.moment) this.show(this.moment);
  }

  /** @param {Moment} moment */
  show(moment) {
    this.moment = moment;
    const view = this.view();
    if (view) this.asking.ask({ moment, view });
  }

  /**
   * @param {{moment: Moment, view: WeightView}} question
   * @param {AbortSignal} signal
   */
  fetch({ moment, view }, signal) {
    const address = `/api/runs/${encodeURIComponent(this.run.id)}/weights`;
    return getPacket(`${address}?at=${moment.at}&layer=${encodeURIComponent(view.layer.name)}`, { signal });
  }

  /** @param {Packet} packet @param {WeightView} view */
  take(packet, view) {
    if (view !== this.view()) return;
    const { arrays } = packet;
    const name = Object.keys(arrays).find((one) => one.endsWith("kernel") || one.endsWith("weight"));
    if (!name) return;
    this.shown = { kernel: arrayOf(packet, name), view };
    this.paint();
  }

  paint() {
    if (!this.shown) return;
    const { kernel, view } = this.shown;
    const { palette } = this.frame.look();
    const { grid, channel, channelField, common, commonField, legend, raises, lowers, more, note } = this.parts;
    const matrix = view.kind === "matrix";
    const deep = view.kind === "kernels" && view.channels > 1 && !view.colour;
    channelField.hidden = !deep;
    if (deep) fillChannels(channel, view.channels);
    commonField.hidden = matrix;
    legend.hidden = view.colour;
    setText(raises, view.onImage ? t("bright here raises the unit’s sum") : t("a large input here raises the unit’s sum"));
    setText(lowers, view.onImage ? t("bright here lowers it") : t("lowers it"));
    grid.classList.toggle("nr-weights-matrix", matrix);
    if (matrix) {
      const [rows = 1, columns = 1] = kernel.shape;
      this.room(1);
      more.hidden = true;
      const limit = symmetricLimit(kernel.data);
      const canvas = this.canvases[0];
      if (canvas) paintSigned(canvas, kernel.data, { width: columns, height: rows, palette, limit });
      const inFirst = view.layer.layout !== "out_in";
      setText(note, `${inFirst ? t("Every row is an input, every column a unit.") : t("Every row is a unit, every column an input.")} ${limitText(limit)}`);
      return;
    }
    const images = unitImages(view, kernel);
    const count = Math.min(images.count, this.most);
    this.room(count);
    grid.style.setProperty("--columns", String(images.width));
    more.hidden = count === images.count;
    setText(more, t("Show more ({left} left)", { left: formatInteger(images.count - count) }));
    const limit = symmetricLimit(kernel.data);
    const at = deep ? Number(channel.value) : 0;
    this.canvases.forEach((canvas, unit) => {
      const own = common.checked ? limit : unitLimit(images, unit);
      if (view.colour) paintImage(canvas, colourImage(images, unit, own), { highest: 1 });
      else paintSigned(canvas, signedImage(images, unit, at), { width: images.width, height: images.height, palette, limit: own });
    });
    setText(note, weightNote(view, { limit: common.checked ? limit : null, channel: deep ? at + 1 : null }));
  }

  /** Make room for so many pictures, keeping those that are there. @param {number} count */
  room(count) {
    const { grid } = this.parts;
    while (this.canvases.length > count) this.canvases.pop()?.remove();
    while (this.canvases.length < count) {
      const canvas = pictureCanvas();
      canvas.title = t("unit {number}", { number: this.canvases.length + 1 });
      this.canvases.push(canvas);
      grid.append(canvas);
    }
  }
}

/** @param {number} limit */
function limitText(limit) {
  const most = formatNumber(limit, 3);
  return t("Colours reach from −{most} to +{most}.", { most });
}

/** @param {WeightView} view @param {{limit: number | null, channel: number | null}} shown */
function weightNote(view, { limit, channel }) {
  const scale = limit === null ? t("Each picture has its own scale.") : limitText(limit);
  if (view.kind === "kernels") {
    const what = channel === null ? t("Each picture is one filter.") : t("Each picture is one filter, as it looks at feature map {channel} of the {count} that come in.", { channel, count: formatInteger(view.channels) });
    return `${view.colour ? t("Each picture is a filter in colour: grey is 0.") : what} ${scale}`;
  }
  if (view.colour) return `${t("Each picture shows which colours a unit looks for, and where: grey is 0.")} ${scale}`;
  return `${t("Each picture is one unit of this layer: the weight that it gives to each pixel.")} ${scale}`;
}

/** @param {HTMLSelectElement} select @param {number} count */
function fillChannels(select, count) {
  if (select.options.length === count) return;
  select.replaceChildren(...Array.from({ length: count }, (_, i) => element("option", { value: i }, [String(i + 1)])));
}

/** @param {HTMLElement} el @param {WeightView[]} views @param {Map<string, string>} titles of layers */
function build(el, views, titles) {
  const layer = selectOf(views.map(({ layer: { name } }, i) => /** @type {[string, string]} */ ([String(i), titles.get(name) ?? name])), "0");
  const channel = selectOf([["0", "1"]], "0");
  const common = checkOf(true);
  const layerField = labelled(t("Layer"), layer);
  const channelField = labelled(t("Feature map that comes in"), channel);
  const commonField = labelled(t("one common scale"), common, t("Otherwise each picture has the full range of colours"));
  const grid = element("div", { class: "nr-weights", role: "img", "aria-label": t("Weights as pictures") });
  const [raises, lowers] = [element("span"), element("span")];
  const legend = element("p", { class: "nr-sign-legend nr-small", hidden: true }, [
    element("span", { class: "nr-sign nr-sign-high" }), raises,
    element("span", { class: "nr-sign nr-sign-low" }), lowers,
  ]);
  const more = element("button", { type: "button", class: "nr-button", hidden: true });
  const note = element("p", { class: "nr-quiet-text nr-small" }, [views.length ? t("Weights come with the first second of training.") : t("This network has no layer whose weights can be shown.")]);
  layerField.el.hidden = views.length < 2;
  channelField.el.hidden = true;
  el.replaceChildren(element("div", { class: "nr-row nr-inside-tools" }, [layerField.el, channelField.el, commonField.el, legend]), note, grid, more);
  commonField.el.hidden = views.length === 0;
  return { layer, channel, channelField: channelField.el, common, commonField: commonField.el, legend, raises, lowers, grid, more, note };
}
