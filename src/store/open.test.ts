import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../domain/clock.ts';
import { Secret } from '../domain/secret.ts';
import { addKey, keyringSource, makeKeyring, removeKey } from './keyring.ts';
import { type OpenOptions, openStore } from './open.ts';
import { sqliteEngine } from './sqlite/engine.ts';
import type { Store } from './store.ts';

let dataFolder: string;
let stores: Store[];
beforeEach(() => {
  dataFolder = join(mkdtempSync(join(tmpdir(), 'tillbell-open-')), 'data');
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  rmSync(join(dataFolder, '..'), { recursive: true });
});

async function open(given: Partial<OpenOptions> = {}): Promise<Store> {
  const store = await openStore({
    databaseUrl: null,
    dataFolder,
    encryptionKey: null,
    exclusive: true,
    clock: systemClock,
    ...given,
  });
  stores.push(store);
  return store;
}

async function fill(store: Store, id = 'evt_1'): Promise<number> {
  const body = Buffer.from(`{"id":"${id}","email":"ada@example.com"}`);
  const { seq } = await store.acceptEvent({
    account: 'main',
    id,
    type: 'customer.created',
    created: 1,
    livemode: true,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    objectId: 'cus_1',
    body,
    digest: createHash('sha256').update(body).digest(),
    receivedAt: 1,
    origin: 'webhook',
    quarantine: null,
  });
  await store.claimEvents({ owner: 'a', now: 1, until: 2, limit: 10 });
  await store.commitEvent({
    seq,
    owner: 'a',
    now: 1,
    state: 'suppressed',
    reason: { code: 'x', text: 'y' },
    late: false,
    decision: null,
    subjects: [
      {
        id: `s_${id}`,
        base: [],
        account: 'main',
        livemode: true,
        kind: 'customer',
        keys: [`cus_${id}`],
        state: {
          objects: {},
          story: {
            k: {
              key: 'k',
              at: 1,
              phrase: [{ type: 'email', text: 'ada@example.com' }],
              severity: 'low',
              broadcast: false,
            },
          },
        },
        search: { customer: 'cus_1', amount: null, code: null },
        refreshCards: false,
      },
    ],
    deliveries: [],
  });
  await store.putCached({ account: 'main', id: `cus_${id}`, json: '{"email":"ada@example.com"}', expiresAt: 9 });
  return seq;
}

