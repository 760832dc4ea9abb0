import type { Clock } from '../domain/clock.ts';

/**
 * The same answer for `forMs` milliseconds: many who look at one page cost as much as one. A failure is not remembered, and
 * who asks meanwhile waits for the answer that is on its way.
 */
export function remembered<T>(clock: Clock, forMs: number, ask: () => Promise<T>): () => Promise<T> {
  let known: { readonly at: number; readonly answer: Promise<T> } | null = null;
  return () => {
    const now = clock.monotonic();
    if (known !== null && now - known.at < forMs) return known.answer;
    const asked = { at: now, answer: ask() };
    known = asked;
    asked.answer.catch(() => {
      if (known === asked) known = null;
    });
    return asked.answer;
  };
}
