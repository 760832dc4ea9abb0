import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { TillbellError } from '../../domain/errors.ts';
import { keyIdsInUse } from '../operations/rotate-keys.ts';
import { lockFileIn } from '../retire-keys.ts';
import { connect } from '../sqlite/connection.ts';
import { holdLock } from '../sqlite/lock.ts';

export type MovedValue = string | bigint | number | null | Uint8Array;

export interface SourceTable {
  readonly name: string;
  readonly rows: number;
  /** The highest id that was ever given out; null where the database gives none. */
  readonly highestId: number | null;
}

export interface SourceRow {
  readonly at: number;
  readonly row: Readonly<Record<string, MovedValue>>;
}

/** A data folder that no service uses, read table by table. */
export interface Source {
  readonly tables: readonly SourceTable[];
  /** Ids of the keys that rows are under. */
  keyIds(): readonly string[];
  /** Another after any change of the data, the same after none. */
  readonly fingerprint: string;
  /** Rows in the order of their place in the table, after the one at `after` (0: from the first). */
  rowsOf(table: string, after: number): Generator<SourceRow>;
  close(): void;
}

/** Throws TillbellError `data_folder_missing`, `data_folder_in_use` where a service runs on it, and those of opening it. */
export function openSource(dataFolder: string): Source {
  const path = join(dataFolder, 'tillbell.db');
  if (!existsSync(path)) {
    throw new TillbellError('data_folder_missing', `there is no tillbell.db in ${dataFolder}`, {
      hint: 'name the folder that the service used so far with TILLBELL_DATA',
    });
  }
  const release = holdLock(lockFileIn(dataFolder));
  try {
    const connection = connect(path);
    const { database } = connection;
    // What is still in the log goes into the file, so that its marks tell of every change.
    database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    return {
      tables: tablesOf(database),
      keyIds: () => connection.run(keyIdsInUse()),
      fingerprint: fingerprintOf(path),
      rowsOf: (table, after) => rowsOf(database, table, after),
      close() {
        connection.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

function tablesOf(database: DatabaseSync): SourceTable[] {
  const names = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
    .all()
    .map((row) => String(row['name']));
  const highest = new Map(
    database
      .prepare('SELECT name, seq FROM sqlite_sequence')
      .all()
      .map((row) => [String(row['name']), Number(row['seq'])]),
  );
  return names.map((name) => ({
    name,
    rows: Number(database.prepare(`SELECT count(*) AS count FROM ${name}`).get()?.['count']),
    highestId: highest.get(name) ?? null,
  }));
}

function* rowsOf(database: DatabaseSync, table: string, after: number): Generator<SourceRow> {
  const read = database.prepare(`SELECT rowid AS place_in_table, * FROM ${table} WHERE rowid > ? ORDER BY rowid`);
  read.setReadBigInts(true);
  for (const found of read.iterate(after)) {
    const { place_in_table: at, ...row } = found;
    yield { at: Number(at), row: row as Record<string, MovedValue> };
  }
}

/** Size, time of the last write and SQLite's own counter of changes. */
function fingerprintOf(path: string): string {
  const { size, mtimeNs } = statSync(path, { bigint: true });
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  readSync(file, header, 0, header.length, 0);
  closeSync(file);
  return `${size}-${mtimeNs}-${header.readUInt32BE(24)}`;
}
