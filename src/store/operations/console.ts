import type { AuditEntry } from '../action-store.ts';
import type { SessionRow } from '../console-store.ts';
import { writeAudit } from './audit.ts';
import type { Context } from './context.ts';
import { change, first, perform, rows, type Steps } from './query.ts';

interface SessionRecord {
  readonly id: string;
  readonly kind: SessionRow['kind'];
  readonly expires_at: number;
  readonly key_id: string;
  readonly body: Uint8Array;
}

export function sessionPlace(id: string): string {
  return `console_sessions/${id}`;
}

export function dialoguePlace(id: string): string {
  return `console_dialogues/${id}`;
}

export function* putSession(context: Context, session: SessionRow): Steps<void> {
  const { id, kind, expiresAt, ...person } = session;
  const sealed = context.cipher.seal(sessionPlace(id), Buffer.from(JSON.stringify(person)));
  yield* perform(
    'INSERT INTO console_sessions (id, kind, expires_at, key_id, body) VALUES (?, ?, ?, ?, ?)',
    id,
    kind,
    expiresAt,
    sealed.keyId,
    sealed.data,
  );
}

type SessionQuery = { id: string; kind: SessionRow['kind']; now: number };

export function* getSession(context: Context, query: SessionQuery): Steps<SessionRow | null> {
  const record = yield* first<SessionRecord>(
    'SELECT * FROM console_sessions WHERE id = ? AND kind = ? AND expires_at > ?',
    query.id,
    query.kind,
    query.now,
  );
  return record === null ? null : sessionOf(context, record);
}

export function* takeSession(context: Context, query: SessionQuery): Steps<SessionRow | null> {
  const [record] = yield* rows<SessionRecord>(
    'DELETE FROM console_sessions WHERE id = ? AND kind = ? AND expires_at > ? RETURNING *',
    query.id,
    query.kind,
    query.now,
  );
  return record === undefined ? null : sessionOf(context, record);
}

function sessionOf(context: Context, record: SessionRecord): SessionRow | null {
  const body = context.cipher.open(sessionPlace(record.id), { keyId: record.key_id, data: record.body });
  if (body === null) return null;
  // Sealed by us: its shape is ours.
  const person = JSON.parse(Buffer.from(body).toString('utf8')) as Omit<SessionRow, 'id' | 'kind' | 'expiresAt'>;
  return { id: record.id, kind: record.kind, expiresAt: record.expires_at, ...person };
}

export function* putDialogue(context: Context, dialogue: { id: string; now: number; json: string }): Steps<void> {
  const sealed = context.cipher.seal(dialoguePlace(dialogue.id), Buffer.from(dialogue.json));
  yield* perform(
    `INSERT INTO console_dialogues (id, changed_at, key_id, body) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET changed_at = excluded.changed_at, key_id = excluded.key_id, body = excluded.body`,
    dialogue.id,
    dialogue.now,
    sealed.keyId,
    sealed.data,
  );
}

export function* getDialogue(context: Context, id: string): Steps<string | null> {
  const record = yield* first<{ key_id: string; body: Uint8Array }>(
    'SELECT key_id, body FROM console_dialogues WHERE id = ?',
    id,
  );
  if (record === null) return null;
  const body = context.cipher.open(dialoguePlace(id), { keyId: record.key_id, data: record.body });
  return body === null ? null : Buffer.from(body).toString('utf8');
}

/** The key is known here; the database is asked for nothing that matters. */
export function* newestKey(context: Context): Steps<string> {
  yield* perform('SELECT 1');
  return context.cipher.newestKeyId;
}

export function* noteAudit(note: AuditEntry & { readonly at: number }): Steps<void> {
  const { at, ...entry } = note;
  yield* writeAudit('', at, entry);
}

/** Messages, sessions and dialogues past their time. */
export function* dropConsole(before: number, batch: number): Steps<number> {
  const messages = yield* change(
    'DELETE FROM feed WHERE id IN (SELECT id FROM feed WHERE changed_at < ? ORDER BY changed_at LIMIT ?)',
    before,
    batch,
  );
  const sessions = yield* change(
    `DELETE FROM console_sessions WHERE id IN
       (SELECT id FROM console_sessions WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
    before,
    batch,
  );
  const dialogues = yield* change(
    `DELETE FROM console_dialogues WHERE id IN
       (SELECT id FROM console_dialogues WHERE changed_at < ? ORDER BY changed_at LIMIT ?)`,
    before,
    batch,
  );
  return Math.max(messages, sessions, dialogues);
}
