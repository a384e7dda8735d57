/**
 * The numbers behind a chart: values over epochs, kept in typed arrays that grow by doubling.
 *
 * A series knows epochs in ascending order and, for each, one value a channel (training loss and
 * test loss, say). Points may be missing (NaN). Pure: no DOM, no store.
 */

/**
 * What one channel shows between two epochs, thinned to the pixels of a chart.
 * @typedef {{epochs: number[], values: number[]}} Line
 */

const FIRST_CAPACITY = 256;

/** Values over epochs, one column a channel. */
export class Series {
  /** @param {readonly string[]} channels names of the columns, in the order in which they are given */
  constructor(channels) {
    this.channels = [...channels];
    this.length = 0;
    this.epochs = new Uint32Array(FIRST_CAPACITY);
    this.columns = channels.map(() => new Float32Array(FIRST_CAPACITY));
    /** How much of a followed curve was taken over, and what stood at its end. */
    this.taken = 0;
    this.mark = { epoch: 0, train: 0 };
  }

  clear() {
    this.length = 0;
  }

  /**
   * Add one epoch. An epoch that is not newer than the last one means that training went on from
   * an earlier moment: what came after that moment is forgotten.
   * @param {number} epoch
   * @param {ArrayLike<number>} values one for each channel
   */
  add(epoch, values) {
    if (this.length > 0 && epoch <= this.epochs[this.length - 1]) this.length = this.indexFrom(epoch);
    if (this.length === this.epochs.length) this.#grow();
    this.epochs[this.length] = epoch;
    this.columns.forEach((column, i) => (column[this.length] = values[i]));
    this.length += 1;
  }

  /**
   * Follow the page's curve (plain arrays that grow, and start anew when training went on from
   * an earlier moment): take over what is new since the last call.
   * @param {{epochs: number[], train: number[], test: number[]}} curve
   */
  follow(curve) {
    const last = this.taken - 1;
    const continues =
      last < curve.epochs.length &&
      (last < 0 || (curve.epochs[last] === this.mark.epoch && Object.is(curve.train[last], this.mark.train)));
    if (!continues) {
      this.clear();
      this.taken = 0;
    }
    for (let i = this.taken; i < curve.epochs.length; i++) {
      this.add(curve.epochs[i], [curve.train[i], curve.test[i]]);
    }
    this.taken = curve.epochs.length;
    const end = this.taken - 1;
    if (end >= 0) this.mark = { epoch: curve.epochs[end], train: curve.train[end] };
  }

  /** @returns {number} the newest epoch, 0 when there is none */
  get lastEpoch() {
    return this.length ? this.epochs[this.length - 1] : 0;
  }

  /** @returns {number} the oldest epoch, 0 when there is none */
  get firstEpoch() {
    return this.length ? this.epochs[0] : 0;
  }

  /**
   * Index of the first kept epoch that is `epoch` or later (`length` if there is none).
   * @param {number} epoch
   */
  indexFrom(epoch) {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.epochs[middle] < epoch) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * The kept epoch that is nearest to `epoch`, with its values; null when there is none.
   * @param {number} epoch
   */
  nearest(epoch) {
    if (!this.length) return null;
    const after = Math.min(this.indexFrom(epoch), this.length - 1);
    const before = Math.max(after - 1, 0);
    const nearer = epoch - this.epochs[before] < this.epochs[after] - epoch ? before : after;
    return { epoch: this.epochs[nearer], values: this.columns.map((column) => column[nearer]) };
  }

  /**
   * Where a channel is smallest; the first such epoch. Null when it has no finite value.
   * @param {string} channel
   * @returns {{epoch: number, value: number} | null}
   */
  best(channel) {
    const column = this.#column(channel);
    let at = -1;
    for (let i = 0; i < this.length; i++) {
      if (Number.isFinite(column[i]) && (at < 0 || column[i] < column[at])) at = i;
    }
    return at < 0 ? null : { epoch: this.epochs[at], value: column[at] };
  }

  /**
   * Smallest and largest finite value of all channels; null when there is none.
   * @param {boolean} positiveOnly leave out what a logarithmic axis cannot show
   * @returns {{low: number, high: number} | null}
   */
  extent(positiveOnly = false) {
    let low = Infinity;
    let high = -Infinity;
    for (const column of this.columns) {
      for (let i = 0; i < this.length; i++) {
        const value = column[i];
        if (!Number.isFinite(value) || (positiveOnly && value <= 0)) continue;
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return low > high ? null : { low, high };
  }

  /**
   * One channel as a line of at most four points a pixel: the first, smallest, largest and last
   * value inside each pixel's epochs, so that no peak is lost however many epochs there are.
   * @param {string} channel
   * @param {number} pixels width of the chart
   * @returns {Line}
   */
  line(channel, pixels) {
    const column = this.#column(channel);
    if (this.length <= pixels * 2) return this.#whole(column);
    const first = this.epochs[0];
    const perPixel = (this.lastEpoch - first) / Math.max(1, pixels) || 1;
    /** @type {Line} */
    const line = { epochs: [], values: [] };
    let start = 0;
    while (start < this.length) {
      const pixel = Math.floor((this.epochs[start] - first) / perPixel);
      let end = start + 1;
      while (end < this.length && Math.floor((this.epochs[end] - first) / perPixel) === pixel) end++;
      this.#addPixel(line, column, start, end);
      start = end;
    }
    return line;
  }

  /** @param {string} channel */
  #column(channel) {
    const index = this.channels.indexOf(channel);
    if (index < 0) throw new RangeError(`no channel "${channel}" among ${this.channels.join(", ")}`);
    return this.columns[index];
  }

  /**
   * @param {Float32Array} column
   * @returns {Line}
   */
  #whole(column) {
    return {
      epochs: Array.from(this.epochs.subarray(0, this.length)),
      values: Array.from(column.subarray(0, this.length)),
    };
  }

  /**
   * @param {Line} line
   * @param {Float32Array} column
   * @param {number} start
   * @param {number} end
   */
  #addPixel(line, column, start, end) {
    let low = start;
    let high = start;
    for (let i = start; i < end; i++) {
      if (column[i] < column[low]) low = i;
      if (column[i] > column[high]) high = i;
    }
    let before = -1;
    for (const i of [start, Math.min(low, high), Math.max(low, high), end - 1]) {
      if (i === before) continue;
      line.epochs.push(this.epochs[i]);
      line.values.push(column[i]);
      before = i;
    }
  }

  #grow() {
    const epochs = new Uint32Array(this.epochs.length * 2);
    epochs.set(this.epochs);
    this.epochs = epochs;
    this.columns = this.columns.map((column) => {
      const longer = new Float32Array(column.length * 2);
      longer.set(column);
      return longer;
    });
  }
}
