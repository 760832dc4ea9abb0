import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { createWebhookSender, webhookOf } from '../../src/sandbox/stripe/send.ts';
import { startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { tradingDay } from '../../src/sandbox/stripe/trading-day.ts';
import type { Happening } from '../../src/sandbox/stripe/world.ts';
import { createLog } from '../../src/telemetry/log.ts';

export interface ShowCompany {
  readonly address: string;
  /** Number of the newest event of this type. */
  eventSeq(type: string): Promise<number>;
  subjectOf(type: string): Promise<string>;
  close(): Promise<void>;
}

const yaml = `
stripe: { accounts: { main: { webhook_secret: \${STRIPE_WEBHOOK_SECRET}, api_key: \${STRIPE_API_KEY} } } }
slack: { bot_token: \${SLACK_BOT_TOKEN}, signing_secret: \${SLACK_SIGNING_SECRET} }
timezone: Europe/Berlin
channels:
  sales: { id: C0SALES }
  finance: { id: C0FINANCE, privacy: full }
  alerts: { id: C0ALERTS }
routes:
  - name: disputes and fraud
    topics: [disputes, fraud, reviews, account]
    to: [alerts]
    severity: critical
  - name: failed payments
    topics: [failures]
    to: [alerts]
  - name: big sales
    topics: [payments, checkouts]
    when: amount >= money("300.00 EUR")
    to: [finance]
    continue: true
  - name: sales
    topics: [payments, renewals, checkouts, subscriptions]
    to: [sales]
  - name: money back, invoices and payouts
    topics: [refunds, invoices, payouts]
    to: [finance]
quiet:
  - { name: nights, days: [mon-fri], from: "19:00", to: "08:00", channels: [sales], except: [critical], then: digest }
  - { name: weekend, days: [sat, sun], from: "00:00", to: "23:59", channels: [sales, finance], except: [critical, high], then: digest }
`;

const dayMs = 86_400_000;
/** Half past five in the afternoon of a Thursday in Berlin: shops are open, and a week lies behind. */
const shownAt = Date.UTC(2026, 10, 26, 16, 30);
const daysBefore = 28;

/** Real time, but on that Thursday. */
function thatThursday(): Clock {
  const ahead = shownAt - systemClock.now();
  return { ...systemClock, now: () => systemClock.now() + ahead };
}

/** A few sales, in two currencies; on some days one of them is given back. */
function pastDay(startsAt: number, seed: number): readonly Happening[] {
  const noon = startsAt / 1000 + 11 * 3_600;
  const options = (sale: number) => ({ seed: `show/${seed}/${sale}`, livemode: true, checkout: false });
  const stories = [
    cardSale({ ...options(1), at: noon - 9_000, currency: 'eur' }),
    cardSale({ ...options(2), at: noon, currency: 'eur', amount: 4_900 + 700 * (seed % 5) }),
    cardSale({ ...options(3), at: noon + 9_000, currency: seed % 3 === 0 ? 'usd' : 'eur' }),
    ...(seed % 6 === 0 ? [refund({ ...options(4), at: noon, currency: 'eur', amount: 8_900 })] : []),
  ];
  return stories.flatMap(({ happenings }) => happenings).filter(({ at }) => at < shownAt);
}

/** A company that sold for a month, in the real service with stand-ins: what the pictures of the console show. */
export async function playMonth(): Promise<ShowCompany> {
  const clock = thatThursday();
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-show-'));
  const channels = [
    { id: 'C0SALES', name: 'sales' },
    { id: 'C0FINANCE', name: 'finance', private: true },
    { id: 'C0ALERTS', name: 'alerts' },
  ];
  const slack = await startSlackSandbox({ channelRate: 0, channels });
  const stripe = await startStripeSandbox({ clock, livemode: true });
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  const loaded = loadConfig({
    file: 'tillbell.yaml',
    cwd: folder,
    readFile: (path) => (path.endsWith('tillbell.yaml') ? yaml : readFileSync(path, 'utf8')),
    env: {
      STRIPE_WEBHOOK_SECRET: secret,
      STRIPE_API_KEY: stripe.apiKey,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      TILLBELL_SLACK_API_URL: slack.apiUrl,
      TILLBELL_STRIPE_API_URL: stripe.url,
      TILLBELL_SLACK_CHANNEL_RATE: '0',
      TILLBELL_DATA: folder,
      PORT: '0',
    },
  });
  if (!loaded.ok) throw new Error(loaded.faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'));
  const app = await startApp({ ...loaded.config, settleMs: 0 }, { clock, log: createLog({ level: 'silent' }) });
  const sender = createWebhookSender({ url: `${app.address}/webhooks/stripe`, secret, clock });
  const send = async (happenings: readonly Happening[]) => {
    for (const happening of happenings) stripe.happen(happening);
    await sender.sendAll(happenings.map(({ event }) => webhookOf(event)));
  };
  const today = Math.floor(shownAt / dayMs) * dayMs;
  for (let back = daysBefore; back > 0; back -= 1) await send(pastDay(today - back * dayMs, back));
  const day = tradingDay({ seed: 'show', startsAt: today / 1000, livemode: true, sales: 26 });
  for (const happening of day.history) stripe.happen(happening);
  await send(day.entries.map(({ happening }) => happening).filter(({ at }) => at < shownAt));
  await app.idle();
  const newest = async (type: string) => {
    const [row] = await app.store.listEvents({ limit: 1, type });
    if (row === undefined) throw new Error(`no ${type} was played`);
    return row;
  };
  return {
    address: app.address,
    eventSeq: async (type) => (await newest(type)).seq,
    subjectOf: async (type) => (await newest(type)).subjectId ?? '',
    async close() {
      sender.close();
      await app.stop();
      await Promise.all([slack.close(), stripe.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
