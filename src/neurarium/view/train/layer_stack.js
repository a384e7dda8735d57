/**
 * The stack of layers that a person builds: frozen lists of cards, each with a key of its own, so
 * that a card keeps its place in the page (and the focus) while others come and go. Pure.
 *
 * @typedef {{key: number, kind: string, settings: Record<string, any>}} Card
 * @typedef {{name: string, type: string, default: any, min?: number | null, max?: number | null,
 *   choices?: string[] | null, title?: string, required?: boolean}} Setting
 * @typedef {{kind: string, title: string, settings: Setting[]}} LayerKind
 */

/**
 * Return the stack with a new layer at `index`.
 * @param {readonly Card[]} cards
 * @param {string} kind
 * @param {number} index
 * @param {Record<string, any>} [settings] what is not given is at its default
 * @returns {Card[]}
 */
export function withLayer(cards, kind, index, settings = {}) {
  const card = { key: freshKey(cards), kind, settings: { ...settings } };
  return [...cards.slice(0, index), card, ...cards.slice(index)];
}

/**
 * @param {readonly Card[]} cards
 * @param {number} key
 * @returns {Card[]}
 */
export function withoutLayer(cards, key) {
  return cards.filter((card) => card.key !== key);
}

/**
 * Return the stack with one card moved to `index` among all of them, first 0.
 * @param {readonly Card[]} cards
 * @param {number} key
 * @param {number} index
 * @returns {Card[]}
 */
export function movedLayer(cards, key, index) {
  const card = cards.find((one) => one.key === key);
  if (!card) return [...cards];
  const others = withoutLayer(cards, key);
  const at = Math.min(Math.max(index, 0), others.length);
  return [...others.slice(0, at), card, ...others.slice(at)];
}

/**
 * Return the stack with one setting of one layer changed; null takes it back to its default.
 * @param {readonly Card[]} cards
 * @param {number} key
 * @param {string} name
 * @param {unknown} value
 * @returns {Card[]}
 */
export function withSetting(cards, key, name, value) {
  return cards.map((card) => {
    if (card.key !== key) return card;
    const { [name]: _, ...others } = card.settings;
    return { ...card, settings: value === null ? others : { ...card.settings, [name]: value } };
  });
}

/**
 * Return the cards of a plan's layers. A card keeps its key as long as the layers from the top,
 * or from the bottom, are of the same kinds as before.
 * @param {readonly Card[]} cards
 * @param {readonly {kind: string, settings: Record<string, any>}[]} layers
 * @returns {Card[]}
 */
export function adoptedLayers(cards, layers) {
  const same = (/** @type {number} */ a, /** @type {number} */ b) => cards[a]?.kind === layers[b]?.kind;
  let top = 0;
  while (top < cards.length && top < layers.length && same(top, top)) top += 1;
  let bottom = 0;
  const room = Math.min(cards.length, layers.length) - top;
  while (bottom < room && same(cards.length - 1 - bottom, layers.length - 1 - bottom)) bottom += 1;
  let key = freshKey(cards);
  return layers.map(({ kind, settings }, i) => {
    const fromBottom = layers.length - i;
    const old = i < top ? cards[i] : fromBottom <= bottom ? cards[cards.length - fromBottom] : null;
    return { key: old ? old.key : key++, kind, settings: { ...settings } };
  });
}

/**
 * Return a plan's layers as they belong to cards: those that were put in by themselves (a flatten
 * before a dense layer; they have no text of their own) stand with the card that follows them.
 * @template {{text: string | null}} Layer
 * @param {readonly Layer[]} layers
 * @returns {{layer: Layer, before: Layer[]}[]}
 */
export function layersOfCards(layers) {
  /** @type {{layer: Layer, before: Layer[]}[]} */
  const cards = [];
  /** @type {Layer[]} */
  let before = [];
  for (const layer of layers) {
    if (layer.text === null) before.push(layer);
    else {
      cards.push({ layer, before });
      before = [];
    }
  }
  return cards;
}

/**
 * Return a layer's settings without those that are at their defaults anyway: a plan fills them all
 * in, but a spec need not say them, and a stride that follows its window must go on following it.
 * @param {Record<string, any>} settings
 * @param {LayerKind | undefined} kind
 * @returns {Record<string, any>}
 */
export function chosenSettings(settings, kind) {
  const defaults = new Map((kind?.settings ?? []).map((setting) => [setting.name, setting.default]));
  const usual = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (name === "strides" && defaults.get(name) === null) return same(value, settings.pool_size);
    return value === null || same(value, defaults.get(name));
  };
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => !usual(name, value)));
}

/** @param {unknown} a @param {unknown} b @returns {boolean} 2 and [2, 2] are the same size */
function same(a, b) {
  const [one, other] = [a, b].map((value) => (Array.isArray(value) && value.every((part) => part === value[0]) ? value[0] : value));
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * Return the stack as `POST /api/plan` takes it.
 * @param {readonly Card[]} cards
 */
export function layersToSend(cards) {
  return cards.map(({ kind, settings }) => ({ kind, settings }));
}

/**
 * Return the stack with as many outputs as other data ask for, where its last layer gave as many
 * as the data before did.
 * @param {readonly Card[]} cards
 * @param {number} before
 * @param {number} now
 * @returns {Card[]}
 */
export function withOutputs(cards, before, now) {
  const last = cards.filter((card) => card.kind === "dense").at(-1);
  if (!last || last.settings.units !== before) return [...cards];
  const changed = withSetting(cards, last.key, "units", now);
  return withSetting(changed, last.key, "activation", null);
}

/**
 * Return where a new layer goes: before the layer that answers.
 * @param {readonly Card[]} cards
 * @returns {number}
 */
export function placeForNew(cards) {
  const last = cards.map((card) => card.kind).lastIndexOf("dense");
  return last < 0 ? cards.length : last;
}

/** @param {readonly Card[]} cards */
function freshKey(cards) {
  return cards.reduce((most, card) => Math.max(most, card.key), 0) + 1;
}
