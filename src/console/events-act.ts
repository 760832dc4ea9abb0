import { z } from 'zod';
import type { Clock } from '../domain/clock.ts';
import type { ConsoleStore } from '../store/console-store.ts';
import type { ReplayQuery, Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import { type NoteAudit, noteOf } from './audit-note.ts';
import type { EventAct } from './contract-events.ts';
import { notFound, parsed } from './refusal.ts';

export interface EventsActDeps {
  readonly clock: Clock;
  readonly store: Pick<Store, 'replay'> & Pick<ConsoleStore, 'getEvent'>;
  readonly note: NoteAudit;
}

const body = z.strictObject({
  act: z.enum(['replay', 'reroute', 'release']),
  seqs: z.array(z.int().positive()).min(1).max(500),
});

const states: Readonly<Record<EventAct, NonNullable<ReplayQuery['states']>>> = {
  replay: ['failed', 'parked', 'dead'],
  reroute: ['routed', 'suppressed', 'failed'],
  release: ['quarantined'],
};

/** Several events at once. What is not in a state for it is left as it is. */
export function eventsAct(deps: EventsActDeps): Handler<'POST /api/events/act'> {
  return async (request) => {
    const { act, seqs } = parsed(body, request.body);
    const events = (await Promise.all(seqs.map((seq) => deps.store.getEvent(seq)))).filter((event) => event !== null);
    if (events.length === 0) throw notFound('event');
    const eventIds = [...new Set(events.map(({ id }) => id))];
    const freed = await deps.store.replay({ eventIds, states: states[act], now: deps.clock.now() });
    const done = freed.events + freed.deliveries;
    const [only] = events;
    await deps.note(
      noteOf(request.person.id, `console.${act}`, {
        ...(events.length === 1 && only !== undefined
          ? { account: only.account, target: only.id, subjectId: only.subjectId }
          : {}),
        outcome: done === 0 ? 'nothing_to_do' : 'done',
        detail: `${eventIds.length} asked for, ${done} set free: ${eventIds.slice(0, 20).join(' ')}`,
      }),
    );
    return { done };
  };
}
