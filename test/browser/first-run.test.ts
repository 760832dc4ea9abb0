import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type SetupServer, startSetupServer } from '../../src/wiring/setup-server.ts';
import { buildConsole } from './build-console.ts';
import { missing, type OpenedBrowser, openBrowser } from './chromium.ts';

describe.skipIf(missing !== null)('the first run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbell-first-run-'));
  let slack: SlackSandbox;
  let stripe: StripeSandbox;
  let store: Store;
  let server: SetupServer;
  let browser: OpenedBrowser;
  beforeAll(async () => {
    buildConsole();
    slack = await startSlackSandbox({ channelRate: 0, channels: [{ id: 'C0FINANCE', name: 'finance' }] });
    stripe = await startStripeSandbox({ livemode: false });
    store = await openStore({
      databaseUrl: null,
      dataFolder: join(folder, 'data'),
      encryptionKey: null,
      clock: systemClock,
      exclusive: true,
    });
    server = await startSetupServer({
      store,
      clock: systemClock,
      log: createLog({ level: 'silent' }),
      port: 0,
      folder,
      timezone: 'Europe/Berlin',
      stripeApiUrl: stripe.url,
      slackApiUrl: slack.apiUrl,
    });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await store?.close();
    await Promise.all([slack?.close(), stripe?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('leads from nothing to the first alert, checks each step, and goes on where it was left', async () => {
    const page = await browser.context.newPage();
    await page.goto(server.address);
    await page.getByRole('heading', { level: 1, name: 'First run' }).waitFor();

    await page.getByLabel('Key').fill('sk_test_wrong');
    await page.getByRole('button', { name: 'Check and keep' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Key').fill(stripe.apiKey);
    await page.getByRole('button', { name: 'Check and keep' }).click();

    await page.getByLabel('Public address of this service').fill('https://tillbell.example.com');
    await page.getByRole('button', { name: 'Make the endpoint' }).click();
    await page.getByLabel('Bot User OAuth Token').waitFor();

    // As Slack makes the app from the manifest that the page gives.
    const asked = await fetch(`${server.address}/api/setup/manifest?publicUrl=https://tillbell.example.com`);
    const { manifest } = (await asked.json()) as { manifest: string };
    const { oauth_config: oauth } = JSON.parse(manifest) as { oauth_config: { scopes: { bot: string[] } } };
    slack.workspace.setScopes(oauth.scopes.bot);

    await page.reload();
    await page.getByLabel('Bot User OAuth Token').fill(slack.botToken);
    await page.getByLabel('Signing Secret').fill(slack.signingSecret);
    await page.getByRole('button', { name: 'Check and keep' }).click();

    await page.getByLabel('Channel').selectOption({ label: '#finance' });
    await page.getByRole('button', { name: 'Use this channel' }).click();
    await page.getByRole('button', { name: 'Send a test alert' }).click();
    await page.getByRole('button', { name: 'Finish' }).waitFor();
    expect(slack.messages('C0FINANCE')).toHaveLength(1);

    await page.getByRole('button', { name: 'Finish' }).click();
    await page.getByText('All done').waitFor();
    expect(readFileSync(join(folder, 'tillbell.yaml'), 'utf8')).toContain('C0FINANCE');
    await page.close();
  });
});
