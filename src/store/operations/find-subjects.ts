import { TillbellError } from '../../domain/errors.ts';
import type { SubjectKind } from '../../domain/subject.ts';
import type { CardRow } from '../store.ts';
import type { Context } from './context.ts';
import { first, listOf, rows, type Steps } from './query.ts';
import type { CardRecord } from './records.ts';

/** A subject with its state still as JSON text: whoever asked parses it, not the thread that commits. */
export interface SubjectText {
  readonly id: string;
  readonly account: string;
  readonly livemode: boolean;
  readonly kind: SubjectKind;
  readonly version: number;
  readonly keys: readonly string[];
  readonly state: string;
  readonly createdAt: number;
}

interface SubjectRecord {
  readonly id: string;
  readonly account: string;
  readonly livemode: number;
  readonly kind: SubjectKind;
  readonly version: number;
  readonly created_at: number;
  readonly merged_into: string | null;
  readonly key_id: string | null;
  readonly state: Uint8Array | null;
}

const columns = 's.id, s.account, s.livemode, s.kind, s.version, s.created_at, s.merged_into, s.key_id, s.state';

export function* findSubjects(
  context: Context,
  query: { account: string; livemode: boolean; keys: readonly string[] },
): Steps<SubjectText[]> {
  if (query.keys.length === 0) return [];
  const keys = listOf(query.keys);
  const found = yield* rows<SubjectRecord>(
    `SELECT DISTINCT ${columns} FROM subject_keys k JOIN subjects s ON s.id = k.subject_id
     WHERE k.account = ? AND k.livemode = ? AND k.key IN (${keys.marks}) ORDER BY s.created_at, s.id`,
    query.account,
    query.livemode ? 1 : 0,
    ...keys.values,
  );
  const subjects: SubjectText[] = [];
  for (const record of found) subjects.push(yield* subjectOf(context, record));
  return subjects;
}

export function* getSubject(context: Context, id: string): Steps<SubjectText | null> {
  const survivor = yield* survivorOf(id);
  if (survivor === null) return null;
  const record = yield* first<SubjectRecord>(`SELECT ${columns} FROM subjects s WHERE s.id = ?`, survivor);
  return record === null ? null : yield* subjectOf(context, record);
}

/** The id that a subject goes by now; null where unknown. A merge points all older ones at the newest survivor: one step. */
export function* survivorOf(id: string): Steps<string | null> {
  const record = yield* first<{ survivor: string }>(
    'SELECT coalesce(merged_into, id) AS survivor FROM subjects WHERE id = ?',
    id,
  );
  return record?.survivor ?? null;
}

export function* keysOf(subjectId: string): Steps<string[]> {
  const found = yield* rows<{ key: string }>(
    'SELECT key FROM subject_keys WHERE subject_id = ? ORDER BY key',
    subjectId,
  );
  return found.map((record) => record.key);
}

export function* cardsOf(subjectId: string): Steps<CardRow[]> {
  const survivor = (yield* survivorOf(subjectId)) ?? subjectId;
  const found = yield* rows<CardRecord>(
    'SELECT * FROM cards WHERE subject_id = ? ORDER BY posted_at, channel',
    survivor,
  );
  return found.map((card) => ({
    subjectId: card.subject_id,
    channel: card.channel,
    lane: card.lane,
    route: card.route,
    state: card.state,
    ts: card.ts,
    contentHash: card.content_hash,
    postedAt: card.posted_at,
  }));
}

export function subjectPlace(id: string): string {
  return `subjects/${id}`;
}

function* subjectOf(context: Context, record: SubjectRecord): Steps<SubjectText> {
  const { key_id: keyId, state: data } = record;
  const state = keyId === null || data === null ? null : context.cipher.open(subjectPlace(record.id), { keyId, data });
  if (state === null) {
    throw new TillbellError('subject_unreadable', `the stored state of subject ${record.id} is damaged`, {
      hint: 'restore a backup; its events are kept and can be replayed',
    });
  }
  return {
    id: record.id,
    account: record.account,
    livemode: record.livemode === 1,
    kind: record.kind,
    version: record.version,
    keys: yield* keysOf(record.id),
    state: Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('utf8'),
    createdAt: record.created_at,
  };
}
