import { messageOf } from '../domain/errors.ts';
import type { Reason } from '../domain/event.ts';
import type { Flight, Lane, Shared } from './lane.ts';

const stopped: Reason = { code: 'stopped', text: 'Tillbell was stopped before Slack had answered.' };

/** Puts on record what could not be waited for: ambiguous where a request left, to be tried again where none did (F66). */
export async function abandonFlights(shared: Shared, lanes: readonly Lane[]): Promise<void> {
  const open = lanes.flatMap((lane) => [...lane.flights.values()].map((flight) => ({ lane, flight })));
  for (const { flight } of open) flight.abandoned = true;
  await Promise.all(open.filter(({ flight }) => flight.taken).map((one) => abandon(shared, one.lane, one.flight)));
}

async function abandon(shared: Shared, lane: Lane, flight: Flight): Promise<void> {
  const { store, clock, log } = shared.deps;
  const { delivery, leftAt } = flight;
  const fields = { delivery: delivery.id, lane: lane.name, left: leftAt !== null };
  try {
    await store.finishDelivery({
      id: delivery.id,
      lane: lane.name,
      fence: lane.fence,
      now: clock.now(),
      tookMs: Math.round(clock.monotonic() - (leftAt ?? flight.startedAt)),
      outcome:
        leftAt === null ? { kind: 'retry', reason: stopped, afterMs: null } : { kind: 'ambiguous', reason: stopped },
      state: leftAt === null ? 'pending' : 'ambiguous',
      nextTryAt: null,
      degraded: delivery.degraded,
      contentHash: null,
      laneNotBefore: null,
      possibleDuplicate: false,
    });
    log.warn(fields, 'stopped before it was done');
  } catch (error) {
    // It stays `sending` and is doubted by the lane's next owner.
    log.warn({ ...fields, problem: messageOf(error) }, 'stopped before it was done; not on record');
  }
}
