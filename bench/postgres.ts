import { databaseOn } from '../test/postgres/fresh-database.ts';
import { startPostgres } from '../test/postgres/server.ts';
import { median, type Part, type Row, spread } from './figures.ts';
import { load, server } from './processes.ts';

const key = '8d'.repeat(32);

/**
 * The door on PostgreSQL, as a ratio to a bare server that stores nothing: one process, and two on one database, each with a
 * load generator of its own. The server waits for its disk (fsync) and runs on the same machine, which all of them share.
 */
export const postgresPart: Part = {
  name: 'postgres',
  minutes: 3,
  async run({ rounds, say }) {
    const postgres = await startPostgres([]);
    const rates = { bare: [] as number[], one: [] as number[], two: [] as number[] };
    const steady = [];
    try {
      for (let round = 0; round < rounds; round += 1) {
        say(`round ${round + 1} of ${rounds}`);
        const bare = await server('bare');
        await load(bare.url, { seconds: 1 });
        rates.bare.push((await load(bare.url)).perSecond);
        await bare.stop();
        rates.one.push((await doors(postgres, 1)).perSecond);
        rates.two.push((await doors(postgres, 2)).perSecond);
      }
      for (let round = 0; round < Math.min(3, rounds); round += 1) steady.push(await doors(postgres, 1, 500));
    } finally {
      await postgres.stop();
    }
    const ratio = (kind: 'one' | 'two', of: 'bare' | 'one') =>
      rates[kind].map((value, round) => value / (rates[of][round] ?? Number.NaN));
    const p99 = median(steady.map((one) => one.p99));
    const rows: Row[] = [
      row(
        'one process, encrypted, fsync: of V',
        spread(ratio('one', 'bare')),
        '≥ 0.35',
        median(ratio('one', 'bare')) >= 0.35,
      ),
      row('two processes on one database: times one', spread(ratio('two', 'one')), null, null),
      row(
        'one process at 500 a second: p50 / p99 ms',
        `${median(steady.map((one) => one.p50)).toFixed(1)} / ${p99.toFixed(1)}`,
        'p99 ≤ 10',
        p99 <= 10,
      ),
    ];
    return { rows, raw: { rates, steady } };
  },
};

/** So many doors on a fresh database, all loaded at once; the sum of what they accepted. */
async function doors(postgres: Parameters<typeof databaseOn>[0], count: number, rate = 0) {
  const database = await databaseOn(postgres);
  const env = { DATABASE_URL: database.url, TILLBELL_ENCRYPTION_KEY: key };
  const under = await Promise.all(Array.from({ length: count }, () => server('door', [], env)));
  try {
    await Promise.all(under.map(({ url }) => load(url, { seconds: 1 })));
    const seconds = rate === 0 ? 4 : 5;
    const loads = await Promise.all(under.map(({ url }) => load(url, { rate, seconds })));
    return {
      perSecond: loads.reduce((sum, one) => sum + one.perSecond, 0),
      p50: median(loads.map((one) => one.p50)),
      p99: median(loads.map((one) => one.p99)),
      refused: loads.reduce((sum, one) => sum + one.refused, 0),
    };
  } finally {
    await Promise.all(under.map((one) => one.stop()));
    await database.drop();
  }
}

function row(label: string, value: string, aim: string | null, reached: boolean | null): Row {
  return { part: 'postgres', label, value, aim, reached };
}
