/**
 * One session, one tab. The browser copies a tab's storage when a person duplicates the tab; the
 * session in it still belongs to the first tab. A lock that lives as long as its page tells the
 * two apart.
 *
 * Locks exist in secure contexts only (https, localhost). Elsewhere a duplicated tab shares its
 * session with the first: both show and steer the same network.
 */

/** After a reload the old page's lock is free again within a few milliseconds. */
const PATIENCE_MS = 400;

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
