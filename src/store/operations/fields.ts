import type { FieldMark, NewFieldMark } from '../../domain/synced-field.ts';
import type { FieldObject, FieldWrites } from '../field-store.ts';
import { openStates } from './actions.ts';
import type { Context } from './context.ts';
import { change, first, perform, rows, type Steps } from './query.ts';

interface FieldRecord {
  readonly field: string;
  readonly origin: FieldMark['origin'];
  readonly version: number;
  readonly changed_at: number;
  readonly actor: string | null;
  readonly key_id: string;
  readonly body: Uint8Array;
}

type Body = Pick<FieldMark, 'value' | 'settledAt' | 'wantedAt' | 'told' | 'restores' | 'restoredAt'>;

export function fieldPlace(of: FieldObject, field: string): string {
  return `field_values/${of.account}/${of.object}/${field}`;
}

export function* fieldMarks(context: Context, query: FieldObject): Steps<FieldMark[]> {
  const found = yield* rows<FieldRecord>(
    `SELECT field, origin, version, changed_at, actor, key_id, body FROM field_values
     WHERE account = ? AND object = ? ORDER BY field`,
    query.account,
    query.object,
  );
  return found.flatMap((record) => {
    const { field, origin, version, actor } = record;
    const body = context.cipher.open(fieldPlace(query, field), { keyId: record.key_id, data: record.body });
    if (body === null) return [];
    const sealed = JSON.parse(Buffer.from(body).toString('utf8')) as Body;
    return [{ field, origin, version, actor, changedAt: record.changed_at, ...sealed }];
  });
}

/** A mark's version grows by one with each write, whoever wrote last. */
export function* writeFields(context: Context, writes: FieldWrites, now: number): Steps<void> {
  for (const mark of writes.marks) yield* writeField(context, writes, mark, now);
}

function* writeField(context: Context, of: FieldObject, mark: NewFieldMark, now: number): Steps<void> {
  const { value, settledAt, wantedAt, told, restores, restoredAt } = mark;
  const body: Body = { value, settledAt, wantedAt, told, restores, restoredAt };
  const sealed = context.cipher.seal(fieldPlace(of, mark.field), Buffer.from(JSON.stringify(body)));
  yield* perform(
    `INSERT INTO field_values (account, object, field, origin, version, changed_at, updated_at, actor, key_id, body)
     VALUES (?, ?, ?, ?, 1, ?, ?, ?, ?, ?)
     ON CONFLICT (account, object, field) DO UPDATE SET origin = excluded.origin, version = field_values.version + 1,
       changed_at = excluded.changed_at, updated_at = excluded.updated_at, actor = excluded.actor,
       key_id = excluded.key_id, body = excluded.body`,
    of.account,
    of.object,
    mark.field,
    mark.origin,
    mark.changedAt,
    now,
    mark.actor,
    sealed.keyId,
    sealed.data,
  );
}

export function* lockFields(_: Context, lock: FieldObject & { actionId: string }): Steps<boolean> {
  const { account, object, actionId } = lock;
  // What a closed action left behind (it was dropped by hand, say) holds nobody up.
  yield* perform(
    `DELETE FROM field_locks WHERE account = ? AND object = ? AND action_id <> ?
       AND NOT EXISTS (SELECT 1 FROM actions a WHERE a.id = field_locks.action_id AND a.state IN ${openStates})`,
    account,
    object,
    actionId,
  );
  const taken = yield* change(
    'INSERT INTO field_locks (account, object, action_id) VALUES (?, ?, ?) ON CONFLICT (account, object) DO NOTHING',
    account,
    object,
    actionId,
  );
  if (taken > 0) return true;
  const held = yield* first<{ action_id: string }>(
    'SELECT action_id FROM field_locks WHERE account = ? AND object = ?',
    account,
    object,
  );
  return held?.action_id === actionId;
}

export function* releaseFields(actionId: string): Steps<void> {
  yield* perform('DELETE FROM field_locks WHERE action_id = ?', actionId);
}

/** Marks of objects that nothing is known of any more. */
export function* dropFields(before: number, batch: number): Steps<number> {
  const old = yield* rows<{ account: string; object: string; field: string }>(
    `SELECT account, object, field FROM field_values v WHERE v.updated_at < ?
       AND NOT EXISTS (SELECT 1 FROM subject_keys k WHERE k.account = v.account
         AND k.livemode IN (0, 1) AND k.key = v.object) LIMIT ?`,
    before,
    batch,
  );
  for (const { account, object, field } of old) {
    yield* perform('DELETE FROM field_values WHERE account = ? AND object = ? AND field = ?', account, object, field);
  }
  return old.length;
}
