import { createHash } from 'node:crypto';
import type { SubjectKind } from '../../domain/subject.ts';
import type { ActionApproval, ActionRow, Approved, IncomingAction } from '../action-store.ts';
import type { Claim } from '../store.ts';
import { writeAudit } from './audit.ts';
import type { Context } from './context.ts';
import { survivorOf } from './find-subjects.ts';
import { change, first, listOf, perform, rows, type Steps } from './query.ts';
import { reasonOf } from './records.ts';

interface ActionRecord {
  readonly id: string;
  readonly kind: ActionRow['kind'];
  readonly name: string;
  readonly actor: string;
  readonly approver: string | null;
  readonly subject_id: string | null;
  readonly state: ActionRow['state'];
  readonly intent: string | null;
  readonly idempotency_key: string | null;
  readonly created_at: number;
  readonly sent_at: number | null;
  readonly tries: number;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly key_id: string;
  readonly payload: Uint8Array;
}

const columns = `id, kind, name, actor, approver, subject_id, state, intent, idempotency_key, created_at, sent_at, tries,
  reason_code, reason_text, key_id, payload`;
export const openStates = `('received', 'draft', 'waiting', 'approved', 'sending', 'checking')`;
const closedStates = `('done', 'refused', 'failed', 'expired')`;
/** One action of an intent in these states keeps every other of that intent from being executed. */
const takenStates = `('waiting', 'approved', 'sending', 'checking', 'done')`;

export function actionPlace(id: string): string {
  return `actions/${id}`;
}

export function* acceptAction(
  context: Context,
  action: IncomingAction,
): Steps<{ outcome: 'accepted' | 'duplicate'; id: string }> {
  const sealed = context.cipher.seal(actionPlace(action.id), Buffer.from(action.payload));
  const inserted = yield* change(
    `INSERT INTO actions (id, dedup, kind, name, actor, state, created_at, updated_at, due_at, key_id, payload)
     VALUES (?, ?, ?, ?, ?, 'received', ?, ?, ?, ?, ?) ON CONFLICT (dedup) DO NOTHING`,
    action.id,
    action.dedup,
    action.kind,
    action.name,
    action.actor,
    action.now,
    action.now,
    action.now,
    sealed.keyId,
    sealed.data,
  );
  if (inserted > 0) return { outcome: 'accepted', id: action.id };
  const known = yield* first<{ id: string }>('SELECT id FROM actions WHERE dedup = ?', action.dedup);
  return { outcome: 'duplicate', id: known?.id ?? action.id };
}

export function* claimActions(context: Context, claim: Claim): Steps<ActionRow[]> {
  const due = claim.regain === true ? '(due_at <= ? OR claim_owner = ?)' : 'due_at <= ?';
  const claimed = yield* rows<ActionRecord>(
    `UPDATE actions SET claim_owner = ?, due_at = ?, tries = tries + 1
     WHERE id ${context.dialect.picked(
       `SELECT id FROM actions WHERE state IN ${openStates} AND ${due} ORDER BY due_at, created_at LIMIT ?`,
     )}
     RETURNING ${columns}`,
    claim.owner,
    claim.until,
    claim.now,
    ...(claim.regain === true ? [claim.owner] : []),
    claim.limit,
  );
  return claimed
    .toSorted((a, b) => a.created_at - b.created_at)
    .map((record) => ({ ...actionOf(context, record), tries: record.tries - 1 }));
}

export function* getAction(context: Context, id: string): Steps<ActionRow | null> {
  const record = yield* first<ActionRecord>(`SELECT ${columns} FROM actions WHERE id = ?`, id);
  return record === null ? null : actionOf(context, record);
}

export function* actionOfIntent(context: Context, intent: string): Steps<ActionRow | null> {
  const record = yield* first<ActionRecord>(
    `SELECT ${columns} FROM actions WHERE intent = ? AND state IN ${takenStates}`,
    intent,
  );
  return record === null ? null : actionOf(context, record);
}

export function* actionOfKey(context: Context, idempotencyKey: string): Steps<ActionRow | null> {
  const record = yield* first<ActionRecord>(
    `SELECT ${columns} FROM actions WHERE idempotency_key = ? ORDER BY created_at DESC LIMIT 1`,
    idempotencyKey,
  );
  return record === null ? null : actionOf(context, record);
}

