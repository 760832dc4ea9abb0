import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { readAddressList } from '../../src/receive/address-list.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { startStripeAddresses } from '../../src/wiring/stripe-addresses.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const event = (id: string) => ({ id, object: 'event', type: 'charge.succeeded', data: { object: { id: 'ch_1' } } });
const yaml = (mode: string, url: string) => `stripe:
  accounts: { main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" } }
  ip_allow_list: ${mode}
  ip_list_url: ${url}
slack: { bot_token: "\${SLACK_BOT_TOKEN}", channel_rate: 0 }
channels: { finance: { id: C0FINANCE } }
`;

let harness: AppHarness | null = null;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await harness?.close();
  harness = null;
  for (const close of closing.splice(0)) await close();
});

/** Publishes a list as Stripe does; what it says can be changed. */
async function published(first: string) {
  const answer = { status: 200, body: first };
  const server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { answer, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ips_webhooks.json` };
}
const elsewhere = '{"WEBHOOKS":["3.18.12.63"]}';

describe('the list of Stripe’s addresses', () => {
  test.each([
    ['{"WEBHOOKS":["3.18.12.63","54.187.0.0/16"]}', '54.187.216.72', true],
    ['{"WEBHOOKS":["3.18.12.63"]}', '::ffff:3.18.12.63', true],
    ['{"WEBHOOKS":["3.18.12.63"]}', '3.18.12.64', false],
    ['{"WEBHOOKS":["2600:1f18::/32"]}', '2600:1f18::7', true],
    ['{"WEBHOOKS":["3.18.12.63"]}', 'nonsense', false],
  ])('%s holds %s: %s', (text, address, held) => {
    expect(readAddressList(text)?.has(address)).toBe(held);
  });

  test.each([
    '',
    'hello',
    '[]',
    '{}',
    '{"WEBHOOKS":[]}',
    '{"WEBHOOKS":["3.18.12.63","x"]}',
    '{"WEBHOOKS":["0.0.0.0/0"]}',
  ])('%j is no list: half of one would turn away half of the news', (text) => {
    expect(readAddressList(text)).toBeNull();
  });
});

describe('webhooks from an address that Stripe does not publish', () => {
  test('alarm: the event is taken and told, and Slack hears of it', async () => {
    const { url } = await published(elsewhere);
    harness = await appHarness({ yaml: yaml('alarm', url) });
    await expect.poll(() => harness?.app.store.getSetting('stripe:webhook_addresses')).toBe(elsewhere);
    expect(await harness.post(event('evt_1'))).toBe(200);
    await harness.app.reconciling.look();
    await harness.drained();
    expect(harness.slack.messages().map(({ text }) => text)).toContainEqual(
      expect.stringContaining('an address that is not Stripe’s'),
    );
  });

  test('enforce: it is refused with 403, and taken again once the list names the address', async () => {
    const { url, answer } = await published(elsewhere);
    harness = await appHarness({ yaml: yaml('enforce', url) });
    await expect.poll(() => harness?.app.store.getSetting('stripe:webhook_addresses')).toBe(elsewhere);
    expect(await harness.post(event('evt_1'))).toBe(403);
    answer.body = '{"WEBHOOKS":["127.0.0.1"]}';
    await harness.restart();
    await expect.poll(() => harness?.post(event('evt_1'))).toBe(200);
  });

  test('off, or without a list that was ever read: from anywhere', async () => {
    const { url, answer } = await published(elsewhere);
    answer.status = 500;
    harness = await appHarness({ yaml: yaml('enforce', url) });
    expect(await harness.post(event('evt_1'))).toBe(200);
  });

  test('the last good list holds through refusals, nonsense and a restart', async () => {
    const settings = new Map<string, string>();
    const lines: string[] = [];
    const answers = [
      { kind: 'fetched' as const, text: elsewhere },
      { kind: 'fetched' as const, text: '<html>' },
      { kind: 'failed' as const, reason: { code: 'address_list_unreachable', text: 'it does not answer' } },
    ];
    const loaded = loadConfig({
      file: null,
      env: {
        STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
        SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
        SLACK_CHANNEL: 'C0FINANCE',
      },
      cwd: '/',
    });
    if (!loaded.ok) throw new Error(loaded.faults.map(({ message }) => message).join());
    const { config } = loaded;
    const start = () =>
      startStripeAddresses({
        store: {
          getSetting: async (name) => settings.get(name) ?? null,
          putSetting: async (name, value) => void settings.set(name, value),
        },
        clock: { ...systemClock, after: () => () => undefined },
        log: createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } }),
        config: () => ({ ...config, stripe: { ...config.stripe, ipAllowList: 'enforce' } }),
        fetchList: async () => answers.shift() ?? { kind: 'fetched', text: '' },
      });
    const addresses = await start();
    expect(addresses.judge('127.0.0.1')).toBe('allowed');
    for (let times = 0; times < 3; times += 1) {
      await addresses.refresh();
      expect(addresses.judge('127.0.0.1')).toBe('refused');
      expect(addresses.judge('3.18.12.63')).toBe('allowed');
    }
    expect(lines).toHaveLength(2);
    expect((await start()).judge('127.0.0.1')).toBe('refused');
  });
});

describe('a flood of wrong signatures', () => {
  test('is turned away early and counted; a rightly signed event from the same address is taken', async () => {
    harness = await appHarness();
    const { address } = harness.app;
    const timestamp = Math.floor(Date.now() / 1000);
    const send = async (signature: string) => {
      const headers = { 'stripe-signature': signature };
      const response = await fetch(`${address}/webhooks/stripe`, { method: 'POST', body: '{}', headers });
      return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
    };
    const wrong = `t=${timestamp},v1=${'0'.repeat(64)}`;
    const flood = await Promise.all(Array.from({ length: 200 }, () => send(wrong)));
    const codes = flood.map(([, code]) => code);
    expect(new Set(codes)).toEqual(new Set(['signature_mismatch', 'too_many_refused']));
    expect(codes.filter((code) => code === 'signature_mismatch').length).toBeGreaterThanOrEqual(60);
    expect(await send('hello')).toEqual([429, 'too_many_refused']);
    expect(await send(`t=${timestamp - 1_000},v1=${'0'.repeat(64)}`)).toEqual([429, 'too_many_refused']);
    expect(await harness.post(event('evt_1'))).toBe(200);
    // Each is counted; none of them makes a line in the log of its own.
    expect(await harness.app.metrics.registry.metrics()).toMatch(/code="too_many_refused"} \d\d/);
  });
});
