import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Lifecycle } from '../../src/sandbox/stripe/story.ts';
import { type AppHarness, type AppHarnessOptions, appHarness } from '../flow/app-harness.ts';
import { buildConsole } from './build-console.ts';
import { type OpenedBrowser, openBrowser } from './chromium.ts';

export const sceneYaml = `
stripe: { accounts: { main: { webhook_secret: whsec_flow_test_secret_0001 } } }
slack: { bot_token: \${SLACK_BOT_TOKEN} }
timezone: Europe/Berlin
channels:
  sales: { id: C0SALES }
  finance: { id: C0FINANCE, privacy: full }
routes:
  - { name: disputes and fraud, topics: [disputes, fraud], to: [finance], severity: critical }
  - { name: sales, topics: [payments, checkouts, subscriptions], to: [sales] }
  - { name: money back, topics: [refunds, failures], to: [finance] }
quiet:
  - { name: nights, days: [mon-fri], from: "19:00", to: "08:00", channels: [sales], except: [critical], then: digest }
`;

export interface Scene {
  readonly harness: AppHarness;
  readonly context: BrowserContext;
  /** A new page of the console, with whatever it complains of kept in `complaints`. */
  page(path?: string): Promise<Page>;
  /** Errors of scripts and of the Content-Security-Policy on any page so far. */
  readonly complaints: string[];
  /** Sends a story's events and waits until Slack has them. */
  tell(...stories: readonly Lifecycle[]): Promise<void>;
  close(): Promise<void>;
}

/** The real service with stand-ins, and a real browser before it. */
export async function openScene(
  options: AppHarnessOptions & { browser?: Parameters<typeof openBrowser>[0] } = {},
): Promise<Scene> {
  buildConsole();
  const { browser, ...app } = options;
  const harness = await appHarness({ yaml: sceneYaml, ...app });
  let opened: OpenedBrowser;
  try {
    opened = await openBrowser(browser);
  } catch (error) {
    await harness.close();
    throw error;
  }
  const complaints: string[] = [];
  const { context } = opened;
  return {
    harness,
    context,
    complaints,
    async page(path = '/') {
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`));
      page.on('console', (message) => {
        const text = message.text();
        // A refused request is the test's own business; a fault of ours or of the policy is not.
        if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
          complaints.push(`${path}: ${text}`);
      });
      await page.goto(`${harness.app.address}${path}`);
      return page;
    },
    async tell(...stories) {
      for (const story of stories) {
        for (const event of story.events) expect(await harness.post(event)).toBe(200);
      }
      await harness.settled();
    },
    async close() {
      await opened.close();
      await harness.close();
    },
  };
}
