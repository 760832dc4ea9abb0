import { type DeliveryState, deliveryStates } from '../../domain/delivery.ts';
import { type EventState, eventStates } from '../../domain/event.ts';
import type { Delivery, EventRow, StoreCounts } from '../store.ts';
import type { Context } from './context.ts';
import { type BodyPlace, readBodies } from './payloads.ts';
import { first, rows, type SqlValue, type Steps } from './query.ts';
import {
  type DeliveryRecord,
  deliveryColumns,
  deliveryOf,
  type EventRecord,
  eventColumns,
  eventOf,
} from './records.ts';

/** Parts of a WHERE, each with its value; the parts asked for are joined by AND. */
export class Conditions {
  readonly #parts: string[] = [];
  readonly values: SqlValue[] = [];

  add(part: string, ...values: readonly SqlValue[]): this {
    this.#parts.push(part);
    this.values.push(...values);
    return this;
  }

  get text(): string {
    return this.#parts.length === 0 ? '' : `WHERE ${this.#parts.join(' AND ')}`;
  }
}

export function* eventBody(context: Context, seq: number): Steps<Uint8Array | null> {
  const place = yield* first<BodyPlace>(
    'SELECT seq, digest, payload_id, payload_offset, payload_length FROM events WHERE seq = ?',
    seq,
  );
  return place === null ? null : ((yield* readBodies(context, [place]))[0] ?? null);
}

/**
 * Where to stop looking: the rows stand in the order of their arrival, in which a clock that was set back put a few out of
 * place at most.
 */
const afterFirstOf = `e.seq >= (SELECT min(seq) FROM
  (SELECT seq FROM events WHERE received_at >= ? ORDER BY received_at LIMIT 1000) AS earliest)`;

/** Names the states in the words of a partial index that holds them all, so that it serves; any delivery has one of its own. */
export function indexedStates(states: readonly DeliveryState[]): string {
  if (states.every((state) => state === 'pending')) {
    return `d.id IN (SELECT id FROM deliveries WHERE state = 'pending')`;
  }
  const aside = states.every((state) => ['sending', 'ambiguous', 'parked', 'dead'].includes(state));
  return aside ? `d.state IN ('sending', 'ambiguous', 'parked', 'dead')` : '1 = 1';
}

/** Newest first. */
export function* listEvents(query: {
  before?: number;
  limit: number;
  type?: string;
  state?: EventState;
  subjectId?: string;
  since?: number;
}): Steps<EventRow[]> {
  const where = new Conditions();
  if (query.before !== undefined) where.add('e.seq < ?', query.before);
  if (query.type !== undefined) where.add('e.type = ?', query.type);
  if (query.subjectId !== undefined) where.add('e.subject_id = ?', query.subjectId);
  if (query.since !== undefined) where.add(`e.received_at >= ? AND ${afterFirstOf}`, query.since, query.since);
  if (query.state !== undefined) {
    // Said so that the index over the few open rows serves.
    if (query.state === 'received') where.add(`e.state = 'received'`);
    else if (query.state === 'quarantined' || query.state === 'failed') {
      where.add(`e.state IN ('quarantined', 'failed') AND e.state = ?`, query.state);
    } else where.add('e.state = ?', query.state);
  }
  const found = yield* rows<EventRecord>(
    `SELECT ${eventColumns} FROM events e ${where.text} ORDER BY e.seq DESC LIMIT ?`,
    ...where.values,
    query.limit,
  );
  return found.map(eventOf);
}

/** Newest first. */
export function* listDeliveries(query: {
  state?: DeliveryState;
  lane?: string;
  limit: number;
  before?: number;
}): Steps<Delivery[]> {
  const where = new Conditions();
  if (query.before !== undefined) where.add('d.id < ?', query.before);
  if (query.lane !== undefined) where.add('d.lane = ?', query.lane);
  if (query.state !== undefined) {
    where.add(indexedStates([query.state])).add('d.state = ?', query.state);
  }
  const found = yield* rows<DeliveryRecord>(
    `SELECT ${deliveryColumns} FROM deliveries d ${where.text} ORDER BY d.id DESC LIMIT ?`,
    ...where.values,
    query.limit,
  );
  return found.map(deliveryOf);
}

/** Cheap enough for each second: states are counted as they change, lanes by an index over what is open. */
export function* counts(): Steps<StoreCounts> {
  const counters = yield* rows<{ name: string; value: number }>('SELECT name, value FROM counters');
  // An engine with several writers spreads a counter over rows of its own: `duplicates~7`.
  const value = new Map<string, number>();
  for (const { name, value: part } of counters) {
    const [whole = name] = name.split('~');
    value.set(whole, (value.get(whole) ?? 0) + part);
  }
  const lanes = yield* rows<{
    lane: string;
    next_send_at: number;
    pending: number;
    oldest: number | null;
    paused_code: string | null;
    paused_text: string | null;
  }>(
    `SELECT l.lane, l.next_send_at, coalesce(p.pending, 0) AS pending, p.oldest, w.paused_code, w.paused_text
     FROM lanes l
     LEFT JOIN (SELECT lane, count(*) AS pending, min(created_at) AS oldest FROM deliveries
                WHERE state IN ('pending', 'sending', 'ambiguous') GROUP BY lane) p ON p.lane = l.lane
     LEFT JOIN workspaces w ON w.workspace = l.workspace OR w.workspace = l.lane
     ORDER BY l.lane`,
  );
  return {
    events: tally(eventStates, (state) => value.get(`event:${state}`) ?? 0),
    deliveries: tally(deliveryStates, (state) => value.get(`delivery:${state}`) ?? 0),
    duplicates: value.get('duplicates') ?? 0,
    conflicts: value.get('conflicts') ?? 0,
    possibleDuplicateMessages: value.get('possible_duplicates') ?? 0,
    lanes: lanes.map((lane) => ({
      lane: lane.lane,
      pending: lane.pending,
      oldestPendingAt: lane.oldest,
      paused: lane.paused_code === null ? null : { code: lane.paused_code, text: lane.paused_text ?? '' },
      nextSendAt: lane.next_send_at,
    })),
  };
}

function tally<S extends string>(states: readonly S[], count: (state: S) => number): Record<S, number> {
  return Object.fromEntries(states.map((state) => [state, count(state)])) as Record<S, number>;
}
