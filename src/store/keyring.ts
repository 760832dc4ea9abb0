import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { TillbellError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { createKeyFile, keyFileIn, readKeyFile, replaceKeyFile } from './key-file.ts';

/** A key and its fingerprint. The id says nothing about the key and may be printed. */
export interface Key {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys that rows may be under; new rows are sealed under the newest. */
export interface Keyring {
  newest(): Key;
  /** Null where unknown, after the key file was read once more: another process may have added a key meanwhile. */
  find(id: string): Key | null;
  /** Reads the key file again. */
  refresh(): void;
}

/** What a keyring is made of; can be handed to another thread. */
export interface KeyringSource {
  /** From the environment, newest first; they go before those of the file. */
  readonly given: readonly KeyObject[];
  /** Null where there is no key file. */
  readonly file: string | null;
}

/**
 * Where the keys come from: `given` (one key of 32 bytes as base64 or hex, or several separated by commas, newest first)
 * and the data folder's key file, which is made once where neither is there.
 * Throws TillbellError `encryption_key_invalid`.
 */
export function keyringSource(given: Secret | null, dataFolder: string): KeyringSource {
  const keys = given === null ? [] : parseKeys(given.reveal(), 'TILLBELL_ENCRYPTION_KEY');
  const file = keyFileIn(dataFolder);
  if (keys.length === 0 && readKeyFile(file) === null) createKeyFile(file, newKeyText());
  return { given: keys, file: readKeyFile(file) === null ? null : file };
}

/**
 * The keys of processes that share a database. A key file would be each machine's own, and what one had sealed no other could
 * read. Throws TillbellError `encryption_key_required`, `encryption_key_invalid`.
 */
export function sharedKeys(given: Secret | null): KeyringSource {
  if (given === null) {
    throw new TillbellError(
      'encryption_key_required',
      'with DATABASE_URL the encryption key must come from TILLBELL_ENCRYPTION_KEY: all processes need the same one',
      {
        hint: 'make one with openssl rand -base64 32, keep it beside your other secrets, and give it to every process',
      },
    );
  }
  return { given: parseKeys(given.reveal(), 'TILLBELL_ENCRYPTION_KEY'), file: null };
}

export function makeKeyring(source: KeyringSource): Keyring {
  let keys = load(source);
  const refresh = (): void => {
    keys = load(source);
  };
  return {
    newest() {
      const key = keys[0];
      if (key === undefined) throw new TillbellError('encryption_key_missing', 'there is no encryption key');
      return key;
    },
    find(id) {
      const known = keys.find((key) => key.id === id);
      if (known !== undefined) return known;
      refresh();
      return keys.find((key) => key.id === id) ?? null;
    },
    refresh,
  };
}

/**
 * Puts a new key before the others in the data folder's key file. Rows stay readable under the old ones; rotateKeys moves
 * them. Returns the new key's id. Throws `encryption_key_from_environment` where the file is not what the newest key comes from.
 */
export function addKey(dataFolder: string, given: Secret | null): { keyId: string } {
  if (given !== null) {
    throw new TillbellError(
      'encryption_key_from_environment',
      'the encryption key comes from TILLBELL_ENCRYPTION_KEY, so Tillbell cannot add one',
      { hint: 'put the new key first and the old one after it, separated by a comma, then run it again' },
    );
  }
  const file = keyFileIn(dataFolder);
  const text = newKeyText();
  replaceKeyFile(file, [text, ...(readKeyFile(file) ?? [])]);
  const [key] = parseKeys(text, file);
  if (key === undefined) throw new TillbellError('encryption_key_missing', 'the new key could not be read back');
  return { keyId: fingerprint(key) };
}

/** Ids of the keys in the data folder's key file, newest first. */
export function fileKeyIds(dataFolder: string): string[] {
  const file = keyFileIn(dataFolder);
  return (readKeyFile(file) ?? []).flatMap((line) => parseKeys(line, file)).map(fingerprint);
}

/** Takes a key that no row is under any more out of the data folder's key file. False where it was not there. */
export function removeKey(dataFolder: string, keyId: string): boolean {
  const file = keyFileIn(dataFolder);
  const lines = readKeyFile(file) ?? [];
  const kept = lines.filter((line) => parseKeys(line, file).every((key) => fingerprint(key) !== keyId));
  if (kept.length === lines.length) return false;
  if (kept.length === 0) throw new TillbellError('encryption_key_missing', 'the only encryption key cannot be removed');
  replaceKeyFile(file, kept);
  return true;
}

function load(source: KeyringSource): readonly Key[] {
  const file = source.file === null ? [] : (readKeyFile(source.file) ?? []);
  const keys = [...source.given, ...file.flatMap((line) => parseKeys(line, source.file ?? ''))];
  return keys.map((key) => ({ id: fingerprint(key), key }));
}

function newKeyText(): string {
  return randomBytes(32).toString('base64');
}

function parseKeys(text: string, from: string): KeyObject[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part, index) => {
      const bytes = /^[0-9a-fA-F]{64}$/.test(part) ? Buffer.from(part, 'hex') : fromBase64(part);
      if (bytes?.length === 32) return createSecretKey(bytes);
      throw new TillbellError(
        'encryption_key_invalid',
        `key ${index + 1} in ${from} is not 32 bytes as base64 or hex`,
        {
          hint: 'make one with: openssl rand -base64 32',
        },
      );
    });
}

function fromBase64(text: string): Buffer | null {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}

function fingerprint(key: KeyObject): string {
  return createHash('sha256').update('tillbell key id\0').update(key.export()).digest('hex').slice(0, 16);
}
