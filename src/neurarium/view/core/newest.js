/**
 * Asking again and again while a person moves something: the newest question wins, one answer at
 * a time is on its way, and what came last is always asked in the end.
 */

/**
 * Return `ask(question)`. A question waits `delay_ms` for a newer one and for the answer before it;
 * of those that wait only the newest is asked. Errors go to `onError`, except after `close`.
 * @template Question, Answer
 * @param {(question: Question, signal: AbortSignal) => Promise<Answer>} work
 * @param {{onAnswer: (answer: Answer, question: Question) => void, onError: (error: unknown) => void,
 *   delay_ms?: number}} options
 * @returns {{ask: (question: Question) => void, close: () => void}}
 */
export function createNewest(work, { onAnswer, onError, delay_ms = 0 }) {
  const controller = new AbortController();
  /** @type {{question: Question} | null} */
  let waiting = null;
  let busy = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const next = async () => {
    timer = undefined;
    if (busy || !waiting) return;
    const { question } = waiting;
    waiting = null;
    busy = true;
    try {
      const answer = await work(question, controller.signal);
      if (!controller.signal.aborted) onAnswer(answer, question);
    } catch (error) {
      if (!controller.signal.aborted) onError(error);
    } finally {
      busy = false;
    }
    if (waiting && timer === undefined && !controller.signal.aborted) void next();
  };
  return {
    ask(question) {
      waiting = { question };
      if (timer === undefined) timer = setTimeout(() => void next(), delay_ms);
    },
    close() {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
