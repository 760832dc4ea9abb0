import type { ReminderTell } from '../dispute-store.ts';
import type { Context } from './context.ts';
import { putReminder } from './disputes.ts';
import { subjectPlace } from './find-subjects.ts';
import { insertDelivery } from './insert-delivery.ts';
import { lockDeliveriesOf } from './lock-rows.ts';
import { change, first, type Steps } from './query.ts';
import type { CardRecord } from './records.ts';

/** A reminder as the engine takes it: the subject's state already as JSON text. */
export interface ReminderTellText extends Omit<ReminderTell, 'state'> {
  readonly state: string;
}

/** A reminder must be seen, but nobody acts on it within seconds. */
const patienceMs = 5_000;

/**
 * First looks whether all is as it was read, then writes: what is not `told` leaves nothing behind. Two processes read the
 * same version of the subject, and only one of them can write it: the other's is a conflict, and then it finds the row.
 */
export function* tellReminder(
  context: Context,
  tell: ReminderTellText,
): Steps<'told' | 'already' | 'no_card' | 'conflict'> {
  const known = yield* first<{ state: string }>(
    `SELECT state FROM dispute_reminders WHERE account = ? AND livemode = ? AND dispute_id = ? AND due_by = ? AND rung = ?
       AND channel = ?`,
    tell.account,
    tell.livemode ? 1 : 0,
    tell.id,
    tell.dueBy,
    tell.rung,
    tell.channel,
  );
  if (known !== null) return 'already';
  const card = yield* first<CardRecord>(
    `SELECT * FROM cards WHERE subject_id = ? AND channel = ? AND state = 'posted'`,
    tell.subjectId,
    tell.channel,
  );
  if (card === null) return 'no_card';
  const sealed = context.cipher.seal(subjectPlace(tell.subjectId), Buffer.from(tell.state));
  const written = yield* change(
    `UPDATE subjects SET key_id = ?, state = ?, version = version + 1, updated_at = ?
     WHERE id = ? AND version = ? AND merged_into IS NULL`,
    sealed.keyId,
    sealed.data,
    tell.now,
    tell.subjectId,
    tell.version,
  );
  if (written === 0) return 'conflict';
  yield* putReminder(tell, 'told');
  yield* lockDeliveriesOf(context, [tell.subjectId]);
  yield* insertDelivery(context, {
    op: 'reply',
    state: 'pending',
    lane: card.lane,
    channel: card.channel,
    route: card.route,
    subjectId: tell.subjectId,
    changeKey: tell.changeKey,
    severity: tell.severity,
    mention: tell.mention,
    foldClass: null,
    foldAt: null,
    amount: null,
    tone: 'warning',
    createdAt: tell.now,
    notBefore: tell.now,
    deadlineAt: tell.now + patienceMs,
    note: null,
    reason: null,
  });
  return 'told';
}
