import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { median, type Part, type Row, spread } from './figures.ts';
import { load, server, slackReceiver } from './processes.ts';

/**
 * The door alone: webhooks accepted a second, as a ratio to a bare server that verifies and parses and stores nothing. The
 * rounds alternate, so that a noisy machine disturbs all alike.
 */
export const doorPart: Part = {
  name: 'door',
  minutes: 2,
  async run({ rounds, folder, say }) {
    const slack = await slackReceiver();
    const kinds = ['bare', 'door', 'tutorial'] as const;
    const rates: Record<(typeof kinds)[number], number[]> = { bare: [], door: [], tutorial: [] };
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1} of ${rounds}`);
      for (const kind of kinds) {
        const where = kind === 'tutorial' ? slack.url : mkdtempSync(join(folder, 'door-'));
        const under = await server(kind, [where]);
        await load(under.url, { seconds: 1 });
        rates[kind].push((await load(under.url)).perSecond);
        await under.stop();
      }
    }
    const steady = [];
    for (let round = 0; round < Math.min(3, rounds); round += 1) {
      const under = await server('door', [mkdtempSync(join(folder, 'door-'))]);
      await load(under.url, { seconds: 1 });
      steady.push(await load(under.url, { rate: 500, seconds: 5 }));
      await under.stop();
    }
    await slack.stop();
    const ratio = (kind: 'door' | 'tutorial') =>
      rates[kind].map((value, round) => value / (rates.bare[round] ?? Number.NaN));
    const p99 = median(steady.map((one) => one.p99));
    const rows: Row[] = [
      row('V: bare verify and parse, accepted a second', spread(rates.bare, 0), null, null),
      row('on SQLite, encrypted, fsync: of V', spread(ratio('door')), '≥ 0.70', median(ratio('door')) >= 0.7),
      row('tutorial script that posts inline: of V', spread(ratio('tutorial')), null, null),
      row(
        'on SQLite at 500 a second: p50 / p99 ms',
        `${median(steady.map((one) => one.p50)).toFixed(1)} / ${p99.toFixed(1)}`,
        'p99 ≤ 10',
        p99 <= 10,
      ),
    ];
    return { rows, raw: { rates, steady } };
  },
};

function row(label: string, value: string, aim: string | null, reached: boolean | null): Row {
  return { part: 'door', label, value, aim, reached };
}
