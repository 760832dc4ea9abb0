import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/domain/clock.ts';
import { signatureHeader } from '../../src/sandbox/stripe/sign.ts';
import { type AppHarness, appHarness, webhookSecret } from '../flow/app-harness.ts';
import { type MadePair, makeCertificate } from './certificate.ts';

const day = 86_400_000;
const inDays = (days: number) => Math.floor((Date.now() + days * day) / 1000) * 1000;

let folder: string;
let harness: AppHarness | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tillbell-tls-'));
});
afterEach(async () => {
  await harness?.close();
  harness = null;
  rmSync(folder, { recursive: true, force: true });
});

function put(pair: MadePair): void {
  writeFileSync(join(folder, 'cert.pem'), pair.cert);
  writeFileSync(join(folder, 'key.pem'), pair.key);
}

const yaml = (more = '') => `stripe: { accounts: { main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" } } }
slack: { bot_token: "\${SLACK_BOT_TOKEN}", channel_rate: 0 }
channels: { finance: { id: C0FINANCE } }
tls: { cert: ${join(folder, 'cert.pem')}, key: ${join(folder, 'key.pem')}${more} }
`;

/** One request over a socket of ours. */
function ask(
  address: string,
  options: { path: string; ca: string; method?: string; body?: string; headers?: Record<string, string> },
) {
  const { hostname, port } = new URL(address);
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const { path, ca, method = 'GET', headers = {} } = options;
    const asked = request({ hostname, port, path, ca, method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    asked.on('error', reject);
    asked.end(options.body);
  });
}

function handshake(address: string, options: { ca: string; maxVersion?: 'TLSv1.2' | 'TLSv1.3' }): Promise<TLSSocket> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), ...options }, () => resolve(socket));
    socket.on('error', reject);
  });
}

/** The end of the certificate that a new connection is shown. */
async function servedUntil(address: string, ca: string): Promise<number> {
  const socket = await handshake(address, { ca });
  const { valid_to: until } = socket.getPeerCertificate();
  socket.destroy();
  return Date.parse(until);
}

describe('Tillbell ends TLS itself', () => {
  test('a webhook over TLS 1.3 is stored; 1.2 is refused; browsers are told to stay with HTTPS', async () => {
    const pair = makeCertificate({ notAfter: inDays(90) });
    put(pair);
    harness = await appHarness({ yaml: yaml() });
    const { address } = harness.app;
    expect(address).toMatch(/^https:/);
    const socket = await handshake(address, { ca: pair.cert });
    expect(socket.getProtocol()).toBe('TLSv1.3');
    socket.destroy();
    await expect(handshake(address, { ca: pair.cert, maxVersion: 'TLSv1.2' })).rejects.toThrow(/alert|version/i);
    const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'charge.succeeded', data: { object: {} } });
    const timestamp = Math.floor(Date.now() / 1000);
    const stored = await ask(address, {
      path: '/webhooks/stripe',
      ca: pair.cert,
      method: 'POST',
      body,
      headers: { 'stripe-signature': signatureHeader({ payload: body, secret: webhookSecret, timestamp }) },
    });
    expect([stored.status, stored.body]).toEqual([200, '{"received":true}']);
    expect(stored.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('TLS 1.2 is spoken where the configuration says so', async () => {
    const pair = makeCertificate({ notAfter: inDays(90) });
    put(pair);
    harness = await appHarness({ yaml: yaml(', min_version: "1.2"') });
    const socket = await handshake(harness.app.address, { ca: pair.cert, maxVersion: 'TLSv1.2' });
    expect(socket.getProtocol()).toBe('TLSv1.2');
    socket.destroy();
  });

  test('a new certificate is served from the next connection on, and an open one goes on', async () => {
    const first = makeCertificate({ notAfter: inDays(30) });
    put(first);
    harness = await appHarness({ yaml: yaml() });
    const { address } = harness.app;
    const open = await handshake(address, { ca: first.cert });
    const second = makeCertificate({ notAfter: inDays(60) });
    put(second);
    expect(await servedUntil(address, first.cert)).toBe(inDaysOf(first));
    harness.app.reload(harness.config());
    expect(await servedUntil(address, second.cert)).toBe(inDaysOf(second));
    // The connection from before the change still answers.
    open.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    let said = '';
    for await (const chunk of open) said += String(chunk);
    expect(said).toMatch(/^HTTP\/1.1 200/);
  });

  test('F110 a bad pair is refused by name, the old one stays and Slack is told', async () => {
    const first = makeCertificate({ notAfter: inDays(30) });
    put(first);
    harness = await appHarness({ yaml: yaml() });
    const { address, reconciling, store } = harness.app;
    const second = makeCertificate({ notAfter: inDays(60) });
    writeFileSync(join(folder, 'cert.pem'), second.cert);
    harness.app.reload(harness.config());
    expect(await servedUntil(address, first.cert)).toBe(inDaysOf(first));
    expect(harness.logged.join('')).toMatch(/refused, the old one stays: .*key\.pem belongs to another certificate/);
    await reconciling.look();
    expect(await store.getSetting('alarms')).toContain('certificate files');
    put(second);
    harness.app.reload(harness.config());
    expect(await servedUntil(address, second.cert)).toBe(inDaysOf(second));
    await reconciling.look();
    expect(await store.getSetting('alarms')).not.toContain('certificate');
  });

  test('a certificate that ends in two weeks is told in Slack, once', async () => {
    let ahead = 0;
    const clock = { ...systemClock, now: () => Date.now() + ahead };
    const pair = makeCertificate({ notAfter: inDays(20) });
    put(pair);
    harness = await appHarness({ yaml: yaml(), clock });
    await harness.app.reconciling.look();
    expect(await harness.app.store.getSetting('alarms')).toBeNull();
    ahead = 8 * day;
    await harness.app.reconciling.look();
    await harness.app.reconciling.look();
    await harness.drained();
    const told = harness.slack.messages().filter(({ text }) => text.includes('certificate'));
    expect(told.map(({ text }) => text)).toEqual([expect.stringMatching(/ends in 1[12] days/)]);
  });

  test('a pair that is wrong from the start: the configuration is refused with the file and the reason', async () => {
    put({ cert: makeCertificate({ notAfter: inDays(3) }).cert, key: makeCertificate({ notAfter: inDays(3) }).key });
    await expect(appHarness({ yaml: yaml() })).rejects.toThrow(/tls\.key: .*key\.pem belongs to another certificate/);
  });
});

/** The end that a certificate of ours names, milliseconds since the epoch. */
function inDaysOf({ cert }: MadePair): number {
  return new X509Certificate(cert).validToDate.getTime();
}
