import type { DeliveryFinish } from '../store.ts';
import type { Context } from './context.ts';
import { holdLane } from './lease-lanes.ts';
import { keepUnfolded, retract } from './merge-subjects.ts';
import { first, perform, type Steps } from './query.ts';
import { type CardRecord, type DeliveryRecord, deliveryColumns } from './records.ts';

/**
 * Writes one attempt and what follows from it. A delivery that is done already (merged while it was looked at) stays as it
 * is: its attempt is recorded all the same.
 */
export function* finishDelivery(context: Context, finish: DeliveryFinish): Steps<void> {
  yield* holdLane(context, finish.lane, finish.fence);
  const delivery = yield* first<DeliveryRecord>(
    `SELECT ${deliveryColumns} FROM deliveries d WHERE d.id = ? AND d.lane = ? ${context.dialect.forUpdate}`,
    finish.id,
    finish.lane,
  );
  if (delivery === null) return;
  yield* recordAttempt(finish);
  if (finish.laneNotBefore !== null) {
    yield* perform(
      'UPDATE lanes SET next_send_at = ? WHERE lane = ? AND next_send_at < ?',
      finish.laneNotBefore,
      finish.lane,
      finish.laneNotBefore,
    );
  }
  if (!['pending', 'sending', 'ambiguous'].includes(delivery.state)) return;
  yield* writeDelivery(context, finish, delivery);
  if (delivery.subject_id !== null) yield* writeCard(context, finish, delivery, delivery.subject_id);
}

function* recordAttempt(finish: DeliveryFinish): Steps<void> {
  const { outcome } = finish;
  const detail = outcome.kind === 'sent' ? (outcome.ts ?? '') : `${outcome.reason.code}: ${outcome.reason.text}`;
  yield* perform(
    'INSERT INTO attempts (delivery_id, at, outcome, detail, took_ms) VALUES (?, ?, ?, ?, ?)',
    finish.id,
    finish.now,
    outcome.kind,
    detail,
    Math.round(finish.tookMs),
  );
}

function* writeDelivery(context: Context, finish: DeliveryFinish, delivery: DeliveryRecord): Steps<void> {
  const { outcome } = finish;
  const sent = outcome.kind === 'sent';
  const reason = sent ? null : outcome.reason;
  const next = finish.nextTryAt ?? finish.now;
  const again = finish.state === 'pending' || finish.state === 'ambiguous';
  yield* perform(
    `UPDATE deliveries SET state = ?, reason_code = ?, reason_text = ?, ts = ?, sent_at = ?, degraded = ?, due_at = ?,
       not_before = ?, fold_at = NULL, possible_duplicate = CASE WHEN ? = 1 THEN 1 ELSE possible_duplicate END WHERE id = ?`,
    finish.state,
    reason?.code ?? null,
    reason?.text ?? null,
    sent ? (outcome.ts ?? delivery.ts) : outcome.kind === 'gone' ? null : delivery.ts,
    sent ? finish.now : delivery.sent_at,
    finish.degraded,
    again ? next : delivery.due_at,
    again ? next : delivery.not_before,
    finish.possibleDuplicate ? 1 : 0,
    finish.id,
  );
  context.count(`delivery:${delivery.state}`, -1);
  context.count(`delivery:${finish.state}`, 1);
  if (finish.possibleDuplicate) context.count('possible_duplicates', 1);
  if (again || delivery.op === 'card') context.work('deliver');
}

function* writeCard(
  context: Context,
  finish: DeliveryFinish,
  delivery: DeliveryRecord,
  subjectId: string,
): Steps<void> {
  const { outcome } = finish;
  if (outcome.kind === 'gone' && delivery.op !== 'retract') {
    yield* perform(
      `UPDATE cards SET state = 'gone', ts = NULL, content_hash = NULL WHERE subject_id = ? AND channel = ?`,
      subjectId,
      delivery.channel,
    );
  } else if (delivery.op === 'card' && outcome.kind === 'sent') {
    yield* writePosted(context, finish, delivery, subjectId, outcome.ts);
  } else if (delivery.op === 'card' && outcome.kind === 'skipped' && finish.contentHash !== null) {
    yield* perform(
      `UPDATE cards SET content_hash = ? WHERE subject_id = ? AND channel = ? AND state = 'posted'`,
      finish.contentHash,
      subjectId,
      delivery.channel,
    );
  }
}

function* writePosted(
  context: Context,
  finish: DeliveryFinish,
  delivery: DeliveryRecord,
  subjectId: string,
  ts: string | null,
): Steps<void> {
  const card = yield* first<CardRecord>(
    `SELECT * FROM cards WHERE subject_id = ? AND channel = ? AND state = 'posted'`,
    subjectId,
    delivery.channel,
  );
  if (card !== null && card.ts !== null && ts !== null && card.ts !== ts) {
    // Posted while its subject was merged into one whose card stood already: the older stays.
    return yield* retract(context, { ...delivery, ts }, subjectId, finish.now);
  }
  yield* perform(
    `INSERT INTO cards (subject_id, channel, lane, route, state, ts, content_hash, posted_at)
     VALUES (?, ?, ?, ?, 'posted', ?, ?, ?)
     ON CONFLICT (subject_id, channel) DO UPDATE SET state = 'posted', ts = coalesce(excluded.ts, cards.ts),
       content_hash = excluded.content_hash, lane = excluded.lane, route = excluded.route,
       posted_at = CASE WHEN cards.state = 'posted' THEN cards.posted_at ELSE excluded.posted_at END`,
    subjectId,
    delivery.channel,
    delivery.lane,
    delivery.route,
    ts,
    finish.contentHash,
    finish.now,
  );
  yield* keepUnfolded(subjectId, delivery.channel);
}
