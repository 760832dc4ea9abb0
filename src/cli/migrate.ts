import { SingleBar } from 'cli-progress';
import { TillbellError } from '../domain/errors.ts';
import { type Moved, moveToPostgres } from '../store/move/move.ts';
import { configured } from './configured.ts';
import { printJson, type RegisterCommand, type Terminal } from './terminal.ts';
import { configOption, withStore } from './with-store.ts';

interface MigrateOptions {
  readonly from?: string;
  readonly to?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** `tillbell migrate`: brings the store's schema to this version, as `start` does by itself; or moves all data to PostgreSQL. */
export const migrateCommand: RegisterCommand = (program, terminal, exit) => {
  program
    .command('migrate')
    .description(
      'bring the database to this version of the schema, as start does by itself; or move all data from SQLite to PostgreSQL',
    )
    .option('--from <engine>', 'sqlite: the data folder (TILLBELL_DATA); the service must be stopped')
    .option('--to <engine>', 'postgres: the empty database of DATABASE_URL')
    .option(...configOption)
    .option('--json', 'for machines')
    .action(async (options: MigrateOptions) => {
      if (options.from !== undefined || options.to !== undefined) return exit(await move(terminal, options));
      const done = await withStore(terminal, options, async (store) => {
        await store.ping();
        return true;
      });
      if (done === null) return exit(2);
      if (options.json === true) printJson(terminal, { ok: true });
      else terminal.out('The database has the schema of this version.\n');
    });
};

async function move(terminal: Terminal, options: MigrateOptions): Promise<0 | 2> {
  if (options.from !== 'sqlite' || options.to !== 'postgres') {
    throw new TillbellError('usage_migrate', 'only a move from SQLite to PostgreSQL is known', {
      hint: 'tillbell migrate --from sqlite --to postgres',
    });
  }
  const loaded = configured(terminal, options.config, options.json === true);
  if (loaded === null) return 2;
  const { dataFolder, databaseUrl, encryptionKey } = loaded.config;
  if (databaseUrl === null) {
    throw new TillbellError('usage_migrate', 'DATABASE_URL does not say where to move to', {
      hint: 'DATABASE_URL=postgres://user:password@host/database tillbell migrate --from sqlite --to postgres',
    });
  }
  const bar =
    terminal.interactive && options.json !== true
      ? new SingleBar({ format: '  {bar} {value}/{total} rows', hideCursor: true, clearOnComplete: true })
      : null;
  const onProgress = (rows: number, of: number): void => {
    if (bar?.isActive === true) bar.update(rows);
    else bar?.start(of, rows);
  };
  try {
    report(terminal, options, await moveToPostgres({ dataFolder, databaseUrl, encryptionKey, onProgress }));
    return 0;
  } finally {
    bar?.stop();
  }
}

function report(terminal: Terminal, options: MigrateOptions, moved: Moved): void {
  const rows = moved.tables.reduce((sum, table) => sum + table.rows, 0);
  if (options.json === true) {
    printJson(terminal, { ok: true, rows, resumedAt: moved.resumedAt, tables: moved.tables });
    return;
  }
  terminal.out(
    `${moved.tables.map((table) => `${table.name.padEnd(20)} ${String(table.rows).padStart(10)}\n`).join('')}`,
  );
  if (moved.resumedAt > 0) terminal.out(`${moved.resumedAt} of these rows were there from an earlier run.\n`);
  terminal.out(
    `${rows} rows moved, the same number on both sides. Start the service with DATABASE_URL now; the data folder is kept as it was, and must not be used any more.\n`,
  );
}