/** The key is derived, not drawn: whoever looks at the row knows under which key Stripe was asked. */
export function* approveAction(context: Context, approve: ActionApproval): Steps<Approved> {
  const taken = yield* first<{ id: string; actor: string; state: ActionRow['state'] }>(
    `SELECT id, actor, state FROM actions WHERE intent = ? AND state IN ${takenStates} AND id <> ?`,
    approve.intent,
    approve.id,
  );
  if (taken !== null) return { outcome: 'taken', id: taken.id, by: taken.actor, state: taken.state };
  const before = yield* first<{ count: number }>(
    `SELECT count(*) AS count FROM actions WHERE intent = ? AND state IN ('refused', 'failed', 'expired') AND id <> ?`,
    approve.intent,
    approve.id,
  );
  const key = createHash('sha256')
    .update(`${approve.intent}\n${Number(before?.count ?? 0)}`)
    .digest('base64url');
  const sealed = context.cipher.seal(actionPlace(approve.id), Buffer.from(approve.payload));
  const from = listOf(approve.from);
  const moved = yield* change(
    `UPDATE actions SET state = ?, intent = ?, idempotency_key = ?, approver = ?, key_id = ?, payload = ?, updated_at = ?,
       due_at = ?, claim_owner = NULL, sent_at = NULL, tries = 0 WHERE id = ? AND state IN (${from.marks})`,
    approve.to,
    approve.intent,
    `tillbell-${key}`,
    approve.approver,
    sealed.keyId,
    sealed.data,
    approve.now,
    approve.dueAt,
    approve.id,
    ...from.values,
  );
  if (moved === 0) return { outcome: 'elsewhere' };
  yield* writeAudit(approve.id, approve.now, approve.audit);
  return { outcome: 'approved' };
}

/** Gives back what a dead process had claimed. Only where no other process lives. */
export function* freeActions(): Steps<void> {
  yield* perform(
    `UPDATE actions SET claim_owner = NULL, due_at = 0
     WHERE state IN ${openStates} AND (claim_owner IS NOT NULL OR state = 'sending')`,
  );
}

export function* assignedTo(query: { user: string; limit: number }): Steps<string[]> {
  const mine = yield* rows<{ subject_id: string; id: string }>(
    `SELECT a.subject_id, a.id FROM actions a WHERE a.assignee = ? AND a.state = 'done' AND a.subject_id IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM actions b WHERE b.subject_id = a.subject_id AND b.assignee IS NOT NULL
         AND b.state = 'done' AND b.assignee <> a.assignee AND b.updated_at > a.updated_at)
     ORDER BY a.updated_at DESC LIMIT ?`,
    query.user,
    query.limit,
  );
  const ids = new Set<string>();
  for (const { subject_id: id } of mine) ids.add((yield* survivorOf(id)) ?? id);
  return [...ids];
}

export function* listSubjects(query: { kind?: SubjectKind; customer?: string; limit: number }): Steps<string[]> {
  const { kind, customer, limit } = query;
  // Said in the words of a partial index, so that it serves.
  const byKind = kind === undefined ? '1 = 1' : kind === 'dispute' ? `kind = 'dispute'` : 'kind = ?';
  const found = yield* rows<{ id: string }>(
    `SELECT id FROM subjects WHERE merged_into IS NULL AND ${byKind} ${customer === undefined ? '' : 'AND customer = ?'}
     ORDER BY updated_at DESC LIMIT ?`,
    ...(kind === undefined || kind === 'dispute' ? [] : [kind]),
    ...(customer === undefined ? [] : [customer]),
    limit,
  );
  return found.map(({ id }) => id);
}

/** Closed actions past their time. What they did stays on record in `audit`. */
export function* dropActions(before: number, batch: number): Steps<number> {
  return yield* change(
    `DELETE FROM actions WHERE id IN
       (SELECT id FROM actions WHERE state IN ${closedStates} AND updated_at < ? ORDER BY updated_at LIMIT ?)`,
    before,
    batch,
  );
}

function actionOf(context: Context, record: ActionRecord): ActionRow {
  const payload = context.cipher.open(actionPlace(record.id), { keyId: record.key_id, data: record.payload });
  return {
    id: record.id,
    kind: record.kind,
    name: record.name,
    actor: record.actor,
    approver: record.approver,
    subjectId: record.subject_id,
    state: record.state,
    tries: record.tries,
    createdAt: record.created_at,
    sentAt: record.sent_at,
    intent: record.intent,
    idempotencyKey: record.idempotency_key,
    reason: reasonOf(record),
    payload: payload === null ? null : Buffer.from(payload).toString('utf8'),
  };
}
