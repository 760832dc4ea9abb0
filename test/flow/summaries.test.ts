import { Temporal } from 'temporal-polyfill';
import { afterEach, describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { closedPeriod } from '../../src/report/calendar.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { declinedSale } from '../../src/sandbox/stripe/lifecycles/declined-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { subscriptionSale } from '../../src/sandbox/stripe/lifecycles/subscription-sale.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';
import { startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { scopesOf, summaryOf } from '../../src/wiring/summaries.ts';
import { onLocalDays, oracleFor } from '../oracle/balance-oracle.ts';
import { type AppHarness, appHarness, webhookSecret } from './app-harness.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface MovedClock extends Clock {
  set(ms: number): void;
}

function movedClock(start: number): MovedClock {
  let offset = start - Date.now();
  return {
    ...systemClock,
    now: () => Date.now() + offset,
    set(ms) {
      offset = ms - Date.now();
    },
  };
}

/** 2026-11-16, a Monday. */
const day = Date.UTC(2026, 10, 16) / 1000;
const morning = (days: number) => (day + days * 86_400 + 9 * 3600 + 30) * 1000;

const yaml = (summaries: string, key: string) => `
stripe: { accounts: { main: { webhook_secret: ${webhookSecret}${key} } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
channels: { finance: { id: C0FINANCE, privacy: redacted }, sales: { id: C0SALES } }
routes: [{ name: rest, to: [sales] }]
summaries: [${summaries}]
`;

async function service(options: { summaries?: string; withKey?: boolean } = {}) {
  const clock = movedClock((day + 10 * 3600) * 1000);
  const stripe = await startStripeSandbox({ clock, rateLimit: 0, livemode: true });
  closing.push(() => stripe.close());
  const harness = await appHarness({
    clock,
    yaml: yaml(
      options.summaries ?? '{ to: finance, daily: "09:00", timezone: UTC }',
      options.withKey === false ? ', livemode: true' : `, api_key: \${STRIPE_API_KEY}`,
    ),
    env: {
      TILLBELL_STRIPE_API_URL: stripe.url,
      ...(options.withKey === false ? {} : { STRIPE_API_KEY: stripe.apiKey }),
    },
    reconcile: { everyMs: 9e8, firstMs: 9e8, lagEveryMs: 9e8, callsPerSecond: 1_000 },
    enrich: { callsASecond: 1_000, burst: 1_000 },
  });
  closing.push(() => harness.close());
  await harness.app.summaries.round();
  return { clock, stripe, harness };
}

async function post(harness: AppHarness, clock: Clock, event: object): Promise<void> {
  const payload = JSON.stringify(event);
  const timestamp = Math.floor(clock.now() / 1000);
  const response = await fetch(`${harness.app.address}/webhooks/stripe`, {
    method: 'POST',
    body: payload,
    headers: { 'stripe-signature': signatureHeader({ payload, secret: webhookSecret, timestamp }) },
  });
  await response.arrayBuffer();
  expect(response.status).toBe(200);
}

/** A shop's day in several currencies, its webhooks as they come; the clock is at its last second then. */
async function traded({ clock, stripe, harness }: Awaited<ReturnType<typeof service>>) {
  const noon = day + 12 * 3600;
  const options = (seed: number) => ({ seed: `summaries/${seed}`, at: noon + seed * 60, livemode: true });
  const stories = [
    ...(['eur', 'usd', 'jpy', 'kwd', 'huf', 'isk'] as const).map((currency, index) =>
      cardSale({ ...options(index), currency }),
    ),
    refund({ ...options(10), at: noon - 3 * 86_400, how: 'partial' }),
    declinedSale({ ...options(11), declines: ['insufficient_funds'] }),
    subscriptionSale(options(12)),
    dispute({ ...options(13), at: noon - 5 * 86_400 }),
  ];
  const before = (at: number) => at < (day + 86_400) * 1000;
  const happenings = stories.flatMap((story) => story.happenings).filter(({ at }) => before(at));
  clock.set((day + 86_399) * 1000);
  for (const happening of happenings) stripe.happen(happening);
  await Promise.all(happenings.map(({ event }) => post(harness, clock, event)));
  await harness.settled();
}

/** One more sale of that day, of which Stripe tells late. */
function lateSale() {
  return cardSale({ seed: 'summaries/late', at: day + 20 * 3600, livemode: true, amount: 1_000, currency: 'eur' })
    .happenings;
}

const told = (harness: AppHarness) =>
  harness.slack.messages('C0FINANCE').filter(({ text, deleted }) => /summary|Corrected/.test(text) && !deleted);

async function summaryAt(harness: AppHarness, today: string, view: 'charged' | 'settled' = 'settled') {
  const config = { stripe: { accounts: { main: { name: 'main', livemode: true } } } };
  const { store } = harness.app;
  const scopes = await scopesOf(store, config as unknown as Config);
  const windows = closedPeriod('daily', Temporal.PlainDate.from(today), 'UTC');
  return summaryOf({ store }, { period: 'daily', timezone: 'UTC', windows, scopes, tags: [], view });
}

describe('a daily summary', () => {
  test('is posted once at its time and ties to 0 with Stripe; late news corrects it in its thread (F93, F95, F100)', {
    timeout: 120_000,
  }, async () => {
    const at = await service();
    const { clock, stripe } = at;
    const { app } = at.harness;
    await traded(at);
    await app.summaries.round();
    expect(told(at.harness)).toHaveLength(0);

    // F93: nothing looked at nine; at half past ten it is said once.
    clock.set(morning(1) + 90 * 60_000);
    await app.summaries.round();
    await at.harness.settled();
    const [message] = told(at.harness);
    expect(message?.text).toMatch(/^Daily summary · Mon, 16 Nov · .* gross from 7 payments$/);
    const text = JSON.stringify(message?.blocks);
    expect(text).toMatch(/Ties to €0\.00 with Stripe’s balance \(\d+ balance transactions\)/);
    expect(text).toContain('data_visualization');

    const { figures } = await summaryAt(at.harness, '2026-11-17');
    const expected = oracleFor(
      onLocalDays(stripe.world.list('balance_transaction'), 'UTC', '2026-11-16', '2026-11-16'),
    );
    expect(figures.currencies.map(({ currency }) => currency)).toEqual([...expected.keys()].sort());
    for (const line of figures.currencies) {
      const own = expected.get(line.currency);
      expect([line.gross, line.refunds, line.disputes, line.fees, line.net].map(String)).toEqual(
        [own?.gross, own?.refunds, own?.disputes, own?.fees, own?.net].map(String),
      );
    }

    // F95: an event of that day comes after its close.
    clock.set(morning(1) + 3 * 3_600_000);
    for (const happening of lateSale()) {
      stripe.happen(happening);
      await post(at.harness, clock, happening.event);
    }
    await at.harness.settled();
    await app.summaries.round();
    clock.set(morning(1) + 3 * 3_600_000 + 120_000);
    await app.summaries.round();
    await at.harness.settled();
    const [, correction, ...more] = told(at.harness);
    expect(more).toEqual([]);
    expect(correction?.thread_ts).toBe(message?.ts);
    expect(JSON.stringify(correction?.blocks)).toMatch(/Gross EUR: €[\d.,]+ → €[\d.,]+/);

    // F100: neither another look nor another process says any of it again.
    await at.harness.restart();
    await at.harness.app.summaries.round();
    await at.harness.settled();
    expect(told(at.harness)).toHaveLength(2);
    const later = await summaryAt(at.harness, '2026-11-17');
    expect(BigInt(later.figures.currencies[0]?.gross ?? 0) - BigInt(figures.currencies[0]?.gross ?? 0)).toBe(1_000n);
  });

  test('without an API key says that nothing was compared, and which fees are not known', {
    timeout: 60_000,
  }, async () => {
    const at = await service({ withKey: false });
    const [happening] = lateSale().filter(({ event }) => event.type === 'charge.succeeded');
    at.clock.set((day + 86_399) * 1000);
    await post(at.harness, at.clock, happening?.event ?? {});
    await at.harness.settled();
    at.clock.set(morning(1));
    await at.harness.app.summaries.round();
    await at.harness.settled();
    const text = JSON.stringify(told(at.harness)[0]?.blocks);
    expect(text).toContain('Not compared with Stripe’s balance: the account \\"main\\" has no API key');
    expect(text).toContain('Fees not known yet');
  });
});
