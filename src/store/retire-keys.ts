import { join } from 'node:path';
import { TillbellError } from '../domain/errors.ts';
import { fileKeyIds, removeKey } from './keyring.ts';
import { holdLock } from './sqlite/lock.ts';

/** The lock that a service holds for as long as it lives. */
export const lockFileIn = (dataFolder: string): string => join(dataFolder, 'tillbell.lock');

/**
 * Takes the keys that no row is under out of the data folder's key file. A service that runs may still write under an older
 * key than the newest, whatever stands in the file by now: then all are kept, and named. `inUse` is asked while no service
 * can start.
 */
export async function retireKeys(
  dataFolder: string,
  inUse: () => Promise<readonly string[]>,
): Promise<{ removed: readonly string[]; kept: readonly string[] }> {
  const older = fileKeyIds(dataFolder).slice(1);
  if (older.length === 0) return { removed: [], kept: [] };
  let release: () => void;
  try {
    release = holdLock(lockFileIn(dataFolder));
  } catch (error) {
    if (error instanceof TillbellError && error.code === 'data_folder_in_use') return { removed: [], kept: older };
    throw error;
  }
  try {
    const used = await inUse();
    return { removed: older.filter((id) => !used.includes(id) && removeKey(dataFolder, id)), kept: [] };
  } finally {
    release();
  }
}
