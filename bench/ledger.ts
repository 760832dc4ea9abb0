import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { systemClock } from '../src/domain/clock.ts';
import type { LedgerFact } from '../src/domain/ledger.ts';
import type { Period } from '../src/domain/summary.ts';
import { closedPeriod, spanOf } from '../src/report/calendar.ts';
import { openStore } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { summaryOf } from '../src/wiring/summaries.ts';
import { median, type Part, type Row } from './figures.ts';

const movements = 1_000_000;
const customers = 50_000;
const batch = 1_000;
/** 2026-10-01T00:00:00Z; what is sold falls into this month, evenly. */
const month = 1_790_812_800;
const monthSeconds = 31 * 86_400;
const scopes = [{ account: 'main', livemode: true, connected: false }];

/** What a summary costs over a month of a million movements: time, and memory of the process while it is made. */
export const ledgerPart: Part = {
  name: 'ledger',
  minutes: 4,
  async run({ rounds, folder, say }) {
    const store = await openStore({
      databaseUrl: null,
      dataFolder: folder,
      encryptionKey: null,
      exclusive: true,
      clock: systemClock,
    });
    try {
      const filled = await fill(store, say);
      const rows: Row[] = [row('taken in, a second', `${Math.round(movements / filled).toLocaleString('en')}`)];
      const raw: Record<string, unknown> = { movements, perSecond: Math.round(movements / filled) };
      const before = process.memoryUsage.rss();
      for (const [name, period, windows] of spans()) {
        const took: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const started = performance.now();
          const asked = { period, timezone: 'Europe/Berlin', windows, scopes, tags: [], view: 'charged' } as const;
          const { figures } = await summaryOf({ store }, asked);
          took.push(performance.now() - started);
          raw[`${name}_payments`] = figures.paid;
        }
        raw[`${name}_ms`] = median(took);
        rows.push(row(`summary of a ${name}`, `${median(took).toFixed(0)} ms`));
      }
      const grown = (process.memoryUsage.rss() - before) / 1_048_576;
      const size = statSync(join(folder, 'tillbell.db')).size / 1_048_576;
      rows.push(row('memory grown while summing', `${grown.toFixed(0)} MB`), row('database', `${size.toFixed(0)} MB`));
      return { rows, raw: { ...raw, grownMb: grown, databaseMb: size } };
    } finally {
      await store.close();
    }
  },
};

function row(label: string, value: string): Row {
  return { part: 'ledger', label: `1 M movements: ${label}`, value, aim: null, reached: null };
}

function spans(): [string, Period, ReturnType<typeof closedPeriod>][] {
  const zone = 'Europe/Berlin';
  const first = Temporal.PlainDate.from('2026-01-01');
  return [
    ['day', 'daily', closedPeriod('daily', Temporal.PlainDate.from('2026-10-16'), zone)],
    ['month', 'monthly', closedPeriod('monthly', Temporal.PlainDate.from('2026-11-01'), zone)],
    ['year', 'monthly', spanOf(first, first.add({ years: 1 }), zone)],
  ];
}

/** Seconds that it took. */
async function fill(store: Store, say: (text: string) => void): Promise<number> {
  const started = performance.now();
  for (let from = 0; from < movements; from += batch) {
    await store.recordLedger({ now: 1, facts: Array.from({ length: batch }, (_, index) => factOf(from + index)) });
    if (from % 100_000 === 0) say(`${from.toLocaleString('en')} movements`);
  }
  return (performance.now() - started) / 1_000;
}

function factOf(index: number): LedgerFact {
  return {
    type: 'transaction',
    account: 'main',
    livemode: true,
    connect: '',
    id: `txn_${index}`,
    kind: index % 20 === 0 ? 'refund' : 'charge',
    source: `ch_${index}`,
    at: month + Math.floor((index / movements) * monthSeconds),
    amount: { minor: index % 20 === 0 ? '-1200' : '4900', currency: 'eur' },
    fee: '98',
    presented: null,
    customer: `cus_${(index * 7_919) % customers}`,
    detail: null,
  };
}
