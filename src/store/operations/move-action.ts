import type { ActionMove } from '../action-store.ts';
import { actionPlace } from './actions.ts';
import { writeAudit } from './audit.ts';
import type { Context } from './context.ts';
import { releaseFields, writeFields } from './fields.ts';
import { subjectPlace } from './find-subjects.ts';
import { insertDelivery } from './insert-delivery.ts';
import { lockDeliveriesOf } from './lock-rows.ts';
import { change, first, listOf, perform, rows, type Steps } from './query.ts';
import type { CardRecord } from './records.ts';
import { refreshCards } from './refresh-cards.ts';

/** A move as the engine takes it: the subject's state already as JSON text. */
export interface ActionMoveText extends Omit<ActionMove, 'tell'> {
  readonly tell?: Omit<NonNullable<ActionMove['tell']>, 'state'> & { readonly state: string };
}

const closed: ReadonlySet<string> = new Set(['done', 'refused', 'failed', 'expired']);

/** First looks whether all is as it was read, then writes: what is not `moved` leaves nothing behind. */
export function* moveAction(context: Context, move: ActionMoveText): Steps<'moved' | 'conflict' | 'elsewhere'> {
  const from = listOf(move.from);
  const held = yield* first<{ claim_owner: string | null }>(
    `SELECT claim_owner FROM actions WHERE id = ? AND state IN (${from.marks}) ${context.dialect.forUpdate}`,
    move.id,
    ...from.values,
  );
  if (held === null || (move.owner !== null && held.claim_owner !== move.owner)) return 'elsewhere';
  if (move.tell !== undefined && !(yield* tellSubject(context, move.tell, move.now))) return 'conflict';
  if (move.payload !== undefined) {
    const sealed = context.cipher.seal(actionPlace(move.id), Buffer.from(move.payload));
    yield* perform('UPDATE actions SET key_id = ?, payload = ? WHERE id = ?', sealed.keyId, sealed.data, move.id);
  }
  yield* perform(
    `UPDATE actions SET tries = CASE WHEN state = ? THEN tries ELSE 0 END, state = ?, updated_at = ?, due_at = ?,
       claim_owner = NULL, reason_code = coalesce(?, reason_code), reason_text = coalesce(?, reason_text),
       name = coalesce(?, name), subject_id = coalesce(?, subject_id), assignee = coalesce(?, assignee),
       sent_at = coalesce(sent_at, ?) WHERE id = ?`,
    move.state,
    move.state,
    move.now,
    move.dueAt ?? 0,
    move.reason?.code ?? null,
    move.reason?.text ?? null,
    move.name ?? null,
    move.subjectId ?? null,
    move.assignee ?? null,
    move.sentAt ?? null,
    move.id,
  );
  if (move.fields !== undefined) yield* writeFields(context, move.fields, move.now);
  if (move.unlock === true || closed.has(move.state)) yield* releaseFields(move.id);
  if (move.audit !== undefined) yield* writeAudit(move.id, move.now, move.audit);
  return 'moved';
}

/** Writes the story, tells the change once in the thread of each posted card, and has the cards made true. */
function* tellSubject(context: Context, tell: NonNullable<ActionMoveText['tell']>, now: number): Steps<boolean> {
  const sealed = context.cipher.seal(subjectPlace(tell.subjectId), Buffer.from(tell.state));
  const written = yield* change(
    `UPDATE subjects SET key_id = ?, state = ?, version = version + 1, updated_at = ?
     WHERE id = ? AND version = ? AND merged_into IS NULL`,
    sealed.keyId,
    sealed.data,
    now,
    tell.subjectId,
    tell.version,
  );
  if (written === 0) return false;
  yield* lockDeliveriesOf(context, [tell.subjectId]);
  if (tell.changeKey !== null) yield* planReplies(context, { ...tell, changeKey: tell.changeKey }, now);
  yield* refreshCards(context, { subjectId: tell.subjectId, now, settleMs: 0 });
  return true;
}

const patienceMs = 5_000;

function* planReplies(
  context: Context,
  tell: NonNullable<ActionMoveText['tell']> & { readonly changeKey: string },
  now: number,
): Steps<void> {
  const cards = yield* rows<CardRecord>(
    `SELECT * FROM cards k WHERE k.subject_id = ? AND k.state = 'posted' AND NOT EXISTS
       (SELECT 1 FROM deliveries d WHERE d.subject_id = k.subject_id AND d.channel = k.channel AND d.op = 'reply'
          AND d.change_key = ?) ORDER BY channel`,
    tell.subjectId,
    tell.changeKey,
  );
  for (const card of cards) {
    yield* insertDelivery(context, {
      op: 'reply',
      state: 'pending',
      lane: card.lane,
      channel: card.channel,
      route: card.route,
      subjectId: card.subject_id,
      changeKey: tell.changeKey,
      severity: tell.severity,
      mention: null,
      foldClass: null,
      foldAt: null,
      amount: null,
      tone: 'neutral',
      createdAt: now,
      notBefore: now,
      deadlineAt: now + patienceMs,
      note: null,
      reason: null,
    });
  }
}
