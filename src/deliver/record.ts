import { messageOf, TillbellError } from '../domain/errors.ts';
import type { DeliveryFinish } from '../store/store.ts';
import type { Flight, Lane, Shared } from './lane.ts';
import { wakeable } from './wakeable.ts';

const firstPauseMs = 200;
const longestPauseMs = 2_000;

/**
 * Writes what came of a try, however long the store needs to come back: the outcome is known here alone. Given up only where
 * the lane is another's now, or stop() could wait no longer; the store then holds the delivery as ambiguous.
 */
export async function record(
  shared: Shared,
  lane: Lane,
  flight: Flight,
  finish: Omit<DeliveryFinish, 'id' | 'lane' | 'fence'>,
): Promise<'written' | 'lost'> {
  const { store, clock, log } = shared.deps;
  const pause = wakeable(clock);
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    if (flight.abandoned) return 'lost';
    try {
      await store.finishDelivery({ ...finish, id: flight.delivery.id, lane: lane.name, fence: lane.fence });
      return 'written';
    } catch (error) {
      const code = error instanceof TillbellError ? error.code : 'unexpected';
      const fields = { delivery: flight.delivery.id, lane: lane.name, outcome: finish.outcome.kind, code };
      if (code === 'lease_lost') {
        lane.closed = 'lost';
        log.warn(fields, 'outcome not recorded: the lane has another owner');
        return 'lost';
      }
      if (code !== 'store_unavailable') {
        lane.closed = 'lost';
        log.error({ ...fields, problem: messageOf(error) }, 'outcome not recorded');
        return 'lost';
      }
      log.warn(fields, 'outcome not recorded yet: the store does not answer');
    }
    await pause.sleep(pauseMs);
  }
}
