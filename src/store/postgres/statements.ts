import type { QueryConfig } from 'pg';
import type { BulkInsert, ColumnType, SqlValue, Statement } from '../operations/query.ts';

/** A text that the server is given once on each connection, and afterwards by name. */
interface Prepared {
  readonly text: string;
  readonly name: string | undefined;
}

/** Texts depend on the length of a list or on a filter, so they are many: those beyond are sent without a name. */
const mostNamed = 500;

const prepared = new Map<string, Prepared>();
const bulk = new Map<string, string>();

function prepare(sql: string): Prepared {
  const known = prepared.get(sql);
  if (known !== undefined) return known;
  const made = { text: numbered(sql), name: prepared.size < mostNamed ? `tillbell_${prepared.size + 1}` : undefined };
  if (made.name !== undefined) prepared.set(sql, made);
  return made;
}

/** `?` as `$1`, `$2`, … in order; not those inside quotes. */
export function numbered(sql: string): string {
  let next = 0;
  return sql.replaceAll(/'(?:[^']|'')*'|"[^"]*"|\?/g, (found) => {
    if (found !== '?') return found;
    next += 1;
    return `$${next}`;
  });
}

export function queryOf(statement: Statement): QueryConfig<SqlValue[]> {
  const { text, name } = prepare(statement.sql);
  const values = statement.values.map(bindable);
  return name === undefined ? { text, values } : { text, name, values };
}

const arrayTypes: Readonly<Record<ColumnType, string>> = { text: 'text[]', int: 'bigint[]', bytes: 'bytea[]' };

/** One statement whatever the number of rows: each column is an array. */
export function queryOfBulk(insert: BulkInsert): QueryConfig<(readonly SqlValue[])[]> {
  const names = Object.keys(insert.columns);
  const key = `${insert.into} ${names.join()} ${insert.returning}`;
  let sql = bulk.get(key);
  if (sql === undefined) {
    const arrays = Object.values(insert.columns).map((type) => `?::${arrayTypes[type]}`);
    sql = `INSERT INTO ${insert.into} (${names.join(', ')}) SELECT * FROM unnest(${arrays.join(', ')}) RETURNING ${insert.returning}`;
    bulk.set(key, sql);
  }
  const { text, name } = prepare(sql);
  const values = names.map((_, column) => insert.rows.map((row) => bindable(row[column] ?? null)));
  return name === undefined ? { text, values } : { text, name, values };
}

/** PostgreSQL's text holds no NUL. */
function bindable(value: SqlValue): SqlValue {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\u{fffd}') : value;
}
