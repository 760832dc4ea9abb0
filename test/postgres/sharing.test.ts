import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { countedRight, fine, incoming, plan, Scene, subject } from '../conformance/scene.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

const key = new Secret('cd'.repeat(32));
let database: FreshDatabase;
let stores: Store[];

beforeEach(async () => {
  database = await freshDatabase();
  stores = [];
});
afterEach(async () => {
  const [store] = stores;
  const counts = store === undefined ? null : await countedRight(store);
  await Promise.all(stores.map((one) => one.close()));
  await database.drop();
  expect(counts?.counted).toEqual(counts?.stored);
});

/** One more process, as far as the database can tell. */
async function open(): Promise<Store> {
  const store = await openStore({
    databaseUrl: new Secret(database.url),
    dataFolder: '/nowhere',
    encryptionKey: key,
    exclusive: true,
    clock: systemClock,
  });
  stores.push(store);
  return store;
}

describe('several processes on one database', () => {
  test('start at once on an empty one: one makes the tables, all are served', async () => {
    await Promise.all(Array.from({ length: 6 }, open));
    for (const store of stores) await store.ping();
  });

  test('F23 the same events 100 times at once on two of them: one row each', async () => {
    const [a, b] = [await open(), await open()];
    const events = Array.from({ length: 5 }, (_, index) => incoming({ id: `evt_same_${index}` }));
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, round) =>
        [a, b].flatMap((store, at) => {
          // In opposite orders, so that each waits for what the other holds.
          const order = (round + at) % 2 === 0 ? events : events.toReversed();
          return order.map((event) => store.acceptEvent(event));
        }),
      ).flat(),
    );
    expect(results.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(5);
    expect(new Set(results.map(({ seq }) => seq)).size).toBe(5);
    expect(await a.listEvents({ limit: 100 })).toHaveLength(5);
    expect((await b.counts()).duplicates).toBe(495);
  });

  test('an event is claimed by one of them', async () => {
    const [a, b] = [await open(), await open()];
    await Promise.all(Array.from({ length: 60 }, () => a.acceptEvent(incoming())));
    const claimed = await Promise.all(
      [a, b, a, b, a, b].map((store, index) =>
        store.claimEvents({ owner: `p${index}`, now: 2_000, until: 9_000, limit: 25 }),
      ),
    );
    const seqs = claimed.flat().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(claimed.every((some) => some.length <= 25)).toBe(true);
    const rest = await b.claimEvents({ owner: 'rest', now: 2_000, until: 9_000, limit: 100 });
    expect(seqs.length + rest.length).toBe(60);
  });

  test('of two that write one subject from the same version one commits, the other hears of a conflict', async () => {
    const [a, b] = [await open(), await open()];
    for (let round = 0; round < 20; round += 1) {
      const id = `s${round}`;
      const outcomes = await Promise.all(
        [a, b].map(async (store, index) => {
          const { seq } = await store.acceptEvent(incoming());
          const owner = `p${round}-${index}`;
          await store.claimEvents({ owner, now: 1_000, until: 9_000_000, limit: 5 });
          return commitAs(store, owner, seq, id);
        }),
      );
      expect(outcomes.filter((outcome) => outcome === 'committed').length).toBeLessThanOrEqual(1);
    }
  });

  async function commitAs(store: Store, owner: string, seq: number, id: string): Promise<string> {
    try {
      return await store.commitEvent({
        seq,
        owner,
        now: 1_000,
        state: 'routed',
        reason: fine,
        late: false,
        decision: null,
        subjects: [subject({ id, keys: [`pi_${id}`] })],
        deliveries: [plan({ subjectId: id })],
      });
    } catch {
      // The other one claimed it.
      return 'lease_lost';
    }
  }

  test('F38 F100 a lane has one owner, a turn one holder', async () => {
    const [a, b] = [await open(), await open()];
    const scene = new Scene(a);
    for (let index = 0; index < 8; index += 1) {
      const id = `s${index}`;
      await scene.happen({
        subjects: [subject({ id, keys: [`pi_${id}`] })],
        deliveries: [plan({ subjectId: id, lane: `T1/C${index}` })],
      });
    }
    const leased = await Promise.all(
      [a, b, a, b].map((store, index) => store.leaseLanes({ owner: `p${index}`, now: 2_000, until: 9_000, limit: 8 })),
    );
    const lanes = leased.flat().map(({ lane }) => lane);
    expect(lanes.toSorted()).toEqual(Array.from({ length: 8 }, (_, index) => `T1/C${index}`));
    const turns = await Promise.all(
      [a, b, a, b].map((store, index) => store.holdTurn({ name: 'summary', owner: `p${index}`, now: 1, until: 9 })),
    );
    expect(turns.filter(Boolean)).toHaveLength(1);
  });

  test('what one accepts the others are told of', async () => {
    const [a, b] = [await open(), await open()];
    const heard = new Promise<string>((resolve) => b.onWork((stage) => stage === 'interpret' && resolve(stage)));
    // The listener may still be connecting: then it hears of the next.
    const repeat = setInterval(() => void a.acceptEvent(incoming()).catch(() => {}), 50);
    expect(await heard).toBe('interpret');
    clearInterval(repeat);
  });

  test('F36 an older process goes on beside a newer schema', async () => {
    const store = await open();
    await new Scene(store).happen({ deliveries: [plan()] });
    await database.query('ALTER TABLE cards ADD COLUMN later TEXT');
    await database.query('ALTER TABLE deliveries ADD COLUMN later BIGINT NOT NULL DEFAULT 0');
    await database.query('UPDATE tillbell_schema SET version = version + 1');
    // Statements that were prepared before, on every connection.
    await Promise.all(Array.from({ length: 30 }, () => store.cardsOf('s1')));
    await new Scene(store).sendDue(2_000);
    expect(await store.cardsOf('s1')).toHaveLength(1);
    await expect(open()).rejects.toMatchObject({ code: 'database_newer' });
  });
});
