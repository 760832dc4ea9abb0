import { expect, test } from 'vitest';
import { freshDatabase } from '../postgres/fresh-database.ts';
import { type ClusterResult, runCluster } from './cluster-world.ts';

const worlds = 2;
const disturbancesEach = 11;

test(`two processes on one database, one of them killed, frozen or cut off ${worlds * disturbancesEach} times under load`, {
  timeout: 600_000,
}, async () => {
  const results = await Promise.all(
    Array.from({ length: worlds }, async (_, world): Promise<ClusterResult> => {
      const database = await freshDatabase();
      try {
        return await runCluster({ seed: `2026/${world}`, disturbances: disturbancesEach, database });
      } finally {
        await database.drop();
      }
    }),
  );
  expect(results.flatMap(({ violations }) => violations)).toEqual([]);
  for (const { acknowledged, shown, suppressed, parked, met } of results) {
    expect(shown + suppressed + parked).toBe(acknowledged);
    expect([...met.values()].reduce((sum, count) => sum + count, 0)).toBe(disturbancesEach);
  }
  const met = new Set(results.flatMap(({ met: its }) => [...its.keys()]));
  for (const what of ['killed', 'frozen past its lease', 'cut off'] as const) expect(met).toContain(what);
});
