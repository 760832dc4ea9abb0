import type { Outcome } from '../domain/delivery.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import type { Call } from './call.ts';
import type { Flight, Shared } from './lane.ts';
import { wakeable } from './wakeable.ts';

const firstPauseMs = 200;
const longestPauseMs = 2_000;

/**
 * Tells the store of a request that left while its lane became another's (F38): a process that was frozen between its last
 * look at the lease and the request cannot know better. However long the store needs to come back.
 */
export async function tellStray(shared: Shared, flight: Flight, call: Call, outcome: Outcome): Promise<void> {
  const { store, clock, log } = shared.deps;
  const took = outcome.kind === 'sent' || outcome.kind === 'ambiguous';
  if (!took || call.method === 'remove') return;
  const ts = outcome.kind === 'sent' && call.method === 'post' ? outcome.ts : null;
  const pause = wakeable(clock);
  for (let pauseMs = firstPauseMs; !flight.abandoned; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    try {
      const changed = call.method === 'update';
      await store.noteStray({ id: flight.delivery.id, now: clock.now(), ts, changed });
      log.warn({ delivery: flight.delivery.id, method: call.method }, 'sent while the lane became another owner’s');
      return;
    } catch (error) {
      const code = error instanceof TillbellError ? error.code : 'unexpected';
      if (code !== 'store_unavailable') {
        log.error(
          { delivery: flight.delivery.id, code, problem: messageOf(error) },
          'a stray message is not on record',
        );
        return;
      }
    }
    await pause.sleep(pauseMs);
  }
}
