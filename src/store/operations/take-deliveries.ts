import type { Delivery } from '../store.ts';
import type { Context } from './context.ts';
import { holdLane, isPaused } from './lease-lanes.ts';
import { listOf, perform, rows, type Steps } from './query.ts';
import { type DeliveryRecord, deliveryColumns, deliveryOf } from './records.ts';

/** Marks deliveries `sending` and counts the try. What is not open any more (merged, folded meanwhile) is left out. */
export function* takeDeliveries(
  context: Context,
  take: { lane: string; fence: number; now: number; ids: readonly number[]; nextSendAt: number },
): Steps<Delivery[]> {
  yield* holdLane(context, take.lane, take.fence);
  if (take.ids.length === 0 || (yield* isPaused(take.lane))) return [];
  const ids = listOf(take.ids);
  const open = yield* rows<DeliveryRecord>(
    `SELECT ${deliveryColumns} FROM deliveries d
     WHERE d.id IN (${ids.marks}) AND d.lane = ? AND d.state IN ('pending', 'ambiguous') ORDER BY d.id
     ${context.dialect.forUpdate}`,
    ...ids.values,
    take.lane,
  );
  for (const delivery of open) {
    yield* perform(`UPDATE deliveries SET state = 'sending', attempts = attempts + 1 WHERE id = ?`, delivery.id);
    context.count(`delivery:${delivery.state}`, -1);
    context.count('delivery:sending', 1);
  }
  yield* paceLane(take.lane, take.nextSendAt);
  return open
    .toSorted((a, b) => a.priority - b.priority || a.id - b.id)
    .map((delivery) => deliveryOf({ ...delivery, state: 'sending', attempts: delivery.attempts + 1 }));
}

export function* paceLane(lane: string, nextSendAt: number): Steps<void> {
  yield* perform('UPDATE lanes SET next_send_at = ? WHERE lane = ?', nextSendAt, lane);
}
