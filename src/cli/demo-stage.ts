import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type App, startApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { formatFault } from '../config/fault.ts';
import { loadConfig } from '../config/load.ts';
import type { Clock } from '../domain/clock.ts';
import { TillbellError } from '../domain/errors.ts';
import { type SlackSandbox, startSlackSandbox } from '../sandbox/slack/slack-sandbox.ts';
import { playDay } from '../sandbox/stripe/play-day.ts';
import { createWebhookSender, type SendResult } from '../sandbox/stripe/send.ts';
import { shuffleDeliveries } from '../sandbox/stripe/shuffle.ts';
import { type StripeSandbox, startStripeSandbox } from '../sandbox/stripe/stripe-sandbox.ts';
import { tradingDay } from '../sandbox/stripe/trading-day.ts';
import { createLog } from '../telemetry/log.ts';

export interface DemoStage {
  readonly app: App;
  readonly slack: SlackSandbox;
  readonly stripe: StripeSandbox;
  /** Every webhook that was answered, in the order of the answers. */
  readonly results: readonly SendResult[];
  /** Plays one trading day within `seconds`, as Stripe delivers it: out of order, some twice, some under two ids. */
  play(day: {
    seed: string;
    seconds: number;
    signal: AbortSignal;
    onSent: (sent: number, of: number) => void;
  }): Promise<void>;
  /** Ends the day with its summary in the channel. */
  summarize(): Promise<void>;
  /** Resolves when all is interpreted and the lanes are empty. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** As in examples/demo.yaml. */
export const demoChannels = [
  { id: 'C0SALES', name: 'sales' },
  { id: 'C0FINANCE', name: 'finance', private: true },
  { id: 'C0ALERTS', name: 'alerts' },
];

const tradingSeconds = 14 * 3600;
const daySeconds = 86_400;

/** The real service beside strict stand-ins, over real HTTP with real signatures and secrets made for this run alone. */
export async function startDemoStage(options: {
  clock: Clock;
  folder: string;
  port: string;
  environment: Readonly<Record<string, string | undefined>>;
}): Promise<DemoStage> {
  const { clock } = options;
  const slack = await startSlackSandbox({
    channels: demoChannels,
    botToken: `xoxb-demo-${randomBytes(12).toString('hex')}`,
    signingSecret: randomBytes(16).toString('hex'),
  });
  const stripe = await startStripeSandbox({ clock, livemode: true });
  const secret = `whsec_${randomBytes(24).toString('base64url')}`;
  const app = await startApp(demoConfig(options, secret, slack, stripe), {
    clock,
    log: createLog({ level: 'silent' }),
  });
  const sender = createWebhookSender({ url: `${app.address}/webhooks/stripe`, secret, clock });
  const results: SendResult[] = [];
  return {
    app,
    slack,
    stripe,
    results,
    async play({ seed, seconds, signal, onSent }) {
      const yesterday = (Math.floor(clock.now() / 1000 / daySeconds) - 1) * daySeconds;
      const day = tradingDay({ seed, startsAt: yesterday, livemode: true });
      const deliveries = shuffleDeliveries(day.entries, { seed });
      let sent = 0;
      await playDay({
        day,
        deliveries,
        happen: (happening) => stripe.happen(happening),
        send: (webhook) => sender.send(webhook),
        clock,
        speed: tradingSeconds / seconds,
        signal,
        onSent: (_delivery, result) => {
          results.push(result);
          sent += 1;
          onSent(sent, deliveries.length);
        },
      });
    },
    async summarize() {
      await app.idle();
      await app.summaries.tell('daily');
    },
    async settled() {
      await app.idle();
      for (let due = await app.store.nextDueAt(); due !== null; due = await app.store.nextDueAt()) {
        const wait = Math.max(20, Math.min(500, due - clock.now()));
        await new Promise<void>((resolve) => void clock.after(wait, resolve));
        await app.idle();
      }
    },
    async close() {
      sender.close();
      await app.stop();
      await Promise.all([slack.close(), stripe.close()]);
    },
  };
}

function demoConfig(
  options: { folder: string; port: string; environment: Readonly<Record<string, string | undefined>> },
  secret: string,
  slack: SlackSandbox,
  stripe: StripeSandbox,
): Config {
  const loaded = loadConfig({
    file: fileURLToPath(new URL('../../examples/demo.yaml', import.meta.url)),
    cwd: options.folder,
    readFile: (path) => readFileSync(path, 'utf8'),
    env: {
      STRIPE_WEBHOOK_SECRET: secret,
      STRIPE_API_KEY: stripe.apiKey,
      SLACK_BOT_TOKEN: slack.botToken,
      TILLBELL_SLACK_API_URL: slack.apiUrl,
      TILLBELL_STRIPE_API_URL: stripe.url,
      TILLBELL_DATA: options.folder,
      PORT: options.port,
      HOST: options.environment['HOST'],
      TILLBELL_SLACK_CHANNEL_RATE: options.environment['TILLBELL_SLACK_CHANNEL_RATE'],
      TILLBELL_ENCRYPTION_KEY: options.environment['TILLBELL_ENCRYPTION_KEY'],
    },
  });
  if (loaded.ok) return loaded.config;
  throw new TillbellError(
    'config_demo',
    `the demo's configuration has faults:\n${loaded.faults.map(formatFault).join('\n')}`,
  );
}
