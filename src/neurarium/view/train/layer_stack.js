/**
 * The stack of layers that a person builds: frozen lists of cards, each with a key of its own, so
 * that a card keeps its place in the page (and the focus) while others come and go. Pure.
 *
 * @typedef {{key: number, kind: string, settings: Record<string, any>}} Card
 * @typedef {{name: string, type: string, default: any, min?: number | null, max?: number | null,
 *   choices?: string[] | null, title?: string}} Setting
 * @typedef {{kind: string, title: string, settings: Setting[]}} LayerKind
 */

/**
 * Return the stack with a new layer of `kind` (all settings at their defaults) at `index`.
 * @param {readonly Card[]} cards
 * @param {LayerKind} kind
 * @param {number} index
 * @returns {Card[]}
 */
export function withLayer(cards, kind, index) {
  const settings = Object.fromEntries(kind.settings.map((setting) => [setting.name, setting.default]));
  const card = { key: freshKey(cards), kind: kind.kind, settings };
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
 * @param {readonly Card[]} cards
 * @param {number} key
 * @param {string} name
 * @param {unknown} value
 * @returns {Card[]}
 */
export function withSetting(cards, key, name, value) {
  return cards.map((card) => (card.key === key ? { ...card, settings: { ...card.settings, [name]: value } } : card));
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
 * Return the stack as `POST /api/plan` takes it.
 * @param {readonly Card[]} cards
 */
export function layersToSend(cards) {
  return cards.map(({ kind, settings }) => ({ kind, settings }));
}

/** @param {readonly Card[]} cards */
function freshKey(cards) {
  return cards.reduce((most, card) => Math.max(most, card.key), 0) + 1;
}
