import type { DeliveryState } from '../../domain/delivery.ts';
import type { EventOrigin, EventState } from '../../domain/event.ts';
import type { EventFate } from '../reconcile-store.ts';
import { listOf, rows, type Steps } from './query.ts';
import { reasonOf } from './records.ts';

interface FateRecord {
  readonly seq: number;
  readonly id: string;
  readonly state: EventState;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly origin: EventOrigin;
}

/** A second body of one id (F25) is no event of its own here: the first one's fate is told. */
export function* eventFates(query: { account: string; ids: readonly string[] }): Steps<EventFate[]> {
  if (query.ids.length === 0) return [];
  const ids = listOf(query.ids);
  const found = yield* rows<FateRecord>(
    `SELECT seq, id, state, reason_code, reason_text, origin FROM events
     WHERE id IN (${ids.marks}) AND account = ? ORDER BY seq`,
    ...ids.values,
    query.account,
  );
  const first = new Map<string, FateRecord>();
  for (const record of found) if (!first.has(record.id)) first.set(record.id, record);
  if (first.size === 0) return [];
  const deliveries = yield* deliveriesOf([...first.values()].map((record) => record.seq));
  return [...first.values()].map((record) => ({
    id: record.id,
    state: record.state,
    reason: reasonOf(record),
    origin: record.origin,
    deliveries: deliveries.get(record.seq) ?? {},
  }));
}

function* deliveriesOf(seqs: readonly number[]): Steps<Map<number, Partial<Record<DeliveryState, number>>>> {
  const list = listOf(seqs);
  const counted = yield* rows<{ event_seq: number; state: DeliveryState; count: number }>(
    `SELECT l.event_seq, d.state, count(*) AS count
     FROM event_deliveries l JOIN deliveries d ON d.id = l.delivery_id
     WHERE l.event_seq IN (${list.marks}) GROUP BY l.event_seq, d.state`,
    ...list.values,
  );
  const found = new Map<number, Partial<Record<DeliveryState, number>>>();
  for (const { event_seq: seq, state, count } of counted) found.set(seq, { ...found.get(seq), [state]: Number(count) });
  return found;
}
