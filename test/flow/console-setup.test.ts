import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { botScopes } from '../../src/sandbox/slack/model.ts';
import { type SlackSandbox, startSlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { type StripeSandbox, startStripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type SetupServer, startSetupServer } from '../../src/wiring/setup-server.ts';
import { type ConsoleClient, consoleClient, consoleHarness } from './console-harness.ts';

const apiKey = 'rk_test_flow_setup_0001';
let folder: string;
let slack: SlackSandbox;
let stripe: StripeSandbox;
let store: Store;
let server: SetupServer;
const logged: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-setup-'));
  slack = await startSlackSandbox({
    channelRate: 0,
    scopes: [...botScopes, 'chat:write.public'],
    channels: [
      { id: 'C0FINANCE', name: 'finance' },
      { id: 'C0SECRET', name: 'secret', private: true, member: false },
      { id: 'C0OLD', name: 'old', archived: true },
    ],
  });
  stripe = await startStripeSandbox({ rateLimit: 0, apiKey, retryAfter: () => null });
  await begin();
});

afterEach(async () => {
  await end();
  await slack.close();
  await stripe.close();
  rmSync(folder, { recursive: true, force: true });
});

async function begin(): Promise<void> {
  const dataFolder = join(folder, 'data');
  store = await openStore({ databaseUrl: null, dataFolder, encryptionKey: null, exclusive: true, clock: systemClock });
  server = await startSetupServer({
    store,
    clock: systemClock,
    log: createLog({ level: 'debug', destination: { write: (line) => void logged.push(line) } }),
    port: 0,
    folder,
    timezone: 'Europe/Berlin',
    stripeApiUrl: stripe.url,
    slackApiUrl: slack.apiUrl,
  });
}

async function end(): Promise<void> {
  await server.close();
  await store.close();
}

const post = (client: ConsoleClient, step: string, body: object = {}) =>
  client.raw('POST', `/api/setup/${step}`, { body });

test('from nothing to a configuration that loads; what was entered is kept sealed, and never shown', async () => {
  let client = await consoleClient(server.address);
  expect((await client.ask('GET /api/me')).firstRun).toBe(true);
  expect((await client.ask('GET /api/setup')).next).toBe('stripe');
  expect((await post(client, 'stripe', { apiKey })).body).toMatchObject({ next: 'endpoint', stripe: { mode: 'test' } });
  const publicUrl = 'https://tillbell.example.com';
  expect((await post(client, 'endpoint', { publicUrl })).body).toMatchObject({ next: 'slack' });
  const made = stripe.calls.findLast(({ method }) => method === 'POST');
  expect(made?.params).toMatchObject({ url: `${publicUrl}/webhooks/stripe` });
  expect(JSON.stringify(made?.params)).toContain('charge.dispute.created');
  const { manifest, url } = await client.ask('GET /api/setup/manifest', `/api/setup/manifest?publicUrl=${publicUrl}`);
  expect(JSON.parse(manifest)).toMatchObject({ display_information: { name: 'Tillbell' } });
  expect(url).toMatch(/^https:\/\/api\.slack\.com\/apps\?new_app=1/);

  // The machine goes off in the middle.
  await end();
  await begin();
  client = await consoleClient(server.address);
  expect(await client.ask('GET /api/setup')).toMatchObject({ next: 'slack', stripe: { webhookSecretSet: true } });

  const signingSecret = '8f742231b10e8888abcd99aaabbb85a5';
  expect((await post(client, 'slack', { botToken: slack.botToken, signingSecret })).body).toMatchObject({
    next: 'channel',
    slack: { team: expect.any(String), missingScopes: [] },
  });
  const { channels } = await client.ask('GET /api/setup/channels');
  expect(channels.map(({ name }) => name)).toEqual(['finance']);
  expect((await post(client, 'channel', { id: 'C0FINANCE' })).body).toMatchObject({ next: 'test' });
  expect((await post(client, 'test')).body).toMatchObject({ next: 'finish' });
  expect(slack.messages('C0FINANCE')[0]?.text).toContain('connected');
  const shown = JSON.stringify(await client.ask('GET /api/setup'));
  const secrets = [apiKey, slack.botToken, signingSecret];
  for (const secret of secrets) expect(shown + logged.join('')).not.toContain(secret);

  expect((await post(client, 'finish')).body).toMatchObject({
    next: 'done',
    open: false,
    written: { file: 'tillbell.yaml' },
  });
  await server.written;
  const yaml = readFileSync(join(folder, 'tillbell.yaml'), 'utf8');
  for (const secret of secrets) expect(yaml).not.toContain(secret);
  expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  const env = Object.fromEntries(
    readFileSync(join(folder, '.env'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Record<string, string>;
  const loaded = loadConfig({ file: 'tillbell.yaml', env, cwd: folder });
  expect(loaded.ok && loaded.config.channels['finance']?.id).toBe('C0FINANCE');
  const kept = await store.getDialogue('setup');
  for (const secret of secrets) expect(kept).not.toContain(secret);
});

test.each([
  ['stripe', { apiKey: 'pk_test_x' }, 'no API key'],
  ['stripe', { apiKey: 'rk_test_of_nobody_1234' }, 'does not accept'],
  ['endpoint', { webhookSecret: 'secret' }, 'no signing secret'],
  ['endpoint', {}, 'nothing was given'],
  ['endpoint', { publicUrl: 'file:///etc/passwd' }, 'publicUrl'],
  ['slack', { botToken: 'xoxp-1' }, 'no bot token'],
  ['slack', { botToken: 'xoxb-of-nobody' }, ''],
  ['slack', { botToken: 'xoxb-1', signingSecret: 'short' }, 'no signing secret'],
  ['channel', { id: 'C0FINANCE' }, 'bot token is missing'],
  ['test', {}, 'missing'],
  ['finish', {}, '"stripe" is not done'],
])('%s with %j is refused, and nothing changes', async (step, body, message) => {
  const client = await consoleClient(server.address);
  const before = await client.ask('GET /api/setup');
  const answer = await post(client, step, body);
  expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(message) } } });
  expect(await client.ask('GET /api/setup')).toEqual(before);
});

test('channels that cannot be posted to are refused; files that exist are not written over', async () => {
  const client = await consoleClient(server.address);
  await post(client, 'stripe', { apiKey });
  await post(client, 'endpoint', { webhookSecret: 'whsec_flow_setup' });
  await post(client, 'slack', { botToken: slack.botToken });
  for (const id of ['C0SECRET', 'C0OLD', 'C0NONE']) expect((await post(client, 'channel', { id })).status).toBe(400);
  await post(client, 'channel', { id: 'C0FINANCE' });
  await post(client, 'test');
  writeFileSync(join(folder, 'tillbell.yaml'), 'mine');
  expect((await post(client, 'finish')).body).toMatchObject({ error: { code: 'setup_files' } });
  expect(readFileSync(join(folder, 'tillbell.yaml'), 'utf8')).toBe('mine');
});

test('the rest of the console says that it is not set up; a service that is set up does not open it again', async () => {
  const client = await consoleClient(server.address);
  expect((await client.raw('GET', '/api/now')).status).toBe(501);
  const harness = await consoleHarness();
  try {
    const local = await harness.local();
    expect(await local.ask('GET /api/setup')).toMatchObject({ open: false, next: 'done' });
    const answer = await local.raw('POST', '/api/setup/stripe', { body: { apiKey } });
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'setup_closed' } } });
  } finally {
    await harness.close();
  }
});
