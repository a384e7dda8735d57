/**
 * Playing back recorded epochs: which epoch is due at which moment. Pure: the clock comes in.
 */

/** Speeds that can be chosen, in epochs a second. */
export const SPEEDS = [1, 3, 10, 30, 100, 300, 1000, 3000, 10000];

/**
 * The speed that shows `epochs` in about ten seconds.
 * @param {number} epochs
 * @returns {number}
 */
export function speedFor(epochs) {
  const wanted = epochs / 10;
  return SPEEDS.find((speed) => speed >= Math.max(wanted, 10)) ?? SPEEDS[SPEEDS.length - 1];
}

/** Plays from one epoch to another at a steady speed. */
export class Player {
  /** @type {{epoch: number, time_ms: number} | null} */
  #start = null;
  #speed = SPEEDS[3];
  #end = 0;

  get playing() {
    return this.#start !== null;
  }

  /**
   * Begin, or go on at another speed or to another end.
   * @param {{from: number, to: number, speed: number, now_ms: number}} options `speed` in epochs a second
   */
  play({ from, to, speed, now_ms }) {
    this.#start = { epoch: from, time_ms: now_ms };
    this.#end = to;
    this.#speed = speed;
  }

  stop() {
    this.#start = null;
  }

  /**
   * The epoch that is due, never beyond the end; playing stops there.
   * @param {number} now_ms
   * @returns {number | null} null when nothing plays
   */
  due(now_ms) {
    if (!this.#start) return null;
    const epoch = this.#start.epoch + ((now_ms - this.#start.time_ms) / 1000) * this.#speed;
    if (epoch < this.#end) return Math.max(0, Math.floor(epoch));
    this.stop();
    return this.#end;
  }
}
