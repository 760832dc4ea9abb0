import { afterEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { backfill } from '../../src/report/balance/backfill.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { payout } from '../../src/sandbox/stripe/lifecycles/payout.ts';
import { startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { listersBeside } from '../../src/wiring/reconciling.ts';
import { oracleFor } from '../oracle/balance-oracle.ts';
import { memoryLedger } from '../oracle/memory-ledger.ts';
import { closeScenes, scene, tillbell } from './reconcile-scene.ts';

afterEach(closeScenes);

/** 2026-11-23T09:00:00Z. */
const now = Date.UTC(2026, 10, 23, 9);
const daySeconds = 86_400;

const stories = () =>
  Array.from({ length: 6 }, (_, index) =>
    index === 3
      ? payout({ seed: `backfill/${index}`, at: now / 1000 - 4 * daySeconds, livemode: true })
      : cardSale({
          seed: `backfill/${index}`,
          at: now / 1000 - index * 2 * daySeconds - 3_600,
          livemode: true,
          currency: index % 2 === 0 ? 'eur' : 'usd',
        }),
  );

test('takes history in, says what it did, and does nothing twice', { timeout: 60_000 }, async () => {
  const at = await scene(now);
  for (const story of stories()) for (const happening of story.happenings) at.stripe.happen(happening);
  const first = await tillbell(at, 'backfill', '--days', '30', '--json');
  expect([first.code, first.error]).toEqual([0, '']);
  const [done] = JSON.parse(first.out);
  const listed = at.stripe.world.list('balance_transaction').filter(({ created }) => created <= now / 1000);
  expect(done).toMatchObject({ transactions: listed.length, changed: listed.length, skipped: 0, ended: null });
  const again = await tillbell(at, 'backfill', '--days', '30');
  expect(again.out).toMatch(/^main: \d+ balance transactions read, 0 movements new or corrected, 29 of 30 days/);

  const report = await tillbell(
    at,
    'report',
    '--from',
    '2026-10-25',
    '--to',
    '2026-11-23',
    '--settled',
    '--json',
    '--timezone',
    'UTC',
  );
  const { figures } = JSON.parse(report.out);
  const expected = oracleFor(listed).get('eur');
  expect(figures.currencies[0]).toMatchObject({
    gross: `${expected?.gross}`,
    fees: `${expected?.fees}`,
    net: `${expected?.net}`,
  });
  const csv = await tillbell(at, 'report', '--from', '2026-10-25', '--to', '2026-11-23', '--csv', '--timezone', 'UTC');
  // A payment in dollars keeps its own amount: the charge came with its transaction.
  expect(csv.out).toMatch(/^figure,currency,count,amount,previous_amount\r\ngross,EUR,/i);
  expect(csv.out).toMatch(/gross,usd,\d+,\d+\.\d{2},/i);
});

test('a key that may not read the balance is refused by the name of what it lacks', {
  timeout: 60_000,
}, async () => {
  const refused = await scene(now, ['charge_read']);
  const said = await tillbell(refused, 'backfill', '--days', '2');
  expect([said.code, said.out]).toEqual([1, expect.stringContaining('rak_balance_transaction_source_read')]);
});

test('a run that was stopped is gone on with where it was, and the sum is the same', { timeout: 60_000 }, async () => {
  const stripe = await startStripeSandbox({ clock: { ...systemClock, now: () => now }, rateLimit: 0, livemode: true });
  const ledger = memoryLedger();
  try {
    for (const story of stories()) for (const happening of story.happenings) stripe.happen(happening);
    const loaded = loadConfig({
      file: null,
      cwd: '/',
      readFile: () => '',
      env: {
        STRIPE_WEBHOOK_SECRET: 'whsec_backfill_test_0001',
        SLACK_BOT_TOKEN: 'xoxb-backfill',
        SLACK_CHANNEL: 'C0FINANCE',
        STRIPE_API_KEY: stripe.apiKey,
        TILLBELL_STRIPE_API_URL: stripe.url,
        TILLBELL_DATA: '/nowhere',
      },
    });
    if (!loaded.ok) throw new Error('the configuration has faults');
    const [account] = listersBeside(systemClock, null, 1_000)(loaded.config);
    if (account === undefined) throw new Error('no account');
    const settings = new Map<string, string>();
    const store = {
      recordLedger: ledger.recordLedger,
      getSetting: async (name: string) => settings.get(name) ?? null,
      putSetting: async (name: string, value: string) => void settings.set(name, value),
    };
    let looks = 0;
    const deps = { store, now: () => now, onProgress: () => undefined };
    const first = await backfill(account, 20, {
      ...deps,
      stopped: () => {
        looks += 1;
        return looks > 5;
      },
    });
    expect(first.ended).toMatchObject({ code: 'stopped' });
    const second = await backfill(account, 20, { ...deps, stopped: () => false });
    expect([second.ended, second.skipped]).toEqual([null, 4]);
    const listed = stripe.world.list('balance_transaction').filter(({ created }) => created <= now / 1000);
    expect(first.changed + second.changed).toBe(listed.length);
  } finally {
    ledger.close();
    await stripe.close();
  }
});
