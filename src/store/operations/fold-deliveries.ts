import { severities } from '../../domain/severity.ts';
import type { Delivery } from '../store.ts';
import type { Context } from './context.ts';
import { insertDelivery } from './insert-delivery.ts';
import { holdLane, isPaused } from './lease-lanes.ts';
import { lockFold } from './lock-rows.ts';
import { change, first, perform, type Steps } from './query.ts';
import { type DeliveryRecord, deliveryColumns, deliveryOf } from './records.ts';
import { paceLane } from './take-deliveries.ts';

/**
 * Folds all that is due of a class into one digest, however many: a cap would fall behind again. Replies that wait for a
 * card which is folded go into the same digest, since that card will never have a thread.
 */
export function* foldDeliveries(
  context: Context,
  fold: { lane: string; fence: number; now: number; foldClass: string; nextSendAt: number },
): Steps<Delivery | null> {
  yield* holdLane(context, fold.lane, fold.fence);
  if (yield* isPaused(fold.lane)) return null;
  yield* lockFold(context, fold);
  const due = yield* first<{ count: number; priority: number; deadline: number; first_id: number }>(
    `SELECT count(*) AS count, min(priority) AS priority, min(deadline_at) AS deadline, min(id) AS first_id
     FROM deliveries WHERE lane = ? AND fold_class = ? AND state = 'pending' AND due_at <= ?`,
    fold.lane,
    fold.foldClass,
    fold.now,
  );
  if (due === null || due.count === 0) return null;
  const model = yield* first<{ channel: string; route: string }>(
    'SELECT channel, route FROM deliveries WHERE id = ?',
    due.first_id,
  );
  const digest = yield* insertDelivery(context, {
    op: 'digest',
    state: 'sending',
    lane: fold.lane,
    channel: model?.channel ?? '',
    route: model?.route ?? '',
    subjectId: null,
    changeKey: null,
    severity: severities[due.priority] ?? 'normal',
    mention: null,
    foldClass: fold.foldClass,
    foldAt: null,
    amount: null,
    tone: 'neutral',
    createdAt: fold.now,
    notBefore: fold.now,
    deadlineAt: due.deadline,
    note: null,
    reason: null,
  });
  yield* foldInto(context, fold, digest);
  yield* perform('UPDATE deliveries SET attempts = 1 WHERE id = ?', digest);
  yield* paceLane(fold.lane, fold.nextSendAt);
  const stored = yield* first<DeliveryRecord>(`SELECT ${deliveryColumns} FROM deliveries d WHERE d.id = ?`, digest);
  return stored === null ? null : deliveryOf(stored);
}

function* foldInto(
  context: Context,
  fold: { lane: string; now: number; foldClass: string },
  digest: number,
): Steps<void> {
  const folded = yield* change(
    `UPDATE deliveries SET state = 'folded', digest_id = ?
     WHERE lane = ? AND fold_class = ? AND state = 'pending' AND due_at <= ?`,
    digest,
    fold.lane,
    fold.foldClass,
    fold.now,
  );
  const emptied = yield* emptyOlderDigests(digest);
  const replies = yield* change(
    `UPDATE deliveries SET state = 'folded', digest_id = ? WHERE id IN (
       SELECT r.id FROM deliveries c JOIN deliveries r ON r.subject_id = c.subject_id AND r.channel = c.channel
       WHERE c.digest_id = ? AND c.op = 'card' AND r.op = 'reply' AND r.state = 'pending')
       AND state = 'pending'`,
    digest,
    digest,
  );
  yield* perform(
    `INSERT INTO cards (subject_id, channel, lane, route, state, posted_at)
     SELECT subject_id, channel, lane, route, 'folded', ? FROM deliveries
     WHERE digest_id = ? AND op = 'card' AND subject_id IS NOT NULL
     ON CONFLICT (subject_id, channel) DO UPDATE SET state = 'folded', ts = NULL, content_hash = NULL,
       posted_at = excluded.posted_at, lane = excluded.lane, route = excluded.route WHERE cards.state <> 'posted'`,
    fold.now,
    digest,
  );
  context.count('delivery:pending', -(folded + replies));
  context.count('delivery:folded', folded - emptied + replies);
  context.count('delivery:skipped', emptied);
}

/** A digest that Slack had not taken yet was folded as well: what it holds is told by the new one, and counted there. */
function* emptyOlderDigests(digest: number): Steps<number> {
  yield* perform(
    `UPDATE deliveries SET digest_id = ? WHERE digest_id IN (SELECT id FROM deliveries WHERE digest_id = ? AND op = 'digest')`,
    digest,
    digest,
  );
  return yield* change(
    `UPDATE deliveries SET state = 'skipped', digest_id = NULL, reason_code = 'digest_joined',
       reason_text = 'what it held is told by a newer digest' WHERE digest_id = ? AND op = 'digest'`,
    digest,
  );
}
