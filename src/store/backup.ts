import { chmodSync, closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { messageOf, TillbellError } from '../domain/errors.ts';

/** In a backup: when it was made, milliseconds since the epoch. A data folder that has it was restored (F39). */
export const madeAtSetting = 'backup:made_at';
/** Pages at a time; between two of them the service writes on. */
const rate = 512;

export interface BackedUp {
  readonly bytes: number;
  readonly events: number;
}

/**
 * Copies the embedded store to `file` while the service runs, as it stands at one moment. The copy is checked and marked as a
 * backup; it holds no encryption key, and nothing can be read from it without one. Throws `usage_backup` where `file` exists
 * and `store_unavailable` where it cannot be written.
 */
export async function backupStore(options: {
  readonly dataFolder: string;
  readonly file: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly onProgress?: (pages: number, of: number) => void;
}): Promise<BackedUp> {
  const { dataFolder, file, now } = options;
  const source = join(dataFolder, 'tillbell.db');
  if (!existsSync(source))
    throw new TillbellError('usage_backup', `there is no store in ${dataFolder}`, { hint: 'check TILLBELL_DATA' });
  if (existsSync(file)) {
    throw new TillbellError('usage_backup', `${file} exists already`, { hint: 'name a file that does not exist yet' });
  }
  const part = `${file}.part`;
  try {
    // Readable by its owner only, before anything is in it.
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    await copy(source, part, options.onProgress);
    chmodSync(part, 0o600);
    const done = marked(part, now);
    renameSync(part, file);
    return done;
  } catch (error) {
    for (const name of [part, `${part}-wal`, `${part}-shm`, `${part}-journal`]) rmSync(name, { force: true });
    if (error instanceof TillbellError) throw error;
    throw new TillbellError('store_unavailable', `the backup could not be written: ${messageOf(error)}`, {
      hint: 'check the room on the disk and the permissions of the folder',
      cause: error,
    });
  }
}

async function copy(source: string, part: string, onProgress: ((pages: number, of: number) => void) | undefined) {
  const database = new DatabaseSync(source, { readOnly: true, timeout: 5_000 });
  try {
    await backup(database, part, {
      rate,
      ...(onProgress === undefined
        ? {}
        : { progress: ({ totalPages, remainingPages }) => onProgress(totalPages - remainingPages, totalPages) }),
    });
  } finally {
    database.close();
  }
}

function marked(part: string, now: number): BackedUp {
  const database = new DatabaseSync(part);
  try {
    // One file, without a log beside it.
    database.exec('PRAGMA journal_mode = DELETE');
    const sound = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
    if (sound !== 'ok') throw new Error('the copy is damaged');
    database
      .prepare(
        'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      )
      .run(madeAtSetting, String(now));
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    const size = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
    const events = Number(database.prepare('SELECT count(*) AS count FROM events').get()?.['count']);
    return { bytes: pages * size, events };
  } finally {
    database.close();
  }
}
