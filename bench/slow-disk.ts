import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { median, type Part, spread } from './figures.ts';
import { load, server } from './processes.ts';

const longerUs = 2_000;

/** The door on a disk whose fsync takes 2 ms longer, against one commit a request on the same disk. Linux with a C compiler. */
export const slowDiskPart: Part = {
  name: 'slow-disk',
  minutes: 1,
  async run({ rounds, folder, say }) {
    const library = join(folder, 'slow-fsync.so');
    const source = join(import.meta.dirname, 'slow-fsync.c');
    const built = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], { stdio: 'ignore' });
    if (built.status !== 0) {
      const value = 'not measured: no C compiler';
      return { rows: [{ part: 'slow-disk', label: 'group commit', value, aim: null, reached: null }], raw: null };
    }
    const env = { LD_PRELOAD: library, SLOW_FSYNC_US: String(longerUs) };
    const rates: Record<'each' | 'door', number[]> = { each: [], door: [] };
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1} of ${rounds}`);
      for (const kind of ['each', 'door'] as const) {
        const under = await server(kind, [mkdtempSync(join(folder, 'slow-'))], env);
        await load(under.url, { seconds: 1, connections: 128 });
        rates[kind].push((await load(under.url, { connections: 128 })).perSecond);
        await under.stop();
      }
    }
    const times = rates.door.map((value, round) => value / (rates.each[round] ?? Number.NaN));
    return {
      rows: [
        {
          part: 'slow-disk',
          label: `fsync ${longerUs / 1000} ms longer: door, times one commit a request`,
          value: `${spread(times, 1)} (${median(rates.each).toFixed(0)} a second alone)`,
          aim: '≥ 15',
          reached: median(times) >= 15,
        },
      ],
      raw: { rates },
    };
  },
};
