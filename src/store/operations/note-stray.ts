import type { Stray } from '../store.ts';
import type { Context } from './context.ts';
import { retract } from './merge-subjects.ts';
import { first, perform, type Steps } from './query.ts';
import { type DeliveryRecord, deliveryColumns } from './records.ts';
import { refreshCards } from './refresh-cards.ts';

/**
 * What left under a lease that was another's by then. The other may have sent the same, or something newer: a second message
 * is flagged, and taken away where the other's stands; a card that was changed back is written anew.
 */
export function* noteStray(context: Context, stray: Stray): Steps<void> {
  const delivery = yield* first<DeliveryRecord & { possible_duplicate: number }>(
    `SELECT ${deliveryColumns}, d.possible_duplicate FROM deliveries d WHERE d.id = ?
     ${stray.changed ? '' : context.dialect.forUpdate}`,
    stray.id,
  );
  if (delivery === null) return;
  const { subject_id: subjectId, channel } = delivery;
  if (stray.changed) {
    if (subjectId === null) return;
    yield* perform('UPDATE cards SET content_hash = NULL WHERE subject_id = ? AND channel = ?', subjectId, channel);
    yield* refreshCards(context, { subjectId, now: stray.now, settleMs: 0 });
    return;
  }
  // The other found it, and took it for its own.
  if (stray.ts !== null && delivery.ts === stray.ts) return;
  if (delivery.possible_duplicate === 0) {
    yield* perform('UPDATE deliveries SET possible_duplicate = 1 WHERE id = ?', stray.id);
    context.count('possible_duplicates', 1);
  }
  if (stray.ts === null || delivery.state !== 'sent' || delivery.ts === null || subjectId === null) return;
  yield* retract(context, { ...delivery, ts: stray.ts }, subjectId, stray.now);
}
