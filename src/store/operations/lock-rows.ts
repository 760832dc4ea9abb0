import type { Context } from './context.ts';
import { listOf, perform, type Steps } from './query.ts';

/*
 * Where several transactions write at once, what an operation decides by must not change before it commits. The order is
 * the same everywhere: event or lane, subjects by id, deliveries by id. Cards have no lock of their own: whoever changes
 * one holds a delivery of its subject and channel.
 */

/** Keeps every other transaction from taking, finishing or folding an open delivery of these subjects. */
export function* lockDeliveriesOf(context: Context, subjectIds: readonly string[]): Steps<void> {
  if (!context.dialect.concurrent || subjectIds.length === 0) return;
  const ids = listOf(subjectIds);
  yield* perform(
    `SELECT count(*) AS held FROM (SELECT id FROM deliveries WHERE subject_id IN (${ids.marks})
       AND state IN ('pending', 'sending', 'ambiguous', 'parked') ORDER BY id ${context.dialect.forUpdate}) AS open`,
    ...ids.values,
  );
}

/** Keeps the subject from being written or joined into another, and its deliveries as they are. */
export function* lockSubject(context: Context, id: string): Steps<void> {
  if (!context.dialect.concurrent) return;
  yield* perform(`SELECT id FROM subjects WHERE id = ? ${context.dialect.forUpdate}`, id);
  yield* lockDeliveriesOf(context, [id]);
}

/** Keeps what is due of a fold class as it is. */
export function* lockFold(
  context: Context,
  fold: { readonly lane: string; readonly foldClass: string; readonly now: number },
): Steps<void> {
  if (!context.dialect.concurrent) return;
  yield* perform(
    `SELECT count(*) AS held FROM (SELECT id FROM deliveries WHERE lane = ? AND fold_class = ? AND state = 'pending'
       AND due_at <= ? ORDER BY id ${context.dialect.forUpdate}) AS due`,
    fold.lane,
    fold.foldClass,
    fold.now,
  );
}
