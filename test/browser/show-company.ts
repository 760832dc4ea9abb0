import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { dispute } from '../../src/sandbox/stripe/lifecycles/dispute.ts';
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

/** A day's sales between ten and five, in two currencies; on some days one is given back. */
function pastDay(startsAt: number, seed: number): readonly Happening[] {
  const opens = startsAt / 1000 + 9 * 3_600;
  const options = (sale: number) => ({
    seed: `show/${seed}/${sale}`,
    livemode: true,
    checkout: false,
    at: opens + sale * 5_400,
  });
  const amounts = [18_900, 24_900, 4_900, 39_900, 12_900].map((amount) => amount + 700 * ((seed * 5) % 7));
  const stories = [
    ...amounts.map((amount, sale) => cardSale({ ...options(sale), amount, currency: sale === 2 ? 'usd' : 'eur' })),
    ...(seed % 6 === 0 ? [refund({ ...options(5), currency: 'eur', amount: 8_900 })] : []),
  ];
  return stories.flatMap(({ happenings }) => happenings).filter(({ at }) => at < shownAt);
}

/** Today's stories without the one large invoice that would hide all else on a chart, and with an open dispute. */
function todaysStories(startsAt: number): {
  readonly history: readonly Happening[];
  readonly now: readonly Happening[];
} {
  const { lifecycles } = tradingDay({ seed: 'show', startsAt, livemode: true, sales: 26 });
  const told = lifecycles.filter(({ name }) => !name.includes('mailed invoice'));
  const open = dispute({
    seed: 'show/open',
    livemode: true,
    outcome: 'open',
    amount: 24_900,
    currency: 'eur',
    reason: 'product_not_received',
    daysToAnswer: 4,
    at: startsAt + 9 * 3_600 - 21 * 86_400,
  });
  const parts = [...told, open];
  const sorted = (happenings: Happening[]) => happenings.sort((a, b) => a.at - b.at);
  return {
    history: sorted(parts.flatMap(({ happenings, history }) => happenings.slice(0, history))),
    now: sorted(parts.flatMap(({ happenings, history }) => happenings.slice(history))).filter(({ at }) => at < shownAt),
  };
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
  writeFileSync(join(folder, 'tillbell.yaml'), yaml);
  const loaded = loadConfig({
    file: join(folder, 'tillbell.yaml'),
    cwd: folder,
    readFile: (path) => readFileSync(path, 'utf8'),
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
  const { history, now } = todaysStories(today / 1000);
  for (const happening of history) stripe.happen(happening);
  await send(now);
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
