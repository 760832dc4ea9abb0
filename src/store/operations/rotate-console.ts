import { dialoguePlace, sessionPlace } from './console.ts';
import type { Context } from './context.ts';
import { feedPlace } from './feed.ts';
import { perform, rows, type Steps } from './query.ts';

interface Rotated {
  readonly seen: number;
  readonly moved: number;
}

export function* rotateFeed(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ id: number; channel: string; ts: string; key_id: string; body: Uint8Array }>(
    `SELECT id, channel, ts, key_id, body FROM feed WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  for (const row of old) {
    yield* reseal(context, 'feed', row.id, feedPlace(row.channel, row.ts), row);
  }
  return { seen: old.length, moved: old.length };
}

export function rotateSessions(context: Context, newest: string, batch: number): Steps<Rotated> {
  return rotateById(context, 'console_sessions', sessionPlace, { newest, batch });
}

export function rotateDialogues(context: Context, newest: string, batch: number): Steps<Rotated> {
  return rotateById(context, 'console_dialogues', dialoguePlace, { newest, batch });
}

function* rotateById(
  context: Context,
  table: string,
  placeOf: (id: string) => string,
  { newest, batch }: { newest: string; batch: number },
): Steps<Rotated> {
  const old = yield* rows<{ id: string; key_id: string; body: Uint8Array }>(
    `SELECT id, key_id, body FROM ${table} WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  for (const row of old) yield* reseal(context, table, row.id, placeOf(row.id), row);
  return { seen: old.length, moved: old.length };
}

/** What does not open is of no use: the feed is a copy, sessions and dialogues can be made anew. */
function* reseal(
  context: Context,
  table: string,
  id: number | string,
  place: string,
  row: { key_id: string; body: Uint8Array },
): Steps<void> {
  const plain = context.cipher.open(place, { keyId: row.key_id, data: row.body });
  if (plain === null) return yield* perform(`DELETE FROM ${table} WHERE id = ?`, id);
  const sealed = context.cipher.seal(place, plain);
  yield* perform(`UPDATE ${table} SET key_id = ?, body = ? WHERE id = ?`, sealed.keyId, sealed.data, id);
}
