import { chmodSync, closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { TillbellError } from '../../domain/errors.ts';

/**
 * Keeps a second service off the same data. Held as a lock of the operating system on a file of its own: it ends with the
 * process however that ends, and does not hinder commands that open the database beside it.
 * Returns what gives it up. Throws TillbellError `data_folder_in_use`.
 */
export function holdLock(path: string): () => void {
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    // Nothing is ever written to it, so a journal would only lie about.
    lock.exec('PRAGMA journal_mode = MEMORY');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new TillbellError('data_folder_in_use', `another Tillbell runs on the data beside ${path}`, {
      cause: error,
      hint: 'stop the other one first, or give this one a data folder of its own (TILLBELL_DATA)',
    });
  }
  return () => lock.close();
}
