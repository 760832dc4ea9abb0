import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type Moved, moveToPostgres } from '../../src/store/move/move.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { countedRight, incoming, plan, Scene, subject } from '../conformance/scene.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

let database: FreshDatabase;
let dataFolder: string;
let stores: Store[];

beforeEach(async () => {
  database = await freshDatabase();
  dataFolder = mkdtempSync(join(tmpdir(), 'tillbell-moving-'));
  stores = [];
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database.drop();
  rmSync(dataFolder, { recursive: true });
});

async function open(databaseUrl: Secret | null): Promise<Store> {
  const encryptionKey = databaseUrl === null ? null : fileKey();
  const store = await openStore({ databaseUrl, dataFolder, encryptionKey, exclusive: true, clock: systemClock });
  stores.push(store);
  return store;
}

const fileKey = () => new Secret(readFileSync(join(dataFolder, 'encryption.key'), 'utf8').trim());

function move(onProgress: (rows: number, of: number) => void = () => {}): Promise<Moved> {
  return moveToPostgres({ dataFolder, databaseUrl: new Secret(database.url), encryptionKey: fileKey(), onProgress });
}

/** A folder in which a little of everything was done. */
async function fill(): Promise<void> {
  const store = await open(null);
  const scene = new Scene(store);
  for (let index = 0; index < 30; index += 1) {
    const id = `s${index}`;
    await scene.happen({
      subjects: [subject({ id, keys: [`pi_${id}`] })],
      deliveries: [plan({ subjectId: id, lane: `T1/C${index % 3}` })],
    });
  }
  await scene.sendDue(2_000);
  await store.putCached({ account: 'main', id: 'cus_1', json: '{"name":"Ada"}', expiresAt: 9_000_000_000_000 });
  await store.putSetting('cursor', 'evt_7 ☃');
  await store.acceptEvent(incoming({ id: 'evt_waits' }));
  await store.close();
}

async function look(store: Store): Promise<unknown> {
  const events = await store.listEvents({ limit: 1_000 });
  const bodies = await Promise.all(events.map(({ seq }) => store.eventBody(seq)));
  const { lanes, ...counts } = await store.counts();
  return {
    events,
    bodies: bodies.map((body) => (body === null ? null : Buffer.from(body).toString())),
    deliveries: await store.listDeliveries({ limit: 1_000 }),
    subjects: await Promise.all(['s0', 's1', 's29'].map((id) => store.getSubject(id))),
    cards: await store.cardsOf('s0'),
    cached: await store.getCached({ account: 'main', id: 'cus_1', now: 1 }),
    setting: await store.getSetting('cursor'),
    keys: await store.keysInUse(),
    counts,
    lanes,
  };
}

describe('tillbell migrate --from sqlite --to postgres', () => {
  test('everything is there as it was, and ids go on where they were', async () => {
    await fill();
    const before = await open(null);
    const was = await look(before);
    const highest = (await before.listEvents({ limit: 1 }))[0]?.seq ?? 0;
    await before.close();
    const moved = await move();
    expect(moved.tables).toContainEqual({ name: 'events', rows: 31 });
    const after = await open(new Secret(database.url));
    expect(await look(after)).toEqual(was);
    expect((await countedRight(after)).counted).toEqual((await countedRight(after)).stored);
    const { seq } = await after.acceptEvent(incoming());
    expect(seq).toBeGreaterThan(highest);
    await new Scene(after).happen({
      subjects: [subject({ id: 'new', keys: ['pi_new'] })],
      deliveries: [plan({ subjectId: 'new' })],
    });
  });

  test('stopped in between it goes on where it was; until then no service starts', async () => {
    await fill();
    const stop = new Error('stopped');
    await expect(
      move((rows, of) => {
        if (rows > of / 2) throw stop;
      }),
    ).rejects.toBe(stop);
    await expect(open(new Secret(database.url))).rejects.toMatchObject({ code: 'database_moving' });
    const moved = await move();
    expect(moved.resumedAt).toBeGreaterThan(0);
    const after = await open(new Secret(database.url));
    expect(await after.listEvents({ limit: 1_000 })).toHaveLength(31);
    const { counted, stored } = await countedRight(after);
    expect(counted).toEqual(stored);
  });

  test('a folder that was used between two runs is another source', async () => {
    await fill();
    await expect(
      move((rows) => {
        if (rows > 0) throw new Error('stopped');
      }),
    ).rejects.toThrow('stopped');
    const store = await open(null);
    await store.acceptEvent(incoming());
    await store.close();
    await expect(move()).rejects.toMatchObject({ code: 'move_of_another_source' });
  });

  test('refused: a database with data, a folder in use, a key that is not given, no folder', async () => {
    await fill();
    await move();
    const there = await open(new Secret(database.url));
    await expect(move()).rejects.toMatchObject({ code: 'target_not_empty' });
    expect(await there.listEvents({ limit: 1_000 })).toHaveLength(31);
    const service = await open(null);
    await expect(move()).rejects.toMatchObject({ code: 'data_folder_in_use' });
    await service.close();
    const databaseUrl = new Secret(database.url);
    const given = { dataFolder, databaseUrl, onProgress: () => {} };
    const other = new Secret('11'.repeat(32));
    await expect(moveToPostgres({ ...given, encryptionKey: other })).rejects.toMatchObject({
      code: 'encryption_key_missing',
    });
    await expect(moveToPostgres({ ...given, encryptionKey: null })).rejects.toMatchObject({
      code: 'encryption_key_required',
    });
    const nowhere = { ...given, dataFolder: join(dataFolder, 'no'), encryptionKey: fileKey() };
    await expect(moveToPostgres(nowhere)).rejects.toMatchObject({ code: 'data_folder_missing' });
  });
});
