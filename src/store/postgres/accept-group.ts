import type { AcceptResult, IncomingEvent } from '../../domain/event.ts';
import { failureOf } from './failures.ts';
import { Uncertain } from './transaction.ts';

/** Two transactions keep the server's disk and our cipher busy at once; with more the batches only become smaller. */
const mostInFlight = 2;

/** Bounds what one transaction holds in memory here and at the server. */
const mostInBatch = 512;
const mostBytes = 16 * 1024 * 1024;

interface Waiting {
  readonly events: readonly IncomingEvent[];
  readonly resolve: (results: AcceptResult[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: events that arrive while transactions are on their way share the next one. There is no timer: a batch that
 * waits to be filled gains nothing.
 */
export function groupAccepts(
  commit: (events: readonly IncomingEvent[]) => Promise<AcceptResult[]>,
): (events: readonly IncomingEvent[]) => Promise<AcceptResult[]> {
  const queue: Waiting[] = [];
  let inFlight = 0;
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    while (queue.length > 0 && inFlight < mostInFlight) {
      const batch = queue.splice(0, howMany(queue));
      inFlight += 1;
      void settle(batch).finally(() => {
        inFlight -= 1;
        schedule();
      });
    }
  }

  /** From the front of the queue, as many as one transaction may hold; one at least. */
  function howMany(waiting: readonly Waiting[]): number {
    let bytes = 0;
    for (const [index, { events }] of waiting.entries()) {
      for (const { body } of events) bytes += body.length;
      if (index === mostInBatch || (index > 0 && bytes > mostBytes)) return index;
    }
    return waiting.length;
  }

  function schedule(): void {
    if (scheduled || queue.length === 0 || inFlight >= mostInFlight) return;
    scheduled = true;
    // After all requests that this turn of the loop brought.
    setImmediate(flush);
  }

  async function settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await commit(batch.flatMap((one) => one.events));
      let next = 0;
      for (const { events, resolve } of batch) {
        resolve(results.slice(next, next + events.length));
        next += events.length;
      }
    } catch (error) {
      // One of them cannot be stored: the others must not go with it.
      const mixed = batch.length > 1 && !(error instanceof Uncertain) && failureOf(error) !== 'unavailable';
      if (mixed) for (const one of batch) await settle([one]);
      else for (const { reject } of batch) reject(error);
    }
  }

  return (events) =>
    new Promise((resolve, reject) => {
      queue.push({ events, resolve, reject });
      schedule();
    });
}
