import type { SlackMessage } from '../../domain/message.ts';
import type { FeedEntry, FeedPage, FeedRow } from '../console-store.ts';
import type { Context } from './context.ts';
import { change, first, perform, rows, type Steps } from './query.ts';

interface FeedRecord {
  readonly id: number;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts: string | null;
  readonly version: number;
  readonly broadcast: number;
  readonly edited: number;
  readonly removed: number;
  readonly subject_id: string | null;
  readonly posted_at: number;
  readonly changed_at: number;
  readonly key_id: string;
  readonly body: Uint8Array;
}

const nothing: SlackMessage = { text: '', blocks: [], color: null };
/** A thread longer than this is shown from its beginning. */
const longestThread = 200;

export function feedPlace(channel: string, ts: string): string {
  return `feed/${channel}/${ts}`;
}

export function* putFeed(context: Context, entries: readonly FeedEntry[]): Steps<number> {
  let version = yield* nextVersions(entries.length);
  const newest = version + entries.length - 1;
  for (const entry of entries) {
    yield* entry.message === null ? removed(context, entry, version) : putOne(context, entry, entry.message, version);
    version += 1;
  }
  return newest;
}

/** The counter's row is held until the commit: whoever sees a version has seen all before it. */
function* nextVersions(count: number): Steps<number> {
  const next = yield* first<{ value: number }>(
    `INSERT INTO counters (name, value) VALUES ('feed', ?)
     ON CONFLICT (name) DO UPDATE SET value = counters.value + ? RETURNING value`,
    count,
    count,
  );
  return Number(next?.value ?? count) - count + 1;
}

function* putOne(context: Context, entry: FeedEntry, message: SlackMessage, version: number): Steps<void> {
  const sealed = context.cipher.seal(feedPlace(entry.channel, entry.ts), Buffer.from(JSON.stringify(message)));
  yield* perform(
    `INSERT INTO feed (channel, ts, thread_ts, version, broadcast, edited, removed, subject_id, posted_at, changed_at,
       key_id, body) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?)
     ON CONFLICT (channel, ts) DO UPDATE SET version = excluded.version, edited = excluded.edited, removed = 0,
       subject_id = COALESCE(excluded.subject_id, feed.subject_id), changed_at = excluded.changed_at,
       key_id = excluded.key_id, body = excluded.body`,
    entry.channel,
    entry.ts,
    entry.threadTs,
    version,
    entry.broadcast ? 1 : 0,
    entry.edited ? 1 : 0,
    entry.subjectId,
    entry.at,
    entry.at,
    sealed.keyId,
    sealed.data,
  );
}

function* removed(context: Context, entry: FeedEntry, version: number): Steps<void> {
  const sealed = context.cipher.seal(feedPlace(entry.channel, entry.ts), Buffer.from(JSON.stringify(nothing)));
  yield* change(
    'UPDATE feed SET removed = 1, version = ?, changed_at = ?, key_id = ?, body = ? WHERE channel = ? AND ts = ?',
    version,
    entry.at,
    sealed.keyId,
    sealed.data,
    entry.channel,
    entry.ts,
  );
}

export function* listFeed(
  context: Context,
  query: { channel?: string; before?: number; limit: number },
): Steps<FeedPage> {
  const roots = yield* rows<FeedRecord>(
    `SELECT * FROM feed WHERE thread_ts IS NULL ${query.channel === undefined ? '' : 'AND channel = ?'}
       ${query.before === undefined ? '' : 'AND id < ?'} ORDER BY id DESC LIMIT ?`,
    ...(query.channel === undefined ? [] : [query.channel]),
    ...(query.before === undefined ? [] : [query.before]),
    query.limit,
  );
  const found: FeedRow[] = [];
  for (const root of roots) {
    found.push(rowOf(context, root), ...(yield* repliesOf(context, root)));
  }
  const last = roots.at(-1);
  return { rows: found, before: roots.length < query.limit || last === undefined ? null : last.id };
}

export function* feedAfter(context: Context, query: { version: number; limit: number }): Steps<FeedRow[]> {
  const found = yield* rows<FeedRecord>(
    'SELECT * FROM feed WHERE version > ? ORDER BY version LIMIT ?',
    query.version,
    query.limit,
  );
  return found.map((record) => rowOf(context, record));
}

export function* feedVersion(): Steps<number> {
  const found = yield* first<{ version: number | null }>('SELECT max(version) AS version FROM feed');
  return found?.version ?? 0;
}

export function* feedThread(context: Context, place: { channel: string; ts: string }): Steps<FeedRow[]> {
  const root = yield* first<FeedRecord>('SELECT * FROM feed WHERE channel = ? AND ts = ?', place.channel, place.ts);
  return root === null ? [] : [rowOf(context, root), ...(yield* repliesOf(context, root))];
}

function* repliesOf(context: Context, root: FeedRecord): Steps<FeedRow[]> {
  const replies = yield* rows<FeedRecord>(
    'SELECT * FROM feed WHERE channel = ? AND thread_ts = ? AND thread_ts IS NOT NULL ORDER BY id LIMIT ?',
    root.channel,
    root.ts,
    longestThread,
  );
  return replies.map((record) => rowOf(context, record));
}

function rowOf(context: Context, record: FeedRecord): FeedRow {
  const place = feedPlace(record.channel, record.ts);
  const body = context.cipher.open(place, { keyId: record.key_id, data: record.body });
  return {
    version: record.version,
    channel: record.channel,
    ts: record.ts,
    threadTs: record.thread_ts,
    broadcast: record.broadcast === 1,
    message: body === null ? nothing : (JSON.parse(Buffer.from(body).toString('utf8')) as SlackMessage),
    edited: record.edited === 1,
    removed: record.removed === 1,
    subjectId: record.subject_id,
    postedAt: record.posted_at,
    at: record.changed_at,
  };
}
