import type { SubjectWriteText } from './commit-event.ts';
import type { Context } from './context.ts';
import { subjectPlace } from './find-subjects.ts';
import type { Planning } from './insert-delivery.ts';
import { mergeSubject } from './merge-subjects.ts';
import { listOf, Overtaken, perform, rows, type Steps } from './query.ts';

/** Whether every subject that the write was computed from is still as it was read, and no key is another subject's. */
export function* isCurrent(context: Context, write: SubjectWriteText): Steps<boolean> {
  const base = new Map(write.base.map((read) => [read.id, read.version]));
  const ids = listOf([write.id, ...base.keys()]);
  const stored = yield* rows<{ id: string; version: number; merged_into: string | null }>(
    `SELECT id, version, merged_into FROM subjects WHERE id IN (${ids.marks}) ORDER BY id ${context.dialect.forUpdate}`,
    ...ids.values,
  );
  const unchanged = stored.every((subject) => subject.merged_into === null && base.get(subject.id) === subject.version);
  if (!unchanged || stored.length < base.size) return false;
  if (write.keys.length === 0) return true;
  const keys = listOf(write.keys);
  const owners = yield* rows<{ subject_id: string }>(
    `SELECT DISTINCT subject_id FROM subject_keys WHERE account = ? AND livemode = ? AND key IN (${keys.marks})`,
    write.account,
    write.livemode ? 1 : 0,
    ...keys.values,
  );
  return owners.every(({ subject_id: owner }) => owner === write.id || base.has(owner));
}

/** Writes state, keys and search columns, and joins the other subjects of its base into it. */
export function* writeSubject(planning: Planning, write: SubjectWriteText): Steps<void> {
  const { context, now } = planning;
  const sealed = context.cipher.seal(subjectPlace(write.id), Buffer.from(write.state));
  const known = write.base.find((read) => read.id === write.id);
  const columns = [
    write.kind,
    now,
    write.search.customer,
    write.search.amount?.minor ?? null,
    write.search.amount?.currency ?? null,
    write.search.code,
    sealed.keyId,
    sealed.data,
  ];
  if (known === undefined) {
    yield* perform(
      `INSERT INTO subjects (kind, updated_at, customer, amount_minor, amount_currency, code, key_id, state,
         id, account, livemode, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
      ...columns,
      write.id,
      write.account,
      write.livemode ? 1 : 0,
      now,
    );
  } else {
    yield* perform(
      // An event that says nothing to people (a booking, a tidied detail) takes nothing from what was known.
      `UPDATE subjects SET kind = ?, updated_at = ?, customer = COALESCE(?, customer),
         amount_minor = COALESCE(?, amount_minor), amount_currency = COALESCE(?, amount_currency),
         code = COALESCE(?, code), key_id = ?, state = ?, version = version + 1 WHERE id = ?`,
      ...columns,
      write.id,
    );
  }
  for (const other of write.base) if (other.id !== write.id) yield* mergeSubject(planning, other.id, write.id);
  const base = context.dialect.concurrent ? listOf([write.id, ...write.base.map((read) => read.id)]) : null;
  for (const key of write.keys) {
    yield* perform(
      `INSERT INTO subject_keys (account, livemode, key, subject_id) VALUES (?, ?, ?, ?)
       ON CONFLICT (account, livemode, key) DO UPDATE SET subject_id = excluded.subject_id
       WHERE subject_keys.subject_id <> excluded.subject_id
       ${base === null ? '' : `AND subject_keys.subject_id IN (${base.marks})`}`,
      write.account,
      write.livemode ? 1 : 0,
      key,
      write.id,
      ...(base?.values ?? []),
    );
  }
  if (context.dialect.concurrent) yield* expectKeys(write);
}

/**
 * A key that nobody had when `isCurrent` looked may have become another subject's since: that transaction has committed by
 * now, since the write above waited for it.
 */
function* expectKeys(write: SubjectWriteText): Steps<void> {
  if (write.keys.length === 0) return;
  const keys = listOf(write.keys);
  const others = yield* rows<{ key: string }>(
    `SELECT key FROM subject_keys WHERE account = ? AND livemode = ? AND key IN (${keys.marks}) AND subject_id <> ?`,
    write.account,
    write.livemode ? 1 : 0,
    ...keys.values,
    write.id,
  );
  if (others.length > 0) throw new Overtaken(`keys of subject ${write.id} were given away meanwhile`);
}
