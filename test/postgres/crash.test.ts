import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/domain/secret.ts';
import { openStore } from '../../src/store/open.ts';
import { killedBurst } from '../conformance/killed-burst.ts';
import { countedRight } from '../conformance/scene.ts';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

const key = '9b'.repeat(32);
let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

test.each([40, 600])(
  'F22 kill -9 of two processes after %d acknowledgements each: all are there, whole, committed ones with their card, and the counters are true',
  async (lines) => {
    const env = { DATABASE_URL: database.url, TILLBELL_ENCRYPTION_KEY: key };
    const said = await Promise.all(['a', 'b'].map((run) => killedBurst('/nowhere', run, lines, env)));
    const store = await openStore({
      databaseUrl: new Secret(database.url),
      dataFolder: '/nowhere',
      encryptionKey: new Secret(key),
      exclusive: true,
      clock: systemClock,
    });
    try {
      const stored = new Map((await store.listEvents({ limit: 100_000 })).map((event) => [event.id, event]));
      for (const id of said.flatMap(({ accepted }) => accepted)) {
        const event = stored.get(id);
        expect(event, id).toBeDefined();
        const body = await store.eventBody(event?.seq ?? 0);
        expect(Buffer.from(body ?? []).toString()).toContain(id);
      }
      const cards = new Set((await store.listDeliveries({ limit: 100_000 })).map(({ subjectId }) => subjectId));
      for (const id of said.flatMap(({ committed }) => committed)) {
        expect(stored.get(id)?.state).toBe('routed');
        expect(cards).toContain(`s_${id}`);
      }
      const { counted, stored: there } = await countedRight(store);
      expect(counted).toEqual(there);
    } finally {
      await store.close();
    }
  },
);
