import { z } from 'zod';
import type { ConsoleStore } from '../store/console-store.ts';
import type { EventExplained, Store } from '../store/store.ts';
import type { Handler } from './api.ts';
import type { EventAct, EventDetail } from './contract-events.ts';
import { seqText } from './cursor.ts';
import { eventLine } from './event-line.ts';
import { wayOf } from './event-way.ts';
import { mayRead } from './may-read.ts';
import { notFound, parsed } from './refusal.ts';
import type { ConsoleSettings } from './settings.ts';
import { threadsOf } from './threads.ts';

export interface EventShowDeps {
  readonly store: Pick<Store, 'explainEvent' | 'cardsOf'> & Pick<ConsoleStore, 'getEvent' | 'feedThread'>;
  readonly settings: () => ConsoleSettings;
}

/** An event's whole way: received, why, where to, each try, and the card as it stands. */
export function eventShow(deps: EventShowDeps): Handler<'GET /api/events/:seq'> {
  return async (request) => {
    const { seq } = parsed(z.object({ seq: seqText }), request.params);
    const event = await deps.store.getEvent(seq);
    if (event === null) throw notFound('event');
    const rows = await deps.store.explainEvent({ id: event.id, account: event.account });
    const explained = rows.find((row) => row.seq === seq);
    if (explained === undefined) throw notFound('event');
    const subjectId = explained.subject?.id ?? null;
    const threads = subjectId === null ? [] : await threadsOf(subjectId, deps.store);
    const operates = request.person.role !== 'viewer';
    return {
      event: { ...eventLine(event), apiVersion: event.apiVersion, kind: event.kind },
      decision: explained.decision,
      subject: explained.subject,
      deliveries: explained.deliveries.map((delivery) => deliveryDetail(delivery, event.receivedAt)),
      way: wayOf(explained),
      messages: threads
        .filter(({ card }) => mayRead(request.person, card.channel, deps.settings()))
        .flatMap(({ messages }) => messages),
      can: operates ? actsOf(explained) : [],
      mayReadPayload: operates,
    };
  };
}

function actsOf({ state, deliveries }: EventExplained): EventAct[] {
  const acts: EventAct[] = [];
  const stopped = deliveries.some((delivery) => delivery.state === 'parked' || delivery.state === 'dead');
  if (stopped || state === 'failed') acts.push('replay');
  if (state === 'routed' || state === 'suppressed' || state === 'failed') acts.push('reroute');
  if (state === 'quarantined') acts.push('release');
  return acts;
}

function deliveryDetail(
  delivery: EventExplained['deliveries'][number],
  receivedAt: number,
): EventDetail['deliveries'][number] {
  const { id, op, state, lane, channel, route, subjectId, severity, createdAt, notBefore, deadlineAt } = delivery;
  const { attempts, reason, sentAt, ts, tries } = delivery;
  return {
    id,
    op,
    state,
    lane,
    channel,
    route,
    subjectId,
    severity,
    createdAt,
    notBefore,
    deadlineAt,
    attempts,
    reason,
    sentAt,
    ts,
    tries,
    latencyMs: sentAt === null ? null : Math.max(0, sentAt - receivedAt),
  };
}
