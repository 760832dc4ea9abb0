import { expect } from 'vitest';
import { runCli } from '../../src/cli.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import type { TradingDay } from '../../src/sandbox/stripe/trading-day.ts';
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

/** For afterEach: ends every scene. */
export async function closeScenes(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

export interface Scene {
  readonly harness: AppHarness;
  readonly stripe: StripeSandbox;
  readonly clock: MovedClock;
  readonly apiKey: string;
}

/** The whole service with both stand-ins at `startMs`; `permissions` of a restricted key, else a secret one. */
export async function scene(startMs: number, permissions?: readonly string[]): Promise<Scene> {
  const clock = movedClock(startMs);
  const restricted = 'rk_live_reconcile_test_0001';
  const restrictedKeys = permissions === undefined ? [] : [{ key: restricted, permissions }];
  const stripe = await startStripeSandbox({ clock, rateLimit: 0, livemode: true, restrictedKeys });
  const apiKey = permissions === undefined ? stripe.apiKey : restricted;
  closing.push(() => stripe.close());
  const harness = await appHarness({
    clock,
    env: { STRIPE_API_KEY: apiKey, TILLBELL_STRIPE_API_URL: stripe.url },
    reconcile: { everyMs: 600_000, firstMs: 600_000, confirmMs: 20, lagEveryMs: 600_000, callsPerSecond: 1_000 },
    enrich: { callsASecond: 1_000, burst: 1_000 },
  });
  closing.push(() => harness.close());
  await harness.app.reconciling.round();
  return { harness, stripe, clock, apiKey };
}

/** Posts the event as Stripe does, signed by the scene's clock; another spelling of the same JSON where `spaced`. */
export async function post({ harness, clock }: Scene, event: object, spaced = false): Promise<number> {
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
export async function passDay(at: Scene, day: TradingDay, dropped: ReadonlySet<string>): Promise<void> {
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
export const headlines = (at: Scene) =>
  cards(at)
    .map((message) =>
      message.text
        .split(' · ')
        .slice(0, message.text.includes(' a month ') ? 2 : 1)
        .join(' · '),
    )
    .sort();
/** What Tillbell says of itself. */
export const notices = ({ harness }: Scene, pattern: RegExp) =>
  harness.slack.messages('C0FINANCE').filter((message) => pattern.test(message.text));

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** `tillbell …` beside the running service, on its folder and at its time. */
export async function tillbell({ harness, stripe, clock, apiKey }: Scene, ...args: string[]): Promise<Ran> {
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
      STRIPE_API_KEY: apiKey,
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
