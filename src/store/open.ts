import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import { messageOf, TillbellError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import type { Engine } from './engine.ts';
import { storeOver } from './engine-store.ts';
import { type KeyringSource, keyringSource, makeKeyring, sharedKeys } from './keyring.ts';
import { postgresEngine } from './postgres/engine.ts';
import { lockFileIn } from './retire-keys.ts';
import { sqliteEngine } from './sqlite/engine.ts';
import type { Store } from './store.ts';

interface Opened {
  readonly engine: Engine;
  readonly keys: KeyringSource;
}

export interface OpenOptions {
  /** Null for the embedded store in the data folder; else PostgreSQL, which other processes may use at the same time. */
  readonly databaseUrl: Secret | null;
  readonly dataFolder: string;
  /** 32 bytes as base64 or hex, or several separated by commas, newest first; null: the data folder's key file. */
  readonly encryptionKey: Secret | null;
  /** The service itself, which holds a data folder alone; a command looks on while the service runs. */
  readonly exclusive: boolean;
  readonly clock: Clock;
  readonly log?: { info(fields: object, message: string): void };
}

/**
 * Opens the store, migrated to the newest schema. Where a data folder is held exclusively no other process lives, so what a
 * dead one had leased is free at once, and what it was sending is ambiguous; where processes share a database, when its lease
 * ends.
 * Throws TillbellError `data_folder_unusable`, `data_folder_in_use`, `encryption_key_invalid`, `encryption_key_missing`,
 * `encryption_key_required`, `database_url_invalid`, `database_newer`, `database_foreign`, `migration_failed`,
 * `store_unavailable`.
 */
export async function openStore(options: OpenOptions): Promise<Store> {
  const started = options.clock.monotonic();
  const { engine, keys } = await openEngine(options);
  try {
    const known = makeKeyring(keys);
    const missing = (await engine.call('keyIdsInUse', null)).filter((id) => known.find(id) === null);
    if (missing.length > 0) throw keyMissing(missing, known.newest().id);
    if (options.exclusive && options.databaseUrl === null) await engine.call('recover', null);
  } catch (error) {
    await engine.close();
    throw error;
  }
  options.log?.info({ took_ms: Math.round(options.clock.monotonic() - started) }, 'store opened');
  return storeOver(engine);
}

/** With a DATABASE_URL nothing is kept on this machine, so the data folder is not even made. */
async function openEngine({ databaseUrl, ...options }: OpenOptions): Promise<Opened> {
  if (databaseUrl !== null) {
    const keys = sharedKeys(options.encryptionKey);
    const { clock, exclusive: listens } = options;
    return { keys, engine: await postgresEngine({ url: databaseUrl, keys, clock, listens }) };
  }
  makeFolder(options.dataFolder);
  const keys = keyringSource(options.encryptionKey, options.dataFolder);
  const path = join(options.dataFolder, 'tillbell.db');
  const lockPath = options.exclusive ? lockFileIn(options.dataFolder) : null;
  return { keys, engine: await sqliteEngine({ path, lockPath, keys }) };
}

/** Only the owner may look into the folder: it holds the key beside what the key opens. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new TillbellError('data_folder_unusable', `the data folder ${folder} cannot be used: ${messageOf(error)}`, {
      cause: error,
      hint: 'make it a folder that belongs to the user who runs Tillbell, or name another with TILLBELL_DATA',
    });
  }
}

function keyMissing(ids: readonly string[], newest: string): TillbellError {
  return new TillbellError(
    'encryption_key_missing',
    `stored data is under the encryption key ${ids.join(', ')}, which is not given (the newest given is ${newest})`,
    {
      hint: 'give the old key after the new one in TILLBELL_ENCRYPTION_KEY, or put encryption.key back into the data folder',
    },
  );
}
