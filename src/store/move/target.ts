import type pg from 'pg';
import { TillbellError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import { migrations } from '../migrations.ts';
import { parseDatabaseUrl } from '../postgres/database-url.ts';
import { tillbellErrorOf } from '../postgres/failures.ts';
import { connectToMigrate, migrate } from '../postgres/migrate.ts';
import type { MovedValue } from './source.ts';

export interface TargetTable {
  /** Where the last batch ended, by the source's count; 0 before the first. */
  readonly after: number;
  readonly rows: number;
}

/** A database that is being filled. No service starts on it until the move is over. */
export interface Target {
  /** How far each table is. */
  readonly tables: ReadonlyMap<string, TargetTable>;
  /** Adds the rows and notes how far the table is, in one transaction. */
  add(table: string, rows: readonly Readonly<Record<string, MovedValue>>[], after: number): Promise<void>;
  count(table: string): Promise<number>;
  /** Lets ids go on after the highest ever given out, and the service start. */
  finish(highest: ReadonlyMap<string, number>): Promise<void>;
  close(): Promise<void>;
}

interface Column {
  readonly name: string;
  readonly type: string;
  readonly identity: boolean;
}

/**
 * Makes the schema, or goes on with a move from the same source. Rejects with TillbellError `target_not_empty`,
 * `move_of_another_source`, and those of opening a database.
 */
export async function openTarget(url: Secret, fingerprint: string): Promise<Target> {
  const address = parseDatabaseUrl(url);
  await migrate(address, migrations, { moving: true });
  const client = await connectToMigrate(address);
  try {
    const columns = await columnsOf(client);
    await begin(client, columns, fingerprint);
    return targetOver(client, columns, await progressOf(client));
  } catch (error) {
    await client.end().catch(() => {});
    throw tillbellErrorOf(error);
  }
}

async function begin(client: pg.Client, columns: ReadonlyMap<string, unknown>, fingerprint: string): Promise<void> {
  await client.query('BEGIN');
  // Of two moves at once the second waits here, and then finds the first's.
  await client.query('SELECT version FROM tillbell_schema FOR UPDATE');
  const { rows: marked } = await client.query(
    `SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'tillbell_move'`,
  );
  if (marked.length === 0) {
    await expectEmpty(client, columns);
    await client.query(
      'CREATE TABLE tillbell_move (name TEXT PRIMARY KEY, source TEXT NOT NULL, after BIGINT NOT NULL, rows BIGINT NOT NULL)',
    );
    await client.query('DELETE FROM counters');
    await client.query(`INSERT INTO tillbell_move (name, source, after, rows) VALUES ('', $1, 0, 0)`, [fingerprint]);
  }
  const { rows } = await client.query<{ source: string }>(`SELECT source FROM tillbell_move WHERE name = ''`);
  if (rows[0]?.source !== fingerprint) {
    throw new TillbellError('move_of_another_source', 'the database holds part of a move from other data than this', {
      hint: 'the data folder was used since, or is another one: empty the database (or make another) and begin anew',
    });
  }
  await client.query('COMMIT');
}

/** Counters apart: to see whether it can commit, a service that looked at the database counts. */
async function expectEmpty(client: pg.Client, columns: ReadonlyMap<string, unknown>): Promise<void> {
  for (const table of columns.keys()) {
    if (table === 'tillbell_schema' || table === 'counters') continue;
    const { rows } = await client.query(`SELECT 1 FROM ${table} LIMIT 1`);
    if (rows.length === 0) continue;
    throw new TillbellError('target_not_empty', `the database holds ${table} already, so nothing was moved`, {
      hint: 'name an empty database with DATABASE_URL: two histories cannot be made one',
    });
  }
}

async function columnsOf(client: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<{ table_name: string; name: string; type: string; identity: string }>(
    `SELECT table_name, column_name AS name, data_type AS type, is_identity AS identity FROM information_schema.columns
     WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position`,
  );
  const columns = new Map<string, Column[]>();
  for (const { table_name: table, name, type, identity } of rows) {
    const column = { name, type, identity: identity === 'YES' };
    columns.set(table, [...(columns.get(table) ?? []), column]);
  }
  return columns;
}

async function progressOf(client: pg.Client): Promise<Map<string, TargetTable>> {
  const { rows } = await client.query<{ name: string; after: number; rows: number }>(
    'SELECT name, after, rows FROM tillbell_move',
  );
  return new Map(rows.map(({ name, after, rows: count }) => [name, { after, rows: count }]));
}

function targetOver(
  client: pg.Client,
  columns: ReadonlyMap<string, readonly Column[]>,
  tables: ReadonlyMap<string, TargetTable>,
): Target {
  return {
    tables,
    async add(table, rows, after) {
      const its = columns.get(table) ?? [];
      const names = its.map(({ name }) => `"${name}"`).join(', ');
      const arrays = its.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
      const values = its.map(({ name }) => rows.map((row) => portable(row[name] ?? null)));
      await inTransaction(client, async () => {
        await client.query(`INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays})`, values);
        await client.query(
          `INSERT INTO tillbell_move (name, source, after, rows) VALUES ($1, '', $2, $3)
           ON CONFLICT (name) DO UPDATE SET after = excluded.after, rows = tillbell_move.rows + excluded.rows`,
          [table, after, rows.length],
        );
      });
    },
    async count(table) {
      const { rows } = await client.query<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
      return rows[0]?.count ?? 0;
    },
    async finish(highest) {
      await inTransaction(client, async () => {
        for (const [table, id] of highest) {
          const column = columns.get(table)?.find(({ identity }) => identity);
          if (column === undefined || id < 1) continue;
          await client.query('SELECT setval(pg_get_serial_sequence($1, $2), $3)', [table, column.name, id]);
        }
        await client.query(
          `SELECT setval('payload_ids', greatest(1, (SELECT coalesce(max(id), 0) FROM payloads)), EXISTS (SELECT 1 FROM payloads))`,
        );
        await client.query('DROP TABLE tillbell_move');
      });
    },
    close: () => client.end(),
  };
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  try {
    await client.query('BEGIN');
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw tillbellErrorOf(error);
  }
}

/** An array parameter takes integers as text; text holds no NUL. */
function portable(value: MovedValue): MovedValue {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' ? value.replaceAll('\0', '\u{fffd}') : value;
}
