import { type DeliveryState, deliveryStates } from '../../domain/delivery.ts';
import { type EventState, eventStates } from '../../domain/event.ts';
import type { ReplayQuery } from '../store.ts';
import type { Context } from './context.ts';
import { Conditions, indexedStates } from './inspect.ts';
import { keepUnfolded } from './merge-subjects.ts';
import { listOf, perform, rows, type Steps } from './query.ts';

/** What is open goes on by itself, and what a digest told is the digest's. */
const deliverable: readonly DeliveryState[] = ['parked', 'dead', 'sent', 'skipped'];
const interpretable: readonly EventState[] = ['failed', 'quarantined', 'suppressed', 'routed'];

/**
 * Sets deliveries and events free to be done once more. Without states, only what stopped: parked and dead deliveries, failed
 * events (by id: events of any state). Ids of events also free the stopped deliveries of those events. A route, or ids of
 * deliveries, name deliveries alone. The second body of a shared id (F25) is interpreted only where `quarantined` is asked for.
 */
export function* replay(
  context: Context,
  query: ReplayQuery & { now: number },
): Steps<{ events: number; deliveries: number }> {
  return { deliveries: yield* freeDeliveries(context, query), events: yield* freeEvents(context, query) };
}

function* freeDeliveries(context: Context, query: ReplayQuery & { now: number }): Steps<number> {
  const asked = query.states?.filter((state) => isOf(deliveryStates, state));
  const states =
    asked === undefined ? (['parked', 'dead'] as const) : deliverable.filter((state) => asked.includes(state));
  if (states.length === 0) return 0;
  const where = within('d.created_at', query)
    .add(indexedStates(states))
    .add(`d.state IN (${states.map(() => '?').join(',')})`, ...states);
  if (query.route !== undefined) where.add('d.route = ?', query.route);
  if (query.deliveryIds !== undefined) addList(where, 'd.id', query.deliveryIds);
  if (query.eventIds !== undefined) {
    const events = new Conditions();
    addList(events, 'e.id', query.eventIds);
    where.add(
      `d.id IN (SELECT ed.delivery_id FROM events e JOIN event_deliveries ed ON ed.event_seq = e.seq ${events.text})`,
      ...events.values,
    );
  }
  const freed = yield* rows<{ id: number; state: string; subject_id: string | null; channel: string }>(
    `SELECT d.id, d.state, d.subject_id, d.channel FROM deliveries d ${where.text} ORDER BY d.id
     ${context.dialect.forUpdate}`,
    ...where.values,
  );
  for (const { id, state, subject_id: subject, channel } of freed) {
    yield* perform(
      `UPDATE deliveries SET state = 'pending', attempts = 0, degraded = 0, fold_at = NULL, not_before = ?, due_at = ?,
         reason_code = NULL, reason_text = NULL WHERE id = ?`,
      query.now,
      query.now,
      id,
    );
    context.count(`delivery:${state}`, -1);
    context.count('delivery:pending', 1);
    if (subject !== null) yield* keepUnfolded(subject, channel);
  }
  if (freed.length > 0) context.work('deliver');
  return freed.length;
}

function* freeEvents(context: Context, query: ReplayQuery): Steps<number> {
  if (query.route !== undefined || (query.deliveryIds !== undefined && query.eventIds === undefined)) return 0;
  const asked = query.states?.filter((state) => isOf(eventStates, state));
  const byId = query.eventIds !== undefined;
  const stopped: readonly EventState[] = byId ? interpretable : ['failed'];
  const states = asked === undefined ? stopped : interpretable.filter((state) => asked.includes(state));
  if (states.length === 0) return 0;
  const where = within('e.received_at', query).add(`e.state IN (${states.map(() => '?').join(',')})`, ...states);
  if (!states.some((state) => state === 'routed' || state === 'suppressed')) {
    where.add(`e.state IN ('quarantined', 'failed')`);
  }
  if (query.eventIds !== undefined) addList(where, 'e.id', query.eventIds);
  if (asked?.includes('quarantined') !== true) {
    where.add(`coalesce(e.reason_code, '') <> 'same_id_other_body'`);
  }
  const freed = yield* rows<{ seq: number; state: string }>(
    `SELECT e.seq, e.state FROM events e ${where.text} ${context.dialect.forUpdate}`,
    ...where.values,
  );
  for (const { seq, state } of freed) {
    yield* perform(
      `UPDATE events SET state = 'received', claim_owner = NULL, due_at = 0, tries = 0 WHERE seq = ?`,
      seq,
    );
    context.count(`event:${state}`, -1);
    context.count('event:received', 1);
  }
  if (freed.length > 0) context.work('interpret');
  return freed.length;
}

function within(column: string, query: ReplayQuery): Conditions {
  const where = new Conditions();
  if (query.since !== undefined) where.add(`${column} >= ?`, query.since);
  if (query.until !== undefined) where.add(`${column} < ?`, query.until);
  return where;
}

function addList(where: Conditions, column: string, values: readonly (string | number)[]): void {
  if (values.length === 0) {
    where.add('1 = 0');
    return;
  }
  const list = listOf(values);
  where.add(`${column} IN (${list.marks})`, ...list.values);
}

function isOf<S extends string>(all: readonly S[], state: string): state is S {
  return all.some((one) => one === state);
}
