import { afterEach, describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { type TradingDay, tradingDay } from '../../src/sandbox/stripe/trading-day.ts';
import { type AppHarness, appHarness, webhookSecret } from './app-harness.ts';

const hourMs = 3_600_000;

interface MovedClock extends Clock {
  /** Sets the wall clock; timers go on in real time. */
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

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Scene {
  readonly harness: AppHarness;
  readonly stripe: StripeSandbox;
  readonly clock: MovedClock;
}

async function scene(startMs: number, yaml?: string): Promise<Scene> {
  const clock = movedClock(startMs);
  const stripe = await startStripeSandbox({ clock, rateLimit: 0, livemode: true });
  closing.push(() => stripe.close());
  const harness = await appHarness({
    clock,
    ...(yaml === undefined ? {} : { yaml }),
    env: { STRIPE_API_KEY: stripe.apiKey, TILLBELL_STRIPE_API_URL: stripe.url },
    reconcile: { everyMs: 600_000, confirmMs: 20, lagEveryMs: 600_000, callsPerSecond: 1_000 },
  });
  closing.push(() => harness.close());
  await harness.app.reconciling.round();
  return { harness, stripe, clock };
}

/** Posts the event as Stripe does, signed by the scene's clock; another spelling of the same JSON where `spaced`. */
async function post({ harness, clock }: Scene, event: object, spaced = false): Promise<number> {
  const payload = JSON.stringify(event, null, spaced ? 2 : undefined);
  const timestamp = Math.floor(clock.now() / 1000);
  const response = await fetch(`${harness.app.address}/webhooks/stripe`, {
    method: 'POST',
    body: payload,
    headers: { 'stripe-signature': signatureHeader({ payload, secret: webhookSecret, timestamp }) },
  });
  await response.arrayBuffer();
  return response.status;
}

/** Lets the day pass hour by hour; the webhooks that `dropped` names are lost on their way. */
async function passDay(at: Scene, day: TradingDay, dropped: ReadonlySet<string>): Promise<void> {
  for (const happening of day.history) at.stripe.happen(happening);
  const dayStart = day.startsAt * 1000;
  for (let hour = 1; hour <= 24; hour += 1) {
    const entries = day.entries.filter(({ offset }) => Math.floor(offset / hourMs) === hour - 1);
    if (entries.length === 0) continue;
    at.clock.set(dayStart + hour * hourMs);
    for (const { happening } of entries) at.stripe.happen(happening);
    await Promise.all(
      entries.map(async ({ happening: { event } }) => {
        if (dropped.has(event.id)) at.stripe.deliveries.mark(event.id, false);
        else expect(await post(at, event)).toBe(200);
      }),
    );
    await at.harness.settled();
  }
  at.clock.set(dayStart + 24 * hourMs + 300_000);
}

const cards = ({ harness }: Scene) =>
  harness.slack
    .messages('C0FINANCE')
    .filter(
      (message) =>
        message.thread_ts === null && !message.deleted && !/tillbell|did not come by webhook/i.test(message.text),
    );
/** What happened and how much; names beside it come from Stripe's API when they come. */
const headlines = (at: Scene) =>
  cards(at)
    .map((message) =>
      message.text
        .split(' · ')
        .slice(0, message.text.includes(' a month ') ? 2 : 1)
        .join(' · '),
    )
    .sort();
const notices = ({ harness }: Scene) =>
  harness.slack.messages('C0FINANCE').filter((message) => /did not come by webhook/.test(message.text));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** `tillbell …` beside the running service, on its folder and at its time. */
async function tillbell({ harness, stripe, clock }: Scene, ...args: string[]): Promise<Ran> {
  const said = { out: '', error: '' };
  const code = await runCli(args, {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
    env: {
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      SLACK_BOT_TOKEN: harness.slack.botToken,
      SLACK_CHANNEL: 'C0FINANCE',
      TILLBELL_DATA: harness.folder,
      STRIPE_API_KEY: stripe.apiKey,
      TILLBELL_STRIPE_API_URL: stripe.url,
    },
    cwd: harness.folder,
    interactive: false,
    clock,
    ended: new Promise(() => undefined),
    onReload: () => undefined,
  });
  return { code, ...said };
}

describe('reconcile', () => {
  test('1 % of the webhooks and all of one type are dropped: all are recovered, cards are right, nothing is told twice', async () => {
    const day = tradingDay({ seed: 7, sales: 4, livemode: true });
    const events = day.entries.map(({ happening }) => happening.event);
    const dropped = new Set(
      events
        .filter(
          (event, index) => event.type === 'payout.paid' || event.type === 'charge.refunded' || index % 100 === 50,
        )
        .map((event) => event.id),
    );
    expect(dropped.size).toBeGreaterThan(5);
    const [lossy, whole] = [await scene(day.startsAt * 1000 - 60_000), await scene(day.startsAt * 1000 - 60_000)];
    await passDay(whole, day, new Set());
    await passDay(lossy, day, dropped);

    const lost = await tillbell(lossy, 'verify', '--since', '26h');
    expect(lost.out).toContain(`${dropped.size} missing.`);
    for (const id of dropped) expect(lost.out).toContain(id);
    expect(lost.code).toBe(1);

    await lossy.harness.app.reconciling.round();
    await lossy.harness.drained();
    const found = await tillbell(lossy, 'verify', '--since', '26h');
    expect(found.out).toContain('Nothing is missing.');
    expect(found.code).toBe(0);
    const ids = events.map((event) => event.id);
    const fates = [];
    for (let start = 0; start < ids.length; start += 200) {
      fates.push(
        ...(await lossy.harness.app.store.eventFates({ account: 'main', ids: ids.slice(start, start + 200) })),
      );
    }
    expect(fates).toHaveLength(ids.length);
    expect(
      fates
        .filter((fate) => fate.origin === 'reconcile')
        .map((fate) => fate.id)
        .sort(),
    ).toEqual([...dropped].sort());
    await whole.harness.drained();
    expect(headlines(lossy)).toEqual(headlines(whole));
    expect(notices(lossy)).toHaveLength(1);
    expect(notices(lossy)[0]?.text).toContain(`${dropped.size} events`);

    const before = lossy.harness.slack.messages().length;
    for (const event of events) if (dropped.has(event.id)) expect(await post(lossy, event, true)).toBe(200);
    await lossy.harness.app.reconciling.round();
    await lossy.harness.drained();
    expect(lossy.harness.slack.messages().length).toBe(before);
    expect((await lossy.harness.app.store.counts()).conflicts).toBe(0);
    expect(notices(lossy)).toHaveLength(1);
  });
});
