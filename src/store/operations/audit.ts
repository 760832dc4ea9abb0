import type { JsonObject } from '../../domain/json.ts';
import type { AuditEntry, AuditRow } from '../action-store.ts';
import { change, rows, type Steps } from './query.ts';

interface AuditRecord {
  readonly id: number;
  readonly at: number;
  readonly action_id: string;
  readonly actor: string;
  readonly verb: string;
  readonly account: string | null;
  readonly target: string | null;
  readonly subject_id: string | null;
  readonly outcome: string;
  readonly detail: string;
  readonly before_state: string | null;
  readonly after_state: string | null;
}

/** Only ever added to: nothing changes or deletes a record. */
export function* writeAudit(actionId: string, at: number, entry: AuditEntry): Steps<void> {
  yield* change(
    `INSERT INTO audit (at, action_id, actor, verb, account, target, subject_id, outcome, detail, before_state, after_state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    at,
    actionId,
    entry.actor,
    entry.verb,
    entry.account,
    entry.target,
    entry.subjectId,
    entry.outcome,
    entry.detail,
    entry.before === null ? null : JSON.stringify(entry.before),
    entry.after === null ? null : JSON.stringify(entry.after),
  );
}

export function* listAudit(query: { subjectId?: string; limit: number; before?: number }): Steps<AuditRow[]> {
  const found = yield* rows<AuditRecord>(
    `SELECT * FROM audit WHERE id < ? ${query.subjectId === undefined ? '' : 'AND subject_id = ?'}
     ORDER BY id DESC LIMIT ?`,
    query.before ?? Number.MAX_SAFE_INTEGER,
    ...(query.subjectId === undefined ? [] : [query.subjectId]),
    query.limit,
  );
  return found.map((record) => ({
    id: record.id,
    actionId: record.action_id,
    at: record.at,
    actor: record.actor,
    verb: record.verb,
    account: record.account,
    target: record.target,
    subjectId: record.subject_id,
    outcome: record.outcome,
    detail: record.detail,
    before: jsonOf(record.before_state),
    after: jsonOf(record.after_state),
  }));
}

function jsonOf(text: string | null): JsonObject | null {
  return text === null ? null : (JSON.parse(text) as JsonObject);
}
