import type { Sealed } from '../cipher.ts';
import { actionPlace } from './actions.ts';
import { cachePlace } from './cache.ts';
import type { Context } from './context.ts';
import { fieldPlace } from './fields.ts';
import { subjectPlace } from './find-subjects.ts';
import { incidentPlace } from './incidents.ts';
import { installationPlace } from './installations.ts';
import { bodyPlace, digestsPlace } from './payloads.ts';
import { change, first, perform, rows, type Steps } from './query.ts';
import { rotateDialogues, rotateFeed, rotateSessions } from './rotate-console.ts';
import { silencePlace } from './silences.ts';

/** Every column of keys, in one place: what is missing here is not rotated, not counted and not looked for at the start. */
const sealedColumns = [
  { table: 'payloads', keyId: 'key_id' },
  { table: 'payloads', keyId: 'digests_key_id' },
  { table: 'subjects', keyId: 'key_id' },
  { table: 'cache', keyId: 'key_id' },
  { table: 'actions', keyId: 'key_id' },
  { table: 'silences', keyId: 'key_id' },
  { table: 'incidents', keyId: 'key_id' },
  { table: 'installations', keyId: 'key_id' },
  { table: 'feed', keyId: 'key_id' },
  { table: 'console_sessions', keyId: 'key_id' },
  { table: 'console_dialogues', keyId: 'key_id' },
  { table: 'field_values', keyId: 'key_id' },
] as const;

const steps = [
  rotatePayloads,
  rotateSubjects,
  rotateCache,
  rotateActions,
  rotateSilences,
  rotateIncidents,
  rotateInstallations,
  rotateFeed,
  rotateSessions,
  rotateDialogues,
  rotateFields,
];

/**
 * Moves up to `batch` rows of each kind to the newest key. Each batch is one transaction, so a crash in between only means
 * that the next call goes on where this one was. A row that does not open stays under its key (F35).
 */
export function* rotateKeys(context: Context, batch: number): Steps<{ rows: number; more: boolean }> {
  const newest = context.cipher.newestKeyId;
  let moved = 0;
  let more = false;
  for (const step of steps) {
    const done = yield* step(context, newest, batch);
    moved += done.moved;
    more ||= done.moved > 0 && done.seen >= batch;
  }
  return { rows: moved, more };
}

interface Rotated {
  readonly seen: number;
  readonly moved: number;
}

function resealed(context: Context, place: string, sealed: Sealed): Sealed | null {
  const plain = context.cipher.open(place, sealed);
  return plain === null ? null : context.cipher.seal(place, plain);
}

function* rotatePayloads(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{
    id: number;
    key_id: string;
    body: Uint8Array;
    digests_key_id: string;
    digests: Uint8Array;
  }>(
    `SELECT id, key_id, body, digests_key_id, digests FROM payloads WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const body = resealed(context, bodyPlace(row.id), { keyId: row.key_id, data: row.body });
    const digests = resealed(context, digestsPlace(row.id), { keyId: row.digests_key_id, data: row.digests });
    if (body === null || digests === null) continue;
    yield* perform(
      'UPDATE payloads SET key_id = ?, body = ?, digests_key_id = ?, digests = ? WHERE id = ?',
      body.keyId,
      body.data,
      digests.keyId,
      digests.data,
      row.id,
    );
    moved += 1;
  }
  return { seen: old.length, moved };
}

function* rotateSubjects(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ id: string; key_id: string; state: Uint8Array }>(
    `SELECT id, key_id, state FROM subjects WHERE key_id IS NOT NULL AND (key_id < ? OR key_id > ?) LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const state = resealed(context, subjectPlace(row.id), { keyId: row.key_id, data: row.state });
    if (state === null) continue;
    yield* perform('UPDATE subjects SET key_id = ?, state = ? WHERE id = ?', state.keyId, state.data, row.id);
    moved += 1;
  }
  return { seen: old.length, moved };
}

