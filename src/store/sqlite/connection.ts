import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { TillbellError } from '../../domain/errors.ts';
import { migrations } from '../migrations.ts';
import type { BulkInsert, Query, Steps } from '../operations/query.ts';
import { migrate } from './migrate.ts';

/** How long a write waits for another process (a CLI command) to end its own. */
const busyMs = 5_000;

/** Statements whose text depends on the length of a list or on a filter are many; the least used ones go. */
const mostStatements = 300;

export interface Connection {
  readonly database: DatabaseSync;
  run<T>(steps: Steps<T>): T;
  close(): void;
}

/** Opens the file, readable by its owner only, and brings it to the newest schema. */
export function connect(path: string): Connection {
  // SQLite gives the WAL and its index the mode of the main file.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path, { timeout: busyMs, enableForeignKeyConstraints: false });
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA temp_store = MEMORY');
    migrate(database, migrations);
  } catch (error) {
    database.close();
    throw error;
  }
  return connectionOver(database);
}

export function connectionOver(database: DatabaseSync): Connection {
  const statements = new Map<string, StatementSync>();

  function prepared(sql: string): StatementSync {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = database.prepare(sql);
      const oldest = statements.keys().next().value;
      if (statements.size >= mostStatements && oldest !== undefined) statements.delete(oldest);
    } else {
      statements.delete(sql);
    }
    statements.set(sql, statement);
    return statement;
  }

  function answer(query: Query): unknown {
    if ('into' in query) return insertEach(query);
    const statement = prepared(query.sql);
    return query.wants === 'rows' ? statement.all(...query.values) : Number(statement.run(...query.values).changes);
  }

  function insertEach({ into, columns, rows, returning }: BulkInsert): unknown[] {
    const names = Object.keys(columns);
    const marks = names.map(() => '?').join(', ');
    const insert = prepared(`INSERT INTO ${into} (${names.join(', ')}) VALUES (${marks}) RETURNING ${returning}`);
    return rows.map((row) => insert.get(...row));
  }

  return {
    database,
    run(steps) {
      let step = steps.next();
      while (step.done !== true) step = steps.next(answer(step.value));
      return step.value;
    },
    close: () => database.close(),
  };
}

/** SQLite's primary result codes after which the disk, the file or the transaction is to blame, not the operation. */
const unavailable = new Map([
  [5, 'the database is locked by another process'],
  [6, 'the database is locked'],
  [7, 'out of memory'],
  [8, 'the database is read-only'],
  [10, 'the disk reported an input/output error'],
  [11, 'the database file is damaged'],
  [13, 'the disk is full'],
  [14, 'the database file cannot be opened'],
  [26, 'the file is not a database'],
]);

/** `store_unavailable` for a fault of the disk or the file; null where the error is of another kind. */
export function unavailableFrom(error: unknown): TillbellError | null {
  const code = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  const text = unavailable.get(code & 0xff);
  if (text === undefined) return null;
  return new TillbellError('store_unavailable', `cannot commit: ${text}`, {
    cause: error,
    hint: 'see the free space, the permissions and the health of the disk that holds the data folder',
  });
}