describe('the data folder', () => {
  test('and all in it is its owner’s alone, and holds nothing personal in the clear', async () => {
    const store = await open();
    await fill(store);
    expect(statSync(dataFolder).mode & 0o777).toBe(0o700);
    const files = readdirSync(dataFolder);
    expect(files.toSorted()).toEqual(
      ['encryption.key', 'tillbell.db', 'tillbell.db-shm', 'tillbell.db-wal', 'tillbell.lock'].toSorted(),
    );
    for (const file of files) {
      expect(statSync(join(dataFolder, file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(dataFolder, file)).includes('ada@example')).toBe(false);
    }
  });

  test('that is a file is named in the error', async () => {
    mkdirSync(join(dataFolder, '..'), { recursive: true });
    writeFileSync(dataFolder, '');
    await expect(open()).rejects.toMatchObject({
      code: 'data_folder_unusable',
      message: expect.stringContaining(dataFolder),
    });
  });

  test('with a file that is no database is refused', async () => {
    await (await open()).close();
    writeFileSync(join(dataFolder, 'tillbell.db'), 'this is no database, only a text of some length '.repeat(30));
    await expect(open()).rejects.toMatchObject({ code: 'store_unavailable' });
  });
});

test('F35 a body that was changed together with its digest is not taken for what was stored', async () => {
  let store = await open();
  const seq = await fill(store);
  await fill(store, 'evt_2');
  const body = Uint8Array.from((await store.eventBody(seq)) ?? []);
  await store.close();
  body[3] = (body[3] ?? 0) ^ 1;
  const database = new DatabaseSync(join(dataFolder, 'tillbell.db'));
  const row = database.prepare('SELECT id, body FROM payloads ORDER BY id').get();
  if (!(row?.['body'] instanceof Uint8Array)) throw new Error('no payload');
  const sealed = Uint8Array.from(row['body']);
  const at = sealed.length - body.length + 3;
  sealed[at] = (sealed[at] ?? 0) ^ 1;
  database.prepare('UPDATE payloads SET body = ? WHERE id = ?').run(sealed, row['id'] ?? 0);
  database.prepare('UPDATE events SET digest = ? WHERE seq = ?').run(createHash('sha256').update(body).digest(), seq);
  database.close();
  store = await open();
  expect(await store.eventBody(seq)).toBeNull();
  expect(await store.explainEvent({ id: 'evt_1' })).toHaveLength(1);
});

test('F35 a row whose place or digest was changed gives no other event’s body', async () => {
  const store = await open();
  const seqs = [await fill(store), await fill(store, 'evt_2')];
  const database = new DatabaseSync(join(dataFolder, 'tillbell.db'));
  const [one, two] = seqs.map((seq) => database.prepare('SELECT payload_id FROM events WHERE seq = ?').get(seq));
  database.prepare('UPDATE events SET payload_id = ? WHERE seq = ?').run(two?.['payload_id'] ?? 0, seqs[0] ?? 0);
  expect(one).not.toEqual(two);
  expect(await store.eventBody(seqs[0] ?? 0)).toBeNull();
  database.prepare('UPDATE events SET digest = ? WHERE seq = ?').run(Buffer.alloc(32), seqs[1] ?? 0);
  expect(await store.eventBody(seqs[1] ?? 0)).toBeNull();
  database.close();
});

describe('who may open', () => {
  test('a second service on the same data is refused; a command may look on and write', async () => {
    const service = await open();
    await expect(open()).rejects.toMatchObject({ code: 'data_folder_in_use' });
    const command = await open({ exclusive: false });
    const seq = await fill(service);
    expect(await command.explainEvent({ id: 'evt_1' })).toMatchObject([{ seq, state: 'suppressed' }]);
    expect(await command.replay({ now: 5, eventIds: ['evt_1'] })).toEqual({ events: 1, deliveries: 0 });
    expect(await service.claimEvents({ owner: 'a', now: 5, until: 6, limit: 5 })).toHaveLength(1);
    await service.close();
    await open();
  });

  test('a command leaves the leases of a running service alone', async () => {
    const service = await open();
    await fill(service);
    await service.replay({ now: 1, eventIds: ['evt_1'] });
    await service.claimEvents({ owner: 'a', now: 1, until: 50, limit: 5 });
    const command = await open({ exclusive: false });
    expect(await command.claimEvents({ owner: 'b', now: 2, until: 50, limit: 5 })).toEqual([]);
  });

  test('with DATABASE_URL the key must be given, nothing is kept here, and no error holds the password', async () => {
    const databaseUrl = new Secret('postgres://user:hunter2@127.0.0.1:1/tillbell');
    await expect(open({ databaseUrl })).rejects.toMatchObject({ code: 'encryption_key_required' });
    const unreachable = open({ databaseUrl, encryptionKey: new Secret('ab'.repeat(32)) });
    await expect(unreachable).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(inspect(await unreachable.catch((error: unknown) => error), { depth: 9 })).not.toContain('hunter2');
    expect(existsSync(dataFolder)).toBe(false);
  });
});

describe('encryption keys', () => {
  test('F114 rows under a key that is not given: refuses to open, names the key, not its text', async () => {
    const [lost, other] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    const store = await open({ encryptionKey: new Secret(lost) });
    await fill(store);
    const [inUse] = await store.keysInUse();
    await store.close();
    await expect(open({ encryptionKey: new Secret(other) })).rejects.toMatchObject({
      code: 'encryption_key_missing',
      message: expect.stringContaining(inUse?.keyId ?? 'none'),
    });
    const both = await open({ encryptionKey: new Secret(`${other},${lost}`) });
    expect(await both.getSubject('s_evt_1')).not.toBeNull();
  });

  test('F114 rotation moves every row, in batches, both keys readable meanwhile, and goes on after a stop', async () => {
    let store = await open();
    const seqs = [];
    for (let index = 0; index < 6; index += 1) seqs.push(await fill(store, `evt_${index}`));
    const [old] = await store.keysInUse();
    const { keyId } = addKey(dataFolder, null);
    expect(await store.rotateKeys(2)).toEqual({ rows: 6, more: true });
    expect(new Set((await store.keysInUse()).map((key) => key.keyId))).toEqual(new Set([keyId, old?.keyId]));
    for (const seq of seqs) expect(await store.eventBody(seq)).not.toBeNull();
    await store.close();

    store = await open();
    const command = await open({ exclusive: false });
    let more = true;
    while (more) ({ more } = await command.rotateKeys(2));
    expect(await command.keysInUse()).toEqual([{ keyId, rows: old?.rows }]);
    expect(removeKey(dataFolder, old?.keyId ?? '')).toBe(true);
    await store.close();

    store = await open();
    for (const seq of seqs) expect(await store.eventBody(seq)).not.toBeNull();
    expect(await store.getCached({ account: 'main', id: 'cus_evt_3', now: 1 })).toContain('ada');
    expect(await store.getSubject('s_evt_5')).not.toBeNull();
  });

  test('a running service reads and writes on while a command rotates', async () => {
    const service = await open();
    const seq = await fill(service);
    const command = await open({ exclusive: false });
    const { keyId } = addKey(dataFolder, null);
    expect(await command.rotateKeys(100)).toMatchObject({ more: false });
    expect(await service.eventBody(seq)).not.toBeNull();
    await fill(service, 'evt_2');
    expect((await service.keysInUse()).map((key) => key.keyId)).toEqual([keyId]);
  });
});

describe('the worker thread', () => {
  test('its death rejects what waits, and every later call', async () => {
    mkdirSync(dataFolder, { recursive: true });
    const keys = keyringSource(null, dataFolder);
    makeKeyring(keys);
    const engine = await sqliteEngine({ path: join(dataFolder, 'tillbell.db'), lockPath: null, keys });
    const gone = { code: 'store_unavailable' };
    // No such operation: the thread ends by an uncaught error.
    const deadly = engine.call('nothing' as 'ping', null);
    const waiting = engine.call('ping', null);
    await expect(deadly).rejects.toMatchObject(gone);
    await expect(waiting).rejects.toMatchObject(gone);
    await expect(engine.call('ping', null)).rejects.toMatchObject(gone);
    await engine.close();
  });
});
