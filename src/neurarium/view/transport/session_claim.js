/**
 * One session, one tab. The browser copies a tab's storage when a person duplicates the tab; the
 * session in it still belongs to the first tab. A lock that lives as long as its page tells the
 * two apart.
 *
 * Locks exist in secure contexts only (https, localhost). Elsewhere a duplicated tab shares its
 * session with the first: both show and steer the same network.
 */

/** After a reload the old page's lock is free again within milliseconds, on a busy machine later. */
const PATIENCE_MS = 1000;

/**
 * Take a session for this page, for as long as the page lives.
 * @param {string} session
 * @returns {Promise<boolean> | boolean} false: another living page has it
 */
export function claimSession(session) {
  const locks = globalThis.navigator?.locks;
  if (!locks) return true;
  const waiting = new AbortController();
  return new Promise((answer) => {
    const timer = setTimeout(() => waiting.abort(), PATIENCE_MS);
    locks
      .request(`neurarium.session.${session}`, { signal: waiting.signal }, () => {
        clearTimeout(timer);
        answer(true);
        return new Promise(() => {}); // held until the page is gone
      })
      .catch(() => answer(false)); // aborted: it waited in vain
  });
}

/**
 * Return `claim` such that the session that was claimed last is not claimed again.
 * @param {(session: string) => Promise<boolean> | boolean} claim
 * @returns {(session: string) => Promise<boolean> | boolean}
 */
export function onceEach(claim) {
  /** @type {string | null} */
  let last = null;
  return (session) => {
    if (session === last) return true;
    last = session;
    return claim(session);
  };
}

/**
 * Go on at once where the answer is there already.
 * @param {Promise<boolean> | boolean} answer
 * @param {(answer: boolean) => void} next
 */
export function whenKnown(answer, next) {
  if (typeof answer === "boolean") next(answer);
  else void answer.then(next);
}
