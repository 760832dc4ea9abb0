import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, startApp } from '../../src/app.ts';
import type { Config } from '../../src/config/config.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type Clock, systemClock } from '../../src/domain/clock.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';
import { createLog } from '../../src/telemetry/log.ts';

export const webhookSecret = 'whsec_flow_test_secret_0001';

export interface AppHarness {
  readonly app: App;
  readonly slack: SlackSandbox;
  readonly folder: string;
  /** The configuration that it was started with. */
  config(): Config;
  readonly logged: string[];
  /** Signs and posts an event body; returns the HTTP status. */
  post(event: object | string): Promise<number>;
  /** Waits until everything received is interpreted and delivered. */
  settled(): Promise<void>;
  /** Waits until nothing is pending either: updates that wait for the settle time are sent, too. */
  drained(): Promise<void>;
  /** Ends the service and starts it anew on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface AppHarnessOptions {
  /** YAML of the configuration; without it the environment alone. */
  readonly yaml?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly slack?: Parameters<typeof startSlackSandbox>[0];
  readonly webhook?: boolean;
  readonly clock?: Clock;
  /** 0 unless told: an update follows at once. */
  readonly settleMs?: number;
  readonly reconcile?: NonNullable<Parameters<typeof startApp>[1]['reconcile']>;
  readonly enrich?: NonNullable<Parameters<typeof startApp>[1]['enrich']>;
}

/** The whole service on a fresh folder, with the Slack stand-in, over real HTTP. Unpaced unless told otherwise. */
export async function appHarness(options: AppHarnessOptions = {}): Promise<AppHarness> {
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-flow-'));
  const slack = await startSlackSandbox({
    channelRate: 0,
    channels: [
      { id: 'C0FINANCE', name: 'finance' },
      { id: 'C0SALES', name: 'sales' },
    ],
    ...options.slack,
  });
  const now = () => (options.clock ?? systemClock).now();
  const logged: string[] = [];
  const env = {
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    ...(options.webhook === true
      ? { SLACK_WEBHOOK_URL: slack.webhookUrl }
      : { SLACK_BOT_TOKEN: slack.botToken, SLACK_CHANNEL: 'C0FINANCE' }),
    TILLBELL_SLACK_API_URL: slack.apiUrl,
    TILLBELL_SLACK_CHANNEL_RATE: '0',
    TILLBELL_DATA: folder,
    PORT: '0',
    ...options.env,
  };
  const loaded = loadConfig({
    file: options.yaml === undefined ? null : 'tillbell.yaml',
    env,
    cwd: folder,
    readFile: (path) =>
      options.yaml !== undefined && path.endsWith('tillbell.yaml') ? options.yaml : readFileSync(path, 'utf8'),
  });
  if (!loaded.ok) throw new Error(loaded.faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'));
  const log = createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } });
  const config = { ...loaded.config, settleMs: options.settleMs ?? 0 };
  const start = () =>
    startApp(config, {
      clock: options.clock ?? systemClock,
      log,
      ...(options.reconcile === undefined ? {} : { reconcile: options.reconcile }),
      ...(options.enrich === undefined ? {} : { enrich: options.enrich }),
    });
  let app = await start();
  return {
    get app() {
      return app;
    },
    slack,
    folder,
    config: () => config,
    logged,
    async post(event) {
      const payload = typeof event === 'string' ? event : JSON.stringify(event);
      const header = signatureHeader({ payload, secret: webhookSecret, timestamp: Math.floor(now() / 1000) });
      const response = await fetch(`${app.address}/webhooks/stripe`, {
        method: 'POST',
        body: payload,
        headers: { 'content-type': 'application/json', 'stripe-signature': header },
      });
      await response.arrayBuffer();
      return response.status;
    },
    settled: () => app.idle(),
    async drained() {
      const clock = options.clock ?? systemClock;
      await app.idle();
      for (let due = await app.store.nextDueAt(); due !== null; due = await app.store.nextDueAt()) {
        const wait = Math.max(5, due - clock.now());
        await new Promise<void>((resolve) => void clock.after(wait, resolve));
        await app.idle();
      }
    },
    async restart() {
      await app.stop();
      app = await start();
    },
    async close() {
      await app.stop();
      await slack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
