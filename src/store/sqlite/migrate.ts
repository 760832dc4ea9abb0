import type { DatabaseSync } from 'node:sqlite';
import { messageOf, TillbellError } from '../../domain/errors.ts';
import { inWordsOf, type Migration } from '../migrations.ts';

const words = { rowid: 'INTEGER PRIMARY KEY AUTOINCREMENT', int: 'INTEGER', bytes: 'BLOB' };

/** Marks the file as Tillbell's: "Till" in ASCII. */
const applicationId = 0x54696c6c;

/**
 * Brings the database to the newest schema in one transaction: all steps or none (F36). Throws TillbellError
 * `database_newer` where a newer Tillbell wrote it, `database_foreign` where it is not Tillbell's, `migration_failed`.
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[]): void {
  const newest = migrations.at(-1)?.version ?? 0;
  if (schemaOf(database) === newest) return;
  database.exec('BEGIN IMMEDIATE');
  let step = 'look at the schema';
  try {
    const current = schemaOf(database);
    refuse(database, current, newest);
    for (const migration of migrations.filter(({ version }) => version > current)) {
      step = `migration ${migration.version} (${migration.name})`;
      database.exec(inWordsOf(migration, words));
      database.exec(`PRAGMA user_version = ${migration.version}`);
    }
    database.exec(`PRAGMA application_id = ${applicationId}`);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    if (error instanceof TillbellError) throw error;
    throw new TillbellError('migration_failed', `${step} failed and changed nothing: ${messageOf(error)}`, {
      cause: error,
      hint: 'free disk space or restore the previous version of Tillbell; the data is as it was',
    });
  }
}

function refuse(database: DatabaseSync, current: number, newest: number): void {
  if (current > newest) {
    throw new TillbellError(
      'database_newer',
      `the database has schema ${current}, written by a newer Tillbell; this one knows schema ${newest}`,
      { hint: 'install the newer Tillbell again, or restore the backup made before it was upgraded' },
    );
  }
  const owner = pragma(database, 'application_id');
  const tables = Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] ?? 0);
  if (owner !== applicationId && tables > 0) {
    throw new TillbellError('database_foreign', 'the database file belongs to another program', {
      hint: 'give Tillbell a data folder of its own (TILLBELL_DATA)',
    });
  }
}

function schemaOf(database: DatabaseSync): number {
  return pragma(database, 'user_version');
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}
