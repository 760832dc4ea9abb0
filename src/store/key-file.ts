import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** One key in base64 a line, newest first; readable by the owner only. */
export function keyFileIn(dataFolder: string): string {
  return join(dataFolder, 'encryption.key');
}

/** The keys' lines; null where there is no such file. A file that others could read is closed to them. */
export function readKeyFile(file: string): string[] | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Makes the file whole or not at all, and never over one that is there (two processes may start at once). */
export function createKeyFile(file: string, key: string): void {
  const draft = writeDraft(file, [key]);
  try {
    linkSync(draft, file);
    syncFolder(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}

export function replaceKeyFile(file: string, keys: readonly string[]): void {
  renameSync(writeDraft(file, keys), file);
  syncFolder(file);
}

function writeDraft(file: string, keys: readonly string[]): string {
  const draft = `${file}.${randomUUID()}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${keys.join('\n')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return draft;
}

/** A new name is on disk only when its folder is. */
function syncFolder(file: string): void {
  const handle = openSync(dirname(file), 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
