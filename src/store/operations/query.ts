/** A value that both engines can bind and read back. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** One statement of an operation; `?` stands for the values in order. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** What the operation goes on with: the rows, how many rows the statement changed, or nothing of it. */
  readonly wants: 'rows' | 'changes' | 'nothing';
}

export type ColumnType = 'text' | 'int' | 'bytes';

/** Many rows for one table at once: each engine has its own quickest way. */
export interface BulkInsert {
  readonly into: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Values in the order of `columns`. */
  readonly rows: readonly (readonly SqlValue[])[];
  /** Columns that the operation goes on with, one row for each row inserted. */
  readonly returning: string;
}

export type Query = Statement | BulkInsert;

/**
 * Another transaction came in between: the operation is rolled back and run again from its beginning. Thrown only where
 * several transactions write at once.
 */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

/**
 * An operation as a run of statements. It yields each statement and is resumed with its result, so that one text of the
 * rules serves an engine that answers at once (SQLite in its worker thread) and one that answers later (PostgreSQL).
 */
export type Steps<T> = Generator<Query, T, unknown>;

/** Runs a statement and gives its rows. The caller names the row's shape: the columns are those of the statement beside it. */
export function* rows<R>(sql: string, ...values: readonly SqlValue[]): Steps<readonly R[]> {
  return (yield { sql, values, wants: 'rows' }) as readonly R[];
}

/** The first row, or null. */
export function* first<R>(sql: string, ...values: readonly SqlValue[]): Steps<R | null> {
  const found = yield* rows<R>(sql, ...values);
  return found[0] ?? null;
}

/** Runs a statement and gives the number of rows that it changed. */
export function* change(sql: string, ...values: readonly SqlValue[]): Steps<number> {
  return (yield { sql, values, wants: 'changes' }) as number;
}

/** Runs a statement of which nothing is wanted: an engine at the other end of a wire need not wait for it. */
export function* perform(sql: string, ...values: readonly SqlValue[]): Steps<void> {
  yield { sql, values, wants: 'nothing' };
}

/** Inserts all rows and gives the columns asked for, a row for each; the order is the engine's. */
export function* insertAll<R>(insert: BulkInsert): Steps<readonly R[]> {
  return insert.rows.length === 0 ? [] : ((yield insert) as readonly R[]);
}

/**
 * Marks and values for `IN (…)`. The list is padded with its last value to a power of two, so that lists of all lengths
 * share a handful of prepared statements. `values` must not be empty.
 */
export function listOf<V extends SqlValue>(values: readonly V[]): { marks: string; values: V[] } {
  const last = values.at(-1);
  if (last === undefined) throw new RangeError('an IN list needs at least one value');
  const size = 2 ** Math.ceil(Math.log2(values.length));
  const padded = [...values, ...Array.from({ length: size - values.length }, () => last)];
  return { marks: padded.map(() => '?').join(','), values: padded };
}
