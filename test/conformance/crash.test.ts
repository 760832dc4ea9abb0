import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { killedBurst } from './killed-burst.ts';
import { countedRight, incoming } from './scene.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-crash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (dataFolder = folder): Promise<Store> =>
  openStore({ databaseUrl: null, dataFolder, encryptionKey: null, exclusive: true, clock: systemClock });

function integrity(dataFolder = folder): unknown {
  const database = new DatabaseSync(join(dataFolder, 'tillbell.db'));
  try {
    return database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  } finally {
    database.close();
  }
}

describe('SQLite: kill -9 in mid-burst', () => {
  test.each([40, 333, 1_200])(
    'F22 after %d acknowledgements: all of them are there, whole, and the counters are true',
    async (lines) => {
      const first = await killedBurst(folder, 'a', lines);
      const second = await killedBurst(folder, 'b', Math.ceil(lines / 2));
      expect(integrity()).toBe('ok');
      const store = await open();
      try {
        const stored = new Map((await store.listEvents({ limit: 100_000 })).map((event) => [event.id, event]));
        for (const id of [...first.accepted, ...second.accepted]) expect(stored.has(id)).toBe(true);
        const committed = [...first.committed, ...second.committed];
        for (const id of committed) expect(stored.get(id)).toMatchObject({ state: 'routed', subjectId: `s_${id}` });
        for (const event of stored.values()) {
          const body = await store.eventBody(event.seq);
          expect(Buffer.from(body ?? []).toString('latin1', 0, event.id.length)).toBe(event.id);
          const routed = event.state === 'routed';
          expect((await store.getSubject(`s_${event.id}`)) !== null).toBe(routed);
          expect((await store.explainEvent({ id: event.id }))[0]?.deliveries).toHaveLength(routed ? 1 : 0);
        }
        const { counted, stored: rows } = await countedRight(store);
        expect(counted).toEqual(rows);
        // What the dead process had claimed goes on at once.
        const waiting = [...stored.values()].filter((event) => event.state === 'received');
        const claimed = await store.claimEvents({ owner: 'next', now: 1_001, until: 2_000, limit: 100_000 });
        expect(claimed).toHaveLength(waiting.length);
      } finally {
        await store.close();
      }
    },
  );
});

describe('SQLite: a torn write-ahead log', () => {
  test.each([1, 100, 4_000, 20_000])(
    'F34 cut by %d bytes: the commits before the cut are there, whole',
    async (bytes) => {
      const copy = join(folder, 'copy');
      const store = await open(join(folder, 'live'));
      const ids: string[] = [];
      for (let index = 0; index < 12; index += 1) {
        const event = incoming({ body: Buffer.alloc(1_500, `${index}`) });
        await store.acceptEvent(event);
        ids.push(event.id);
      }
      mkdirSync(copy);
      for (const file of ['tillbell.db', 'tillbell.db-wal', 'encryption.key']) {
        copyFileSync(join(folder, 'live', file), join(copy, file));
      }
      await store.close();
      const log = join(copy, 'tillbell.db-wal');
      truncateSync(log, statSync(log).size - bytes);

      const torn = await open(copy);
      try {
        const left = (await torn.listEvents({ limit: 100 })).toReversed();
        expect(left.map((event) => event.id)).toEqual(ids.slice(0, left.length));
        expect(left.length).toBeLessThan(ids.length);
        expect(left.length).toBeGreaterThan(0);
        for (const event of left) expect(await torn.eventBody(event.seq)).toHaveLength(1_500);
        const { counted, stored } = await countedRight(torn);
        expect(counted).toEqual(stored);
      } finally {
        await torn.close();
      }
      expect(integrity(copy)).toBe('ok');
    },
  );
});
