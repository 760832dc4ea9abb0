import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../src/domain/clock.ts';
import { openStore } from '../src/store/open.ts';
import { median, type Part, type Row } from './figures.ts';
import { multiplied, throughService } from './fill.ts';
import { load, server } from './processes.ts';

const base = 50_000;
const sizes = [0, 100_000, 1_000_000];
const largest = 5_000_000;

interface Figures {
  readonly door: number[];
  readonly claim: number[];
  readonly why: number[];
  readonly list: number[];
}

/** What the door, the claim of work, `why` and the lists cost with many stored events, against an empty store. */
export const growthPart: Part = {
  name: 'growth',
  minutes: 6,
  async run({ rounds, large, folder, say }) {
    const filled = await throughService(base, folder, say);
    const all = large ? [...sizes, largest] : sizes;
    const stores = all.map((size) => {
      say(`${size} events`);
      return {
        size,
        data: size === 0 ? mkdtempSync(join(folder, 'empty-')) : multiplied(filled, size, join(folder, `at-${size}`)),
      };
    });
    const figures = new Map<number, Figures>(
      all.map((size) => [size, { door: [], claim: [], why: [], list: [] }] as const),
    );
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1} of ${rounds}`);
      for (const { size, data } of stores) {
        const found = figures.get(size);
        if (found === undefined) continue;
        const under = await server('door', [data]);
        await load(under.url, { seconds: 1 });
        found.door.push((await load(under.url, { seconds: 3 })).perSecond);
        await under.stop();
        await inStore(data, found);
      }
    }
    const empty = figures.get(0);
    const rows = all.slice(1).flatMap((size) => rowsOf(size, figures.get(size), empty));
    return { rows, raw: Object.fromEntries(figures) };
  },
};

/** Microseconds a call, over the store itself. */
async function inStore(data: string, found: Figures): Promise<void> {
  const ids = randomIds(data);
  const store = await openStore({
    databaseUrl: null,
    dataFolder: data,
    encryptionKey: null,
    clock: systemClock,
    exclusive: true,
  });
  try {
    found.claim.push(await claiming(store));
    if (ids.length > 0) found.why.push(await each(ids, (id) => store.explainEvent({ id })));
    found.list.push(
      await each(
        Array.from({ length: 100 }, (_, i) => i),
        () => store.listEvents({ limit: 50, type: 'charge.succeeded' }),
      ),
    );
  } finally {
    await store.close();
  }
}

async function each<T>(items: readonly T[], ask: (item: T) => Promise<unknown>): Promise<number> {
  const began = performance.now();
  for (const item of items) await ask(item);
  return ((performance.now() - began) * 1000) / items.length;
}

/** What the door left is claimed in batches; given back at the end, so that the next round finds it again. */
async function claiming(store: Awaited<ReturnType<typeof openStore>>): Promise<number> {
  const owner = randomUUID();
  const now = Date.now();
  return each(
    Array.from({ length: 20 }, (_, index) => index),
    () => store.claimEvents({ owner, now, until: now + 1, limit: 50 }),
  );
}

/** Ids from all over the table, also the oldest. */
function randomIds(data: string): string[] {
  const database = new DatabaseSync(join(data, 'tillbell.db'), { readOnly: true });
  const top = Number(database.prepare('SELECT max(seq) AS top FROM events').get()?.['top'] ?? 0);
  const pick = database.prepare('SELECT id FROM events WHERE seq >= ? ORDER BY seq LIMIT 1');
  const ids = Array.from({ length: 200 }, (_, index) => pick.get(Math.floor((top * index) / 200))?.['id']);
  database.close();
  return ids.filter((id) => typeof id === 'string');
}

function rowsOf(size: number, found: Figures | undefined, empty: Figures | undefined): Row[] {
  if (found === undefined || empty === undefined) return [];
  const many = size >= 1_000_000 ? `${size / 1_000_000} M` : `${size / 1_000} k`;
  const aimed = size <= 1_000_000;
  const slower = (name: keyof Figures) => median(found[name]) / median(empty[name]) - 1;
  const door = 1 - median(found.door) / median(empty.door);
  const row = (label: string, value: string, reached: boolean | null): Row => ({
    part: 'growth',
    label: `${many} events stored: ${label}`,
    value,
    aim: reached === null ? null : '≤ 10 % slower',
    reached,
  });
  const percent = (value: number) => `${value > 0 ? '+' : ''}${(value * 100).toFixed(0)} %`;
  return [
    row('door, slower than empty by', percent(door), aimed ? door <= 0.1 : null),
    row(
      'claim of 50, µs',
      `${median(found.claim).toFixed(0)} (${percent(slower('claim'))})`,
      aimed ? slower('claim') <= 0.1 : null,
    ),
    row('why, µs', `${median(found.why).toFixed(0)}`, null),
    row('list of 50 by type, µs', `${median(found.list).toFixed(0)}`, null),
  ];
}
