import pg from 'pg';
import { messageOf, TillbellError } from '../../domain/errors.ts';
import { inWordsOf, type Migration } from '../migrations.ts';
import type { DatabaseAddress } from './database-url.ts';
import { words } from './dialect.ts';
import { codeOf, failureOf, tillbellErrorOf } from './failures.ts';
import { clientConfig, expectWritable } from './sessions.ts';

/** Of processes that start at once on an empty database all but one find that the marker was made before theirs. */
const mostTries = 20;
/** A statement of a migration waits so long for those of running processes, which take far less. */
const lockMs = 30_000;

/**
 * Brings the schema that the connection's search path begins with to the newest version, in one transaction: all steps or
 * none (F36). Only one process migrates at a time; the others wait for it by the marker's row. Processes of the older version
 * go on meanwhile and after, since a step never takes away what they use.
 * Rejects with TillbellError `database_newer`, `database_foreign`, `migration_failed`, `store_unavailable`, and unless it is
 * made for a move with `database_moving` where one is not over.
 */
export async function migrate(
  address: DatabaseAddress,
  migrations: readonly Migration[],
  options: { readonly moving?: boolean } = {},
): Promise<void> {
  const client = await connectToMigrate(address);
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        await migrateOnce(client, migrations);
        if (options.moving !== true) await expectWhole(client);
        return;
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {});
        if (tries >= mostTries || !isRace(error)) throw error;
      }
    }
  } catch (error) {
    if (error instanceof TillbellError) throw error;
    throw tillbellErrorOf(error);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Without a limit on how long a statement may take, unlike those of a service. */
export async function connectToMigrate(address: DatabaseAddress): Promise<pg.Client> {
  let failure: unknown = null;
  for (const index of address.hosts.keys()) {
    const client = new pg.Client({ ...clientConfig(address, index), lock_timeout: lockMs });
    // The error that ends a connection is also given to the statement that waits.
    client.on('error', () => {});
    try {
      await client.connect();
      await expectWritable(client);
      return client;
    } catch (error) {
      failure = error;
      await client.end().catch(() => {});
    }
  }
  throw tillbellErrorOf(failure);
}

async function migrateOnce(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  const newest = migrations.at(-1)?.version ?? 0;
  const seen = await markerOf(client, '');
  if (seen === newest) return;
  await client.query('BEGIN');
  let step = 'look at the schema';
  try {
    const current = (await markerOf(client, 'FOR UPDATE')) ?? (await mark(client));
    if (current > newest) throw newerThan(current, newest);
    for (const migration of migrations.filter(({ version }) => version > current)) {
      step = `migration ${migration.version} (${migration.name})`;
      await client.query(inWordsOf(migration, words));
    }
    await client.query('UPDATE tillbell_schema SET version = $1', [newest]);
    await client.query('COMMIT');
  } catch (error) {
    if (error instanceof TillbellError || isRace(error) || failureOf(error) === 'unavailable') throw error;
    throw new TillbellError('migration_failed', `${step} failed and changed nothing: ${messageOf(error)}`, {
      cause: error,
      hint: 'see the message, or start the previous version of Tillbell; the data is as it was',
    });
  }
}

/** The version of the schema; null where there is no marker. */
async function markerOf(client: pg.Client, lock: '' | 'FOR UPDATE'): Promise<number | null> {
  const { rows } = await client.query<{ found: number }>(
    `SELECT count(*) AS found FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_name = 'tillbell_schema'`,
  );
  if (rows[0]?.found !== 1) return null;
  const marker = await client.query<{ version: number }>(`SELECT version FROM tillbell_schema ${lock}`);
  return marker.rows[0]?.version ?? 0;
}

/** A move from SQLite that is not over has brought a part: a service that began to work on it would spoil it. */
async function expectWhole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: number }>(
    `SELECT count(*) AS found FROM information_schema.tables
     WHERE table_schema = current_schema() AND table_name = 'tillbell_move'`,
  );
  if (rows[0]?.found === 0) return;
  throw new TillbellError('database_moving', 'data is being moved into the database, and not all of it is there yet', {
    hint: 'let tillbell migrate --from sqlite --to postgres end, or run it again where it was stopped',
  });
}

async function mark(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ found: number }>(
    `SELECT count(*) AS found FROM information_schema.tables WHERE table_schema = current_schema()`,
  );
  if (rows[0]?.found !== 0) {
    throw new TillbellError('database_foreign', 'the database holds tables of another program', {
      hint: 'give Tillbell a database of its own, or a schema: DATABASE_URL=…?options=-c%20search_path%3Dtillbell',
    });
  }
  await client.query('CREATE TABLE tillbell_schema (id BIGINT PRIMARY KEY CHECK (id = 1), version BIGINT NOT NULL)');
  await client.query('CREATE SEQUENCE payload_ids');
  await client.query('INSERT INTO tillbell_schema (id, version) VALUES (1, 0)');
  return 0;
}

function newerThan(current: number, newest: number): TillbellError {
  return new TillbellError(
    'database_newer',
    `the database has schema ${current}, written by a newer Tillbell; this one knows schema ${newest}`,
    { hint: 'install the newer Tillbell here too: it has migrated the database for all processes' },
  );
}

/** Another process made the marker, or the tables, first. */
function isRace(error: unknown): boolean {
  return failureOf(error) === 'overtaken' || ['42P07', '42710', '55P03'].includes(codeOf(error) ?? '');
}
