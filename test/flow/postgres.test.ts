import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { databaseFindings } from '../../src/cli/doctor-database.ts';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { refund } from '../../src/sandbox/stripe/lifecycles/refund.ts';
import { type FreshDatabase, freshDatabase } from '../postgres/fresh-database.ts';
import { startTcpProxy, type TcpProxy } from '../postgres/tcp-proxy.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

const key = '7c'.repeat(32);
let database: FreshDatabase;
let proxy: TcpProxy;
let open: AppHarness[];

beforeEach(async () => {
  database = await freshDatabase();
  proxy = await startTcpProxy(Number(new URL(database.url).port));
  open = [];
});
afterEach(async () => {
  proxy.heal();
  for (const harness of open) await harness.close();
  await proxy.close();
  await database.drop();
});

function environment(): Record<string, string> {
  const url = new URL(database.url);
  url.port = String(proxy.port);
  return { DATABASE_URL: url.href, TILLBELL_ENCRYPTION_KEY: key };
}

async function service(): Promise<AppHarness> {
  const harness = await appHarness({ env: environment() });
  open.push(harness);
  return harness;
}

const cards = (harness: AppHarness) =>
  harness.slack.messages('C0FINANCE').filter((message) => message.thread_ts === null && !message.deleted);

describe('the whole service on PostgreSQL', () => {
  test('one sale, told by several events, is one card; a refund changes it and speaks in its thread', async () => {
    const harness = await service();
    for (const event of refund({ seed: 3 }).events) {
      expect(await harness.post(event)).toBe(200);
      await harness.settled();
    }
    expect(cards(harness)).toHaveLength(1);
    expect(cards(harness)[0]?.text).toMatch(/refund/i);
    const replies = harness.slack.messages('C0FINANCE').filter((message) => message.thread_ts !== null);
    expect(replies.map((reply) => reply.text).join('\n')).toMatch(/refunded/i);
  });

  test('F66 it goes on after a restart where it was', async () => {
    const harness = await service();
    const [first, ...rest] = cardSale({ seed: 5 }).events;
    if (first !== undefined) await harness.post(first);
    await harness.settled();
    await harness.restart();
    for (const event of rest) expect(await harness.post(event)).toBe(200);
    await harness.settled();
    expect(cards(harness)).toHaveLength(1);
  });

  test('F21 the database is away: 503 with Retry-After and not ready; back again, all goes on by itself', async () => {
    const harness = await service();
    const [first, ...rest] = cardSale({ seed: 6 }).events;
    if (first !== undefined) expect(await harness.post(first)).toBe(200);
    proxy.cut();
    for (const event of rest) expect(await harness.post(event)).toBe(503);
    const ready = await fetch(`${harness.app.address}/readyz`);
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
    expect((await fetch(`${harness.app.address}/healthz`)).status).toBe(200);
    proxy.heal();
    for (const event of rest) expect(await harness.post(event)).toBe(200);
    await harness.settled();
    expect(cards(harness)).toHaveLength(1);
    expect(cards(harness)[0]?.text).toMatch(/paid/i);
    const secret = decodeURIComponent(new URL(database.url).password);
    expect(harness.logged.filter((line) => line.includes(secret) || line.includes(key))).toEqual([]);
  });
});

describe('tillbell doctor', () => {
  const findings = async (change: Record<string, string> = {}) => {
    const env = {
      STRIPE_WEBHOOK_SECRET: 'whsec_doctor_0001',
      SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/x',
    };
    const loaded = loadConfig({
      file: null,
      env: { ...env, ...environment(), ...change },
      cwd: '/nowhere',
      readFile: () => '',
    });
    if (!loaded.ok) throw new Error(inspect(loaded.faults));
    return databaseFindings(loaded.config, systemClock);
  };

  test('says what is wrong with the server', async () => {
    const found = await findings();
    expect(found).toContainEqual(expect.objectContaining({ about: 'database', level: 'well' }));
    // The servers of these tests do not wait for the disk.
    expect(found).toContainEqual(expect.objectContaining({ about: 'durability', level: 'fault' }));
    expect(found).toContainEqual(expect.objectContaining({ about: 'database TLS', level: 'warning' }));
  });

  test('and that it does not answer', async () => {
    proxy.cut();
    expect(await findings()).toMatchObject([{ about: 'database', level: 'fault' }]);
  });
});