function* rotateCache(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ account: string; id: string; key_id: string; object: Uint8Array }>(
    `SELECT account, id, key_id, object FROM cache WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  for (const row of old) {
    const object = resealed(context, cachePlace(row), { keyId: row.key_id, data: row.object });
    // A cached object can be fetched again.
    yield* object === null
      ? change('DELETE FROM cache WHERE account = ? AND id = ?', row.account, row.id)
      : change(
          'UPDATE cache SET key_id = ?, object = ? WHERE account = ? AND id = ?',
          object.keyId,
          object.data,
          row.account,
          row.id,
        );
  }
  return { seen: old.length, moved: old.length };
}

function* rotateActions(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ id: string; key_id: string; payload: Uint8Array }>(
    `SELECT id, key_id, payload FROM actions WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const payload = resealed(context, actionPlace(row.id), { keyId: row.key_id, data: row.payload });
    if (payload === null) continue;
    yield* perform('UPDATE actions SET key_id = ?, payload = ? WHERE id = ?', payload.keyId, payload.data, row.id);
    moved += 1;
  }
  return { seen: old.length, moved };
}

function* rotateSilences(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ id: string; key_id: string; reason: Uint8Array }>(
    `SELECT id, key_id, reason FROM silences WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const reason = resealed(context, silencePlace(row.id), { keyId: row.key_id, data: row.reason });
    if (reason === null) continue;
    yield* perform('UPDATE silences SET key_id = ?, reason = ? WHERE id = ?', reason.keyId, reason.data, row.id);
    moved += 1;
  }
  return { seen: old.length, moved };
}

function* rotateInstallations(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ team_id: string; key_id: string; body: Uint8Array }>(
    `SELECT team_id, key_id, body FROM installations WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const body = resealed(context, installationPlace(row.team_id), { keyId: row.key_id, data: row.body });
    if (body === null) continue;
    yield* perform(
      'UPDATE installations SET key_id = ?, body = ? WHERE team_id = ?',
      body.keyId,
      body.data,
      row.team_id,
    );
    moved += 1;
  }
  return { seen: old.length, moved };
}

function* rotateIncidents(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ id: string; key_id: string; body: Uint8Array }>(
    `SELECT id, key_id, body FROM incidents WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const body = resealed(context, incidentPlace(row.id), { keyId: row.key_id, data: row.body });
    if (body === null) continue;
    yield* perform('UPDATE incidents SET key_id = ?, body = ? WHERE id = ?', body.keyId, body.data, row.id);
    moved += 1;
  }
  return { seen: old.length, moved };
}

function* rotateFields(context: Context, newest: string, batch: number): Steps<Rotated> {
  const old = yield* rows<{ account: string; object: string; field: string; key_id: string; body: Uint8Array }>(
    `SELECT account, object, field, key_id, body FROM field_values WHERE key_id < ? OR key_id > ? LIMIT ? ${context.dialect.forUpdate}`,
    newest,
    newest,
    batch,
  );
  let moved = 0;
  for (const row of old) {
    const body = resealed(context, fieldPlace(row, row.field), { keyId: row.key_id, data: row.body });
    if (body === null) continue;
    yield* perform(
      'UPDATE field_values SET key_id = ?, body = ? WHERE account = ? AND object = ? AND field = ?',
      body.keyId,
      body.data,
      row.account,
      row.object,
      row.field,
    );
    moved += 1;
  }
  return { seen: old.length, moved };
}

export function* keysInUse(): Steps<{ keyId: string; rows: number }[]> {
  const counts = new Map<string, number>();
  for (const { table, keyId } of sealedColumns) {
    const found = yield* rows<{ key_id: string; count: number }>(
      `SELECT ${keyId} AS key_id, count(*) AS count FROM ${table} WHERE ${keyId} IS NOT NULL GROUP BY ${keyId}`,
    );
    for (const one of found) counts.set(one.key_id, (counts.get(one.key_id) ?? 0) + one.count);
  }
  return [...counts].map(([id, count]) => ({ keyId: id, rows: count }));
}

/** The ids alone, by hopping from one to the next in the index: at the start nobody waits for a count of millions. */
export function* keyIdsInUse(): Steps<string[]> {
  const ids = new Set<string>();
  for (const { table, keyId } of sealedColumns) {
    let after = '';
    for (;;) {
      const next = yield* first<{ key_id: string | null }>(
        `SELECT min(${keyId}) AS key_id FROM ${table} WHERE ${keyId} > ? AND ${keyId} IS NOT NULL`,
        after,
      );
      if (next === null || next.key_id === null) break;
      ids.add(next.key_id);
      after = next.key_id;
    }
  }
  return [...ids];
}
