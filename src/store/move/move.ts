import { TillbellError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import { makeKeyring, sharedKeys } from '../keyring.ts';
import { type MovedValue, openSource, type Source, type SourceTable } from './source.ts';
import { openTarget, type Target } from './target.ts';

export interface MoveOptions {
  readonly dataFolder: string;
  readonly databaseUrl: Secret;
  readonly encryptionKey: Secret | null;
  readonly onProgress: (rows: number, of: number) => void;
}

export interface Moved {
  /** Rows by table, the same on both sides. */
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  /** Of all these, those that an earlier run had moved. */
  readonly resumedAt: number;
}

/** One batch is one transaction: so much is held in memory here, and lost by a stop in between. */
const mostRows = 1_000;
const mostBytes = 4 * 1024 * 1024;

/**
 * Copies everything from a data folder that no service uses into an empty PostgreSQL database: ids, times and sealed bytes as
 * they are. Stopped in between it goes on where it was; while it is under way no service starts on the database. The data
 * folder is left as it is. Rejects with TillbellError `encryption_key_required`, `encryption_key_missing`,
 * `data_folder_missing`, `data_folder_in_use`, `target_not_empty`, `move_of_another_source`, `move_incomplete`.
 */
export async function moveToPostgres(options: MoveOptions): Promise<Moved> {
  const keyring = makeKeyring(sharedKeys(options.encryptionKey));
  const source = openSource(options.dataFolder);
  try {
    const unknown = source.keyIds().filter((id) => keyring.find(id) === null);
    if (unknown.length > 0) throw keyMissing(unknown, options.dataFolder);
    const target = await openTarget(options.databaseUrl, source.fingerprint);
    try {
      return await copyAll(source, target, options.onProgress);
    } finally {
      await target.close();
    }
  } finally {
    source.close();
  }
}

async function copyAll(source: Source, target: Target, onProgress: MoveOptions['onProgress']): Promise<Moved> {
  const total = source.tables.reduce((sum, table) => sum + table.rows, 0);
  const resumedAt = [...target.tables.values()].reduce((sum, { rows }) => sum + rows, 0);
  let moved = resumedAt;
  onProgress(moved, total);
  for (const table of source.tables) {
    const { after } = target.tables.get(table.name) ?? { after: 0 };
    for (const batch of batches(source, table, after)) {
      await target.add(table.name, batch.rows, batch.after);
      moved += batch.rows.length;
      onProgress(moved, total);
    }
  }
  for (const table of source.tables) {
    const there = await target.count(table.name);
    if (there !== table.rows) throw incomplete(table, there);
  }
  await target.finish(
    new Map(source.tables.flatMap(({ name, highestId }) => (highestId === null ? [] : [[name, highestId]]))),
  );
  return { tables: source.tables.map(({ name, rows }) => ({ name, rows })), resumedAt };
}

function* batches(
  source: Source,
  table: SourceTable,
  from: number,
): Generator<{ readonly rows: Readonly<Record<string, MovedValue>>[]; readonly after: number }> {
  let rows: Readonly<Record<string, MovedValue>>[] = [];
  let bytes = 0;
  let after = from;
  for (const { at, row } of source.rowsOf(table.name, from)) {
    rows.push(row);
    after = at;
    for (const value of Object.values(row)) bytes += value instanceof Uint8Array ? value.length : 16;
    if (rows.length < mostRows && bytes < mostBytes) continue;
    yield { rows, after };
    rows = [];
    bytes = 0;
  }
  if (rows.length > 0) yield { rows, after };
}

function keyMissing(ids: readonly string[], dataFolder: string): TillbellError {
  return new TillbellError(
    'encryption_key_missing',
    `the data is under the encryption key ${ids.join(', ')}, which TILLBELL_ENCRYPTION_KEY does not hold`,
    { hint: `give it the line of encryption.key in ${dataFolder}; where it has several, separate them by commas` },
  );
}

function incomplete(table: SourceTable, there: number): TillbellError {
  return new TillbellError(
    'move_incomplete',
    `${table.name} has ${table.rows} rows in the data folder and ${there} in the database; the service is kept from starting`,
    { hint: 'empty the database and begin anew; the data folder is as it was' },
  );
}
