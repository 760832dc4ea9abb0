import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../src/domain/clock.ts';
import { openStore } from '../../src/store/open.ts';
import type { Database } from './scene.ts';
import { describeStore } from './store.conformance.ts';

/** Each sealed value begins with its IV and its tag. */
const sealBytes = 28;

function makeSqlite(): Database {
  const dataFolder = mkdtempSync(join(tmpdir(), 'tillbell-store-'));

  function change(
    read: string,
    write: string,
    key: string | number,
    offsetOf: (row: Record<string, unknown>) => number,
  ) {
    const database = new DatabaseSync(join(dataFolder, 'tillbell.db'));
    const row = database.prepare(read).get(key);
    if (row === undefined || !(row['value'] instanceof Uint8Array)) throw new Error('nothing to damage');
    const value = Uint8Array.from(row['value']);
    const offset = offsetOf(row);
    value[offset] = (value[offset] ?? 0) ^ 1;
    database.prepare(write).run(value, row['id'] as string | number);
    database.close();
  }

  return {
    shared: false,
    open: (options) =>
      openStore({
        databaseUrl: null,
        dataFolder,
        encryptionKey: options?.encryptionKey ?? null,
        exclusive: options?.exclusive ?? true,
        clock: systemClock,
      }),
    damageBody: (seq, position) =>
      change(
        'SELECT p.id, p.body AS value, e.payload_offset FROM events e JOIN payloads p ON p.id = e.payload_id WHERE e.seq = ?',
        'UPDATE payloads SET body = ? WHERE id = ?',
        seq,
        (row) => sealBytes + Number(row['payload_offset']) + position,
      ),
    damageSubject: (id) =>
      change(
        'SELECT id, state AS value FROM subjects WHERE id = ?',
        'UPDATE subjects SET state = ? WHERE id = ?',
        id,
        () => sealBytes,
      ),
    drop: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

describeStore('SQLite', makeSqlite);
