import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiFailure, access, type EndpointName, type Role, roles } from '../../src/console/contract.ts';
import { tokenHash } from '../../src/console/session.ts';
import { type ConsoleHarness, consoleClient, consoleHarness, sessionOf } from './console-harness.ts';

const endpoints = Object.entries(access) as [EndpointName, Role | 'public'][];
const callers = ['nobody', ...roles] as const;

function pathOf(name: EndpointName): { method: string; path: string; writes: boolean } {
  const [method = '', url = ''] = name.split(' ');
  return { method, path: url.replace(/:\w+/g, '999999'), writes: method !== 'GET' };
}

/** A refusal of the guard's, rather than of the handler behind it. */
const guards = new Set([
  'not_signed_in',
  'role_too_low',
  'csrf_missing',
  'foreign_origin',
  'not_json',
  'console_closed',
]);

function refusedBy(answer: { status: number; body: unknown }): string | null {
  const code = answer.status < 400 ? '' : ((answer.body as ApiFailure).error?.code ?? '');
  return guards.has(code) ? code : null;
}

describe('with sign-in', () => {
  let harness: ConsoleHarness;
  beforeAll(async () => {
    harness = await consoleHarness({ env: { TILLBELL_CONSOLE_SIGN_IN: 'link' } });
  });
  afterAll(() => harness.close());

  describe.each(callers)('%s', (caller) => {
    test.each(endpoints)('%s needs %s', async (name, needed) => {
      const { method, path, writes } = pathOf(name);
      const client = caller === 'nobody' ? await consoleClient(harness.app.address) : await harness.as(caller);
      const reaches = needed === 'public' || (caller !== 'nobody' && roles.indexOf(caller) >= roles.indexOf(needed));
      if (writes) {
        // From another page, without the session's own word, and as a form would send it.
        const from = (headers: Record<string, string>) => client.raw(method, path, { headers, csrf: false });
        if (needed !== 'public' && reaches) {
          expect(refusedBy(await from({}))).toBe('csrf_missing');
          expect(refusedBy(await from({ 'x-tillbell-csrf': 'x' }))).toBe('csrf_missing');
        }
        expect(refusedBy(await from({ origin: 'https://evil.example' }))).toBe('foreign_origin');
        expect(refusedBy(await from({ 'sec-fetch-site': 'cross-site' }))).toBe('foreign_origin');
        expect(refusedBy(await from({ 'content-type': 'text/plain' }))).toBe('not_json');
      }
      const answer = await client.raw(method, path);
      expect(refusedBy(answer)).toBe(reaches ? null : caller === 'nobody' ? 'not_signed_in' : 'role_too_low');
    });
  });

  test('what is not in the contract is not there, and not told to those who are not in', async () => {
    expect((await (await consoleClient(harness.app.address)).raw('GET', '/api/secrets')).status).toBe(401);
    expect((await (await harness.as('viewer')).raw('GET', '/api/secrets')).status).toBe(404);
  });

  test('every answer carries the security headers', async () => {
    const client = await consoleClient(harness.app.address);
    for (const path of ['/', '/events', '/api/me', '/api/events', '/api/none', '/api/stream']) {
      const { headers } = await client.raw('GET', path);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
      expect(headers.get('content-security-policy')).not.toMatch(/unsafe/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });

  test('a session that ended, was signed out of, or was made up is none', async () => {
    const cookie = await sessionOf(harness, 'admin');
    const client = await consoleClient(harness.app.address, cookie);
    expect((await client.ask('GET /api/me')).person?.role).toBe('admin');
    const out = await client.raw('POST', '/api/sign-out');
    expect(out.headers.get('set-cookie')).toMatch(/^tillbell=; .*Max-Age=0/);
    expect((await client.ask('GET /api/me')).person).toBeNull();
    for (const made of [
      'tillbell=',
      `tillbell=${'A'.repeat(43)}`,
      'tillbell=../../etc',
      `tillbell=${tokenHash('x')}`,
    ]) {
      expect((await (await consoleClient(harness.app.address, made)).ask('GET /api/me')).person).toBeNull();
    }
    // A link is no session, and a session no link.
    const linked = await sessionOf(harness, 'viewer');
    const token = linked.split('=')[1] ?? '';
    const used = await (await consoleClient(harness.app.address)).raw('POST', '/api/sign-in/link', { body: { token } });
    expect(used.status).toBe(401);
  });
});

describe('without sign-in', () => {
  let harness: ConsoleHarness;
  beforeAll(async () => {
    harness = await consoleHarness();
  });
  afterAll(() => harness.close());

  /** `fetch` does not let a caller choose the Host header. */
  function statusFor(path: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(`${harness.app.address}${path}`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  test('this machine is an admin, under its own names only', async () => {
    const client = await harness.local();
    expect((await client.ask('GET /api/me')).person).toMatchObject({ role: 'admin', via: 'local' });
    const { port } = new URL(harness.app.address);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, '[::1]']) {
      expect(await statusFor('/api/now', { host })).toBe(200);
    }
    for (const host of ['evil.example', `127.0.0.1.evil.example:${port}`, `localhost.evil.example`, '10.0.0.1']) {
      expect(await statusFor('/api/now', { host })).toBe(403);
      expect(await statusFor('/', { host })).toBe(403);
      expect(await statusFor('/api/stream', { host })).toBe(403);
    }
  });

  test('what a proxy passes on is not of this machine', async () => {
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip']) {
      expect(await statusFor('/api/now', { [name]: '127.0.0.1' })).toBe(403);
    }
  });

  test('a write of another page is refused, though this machine needs no session', async () => {
    const client = await harness.local();
    const body = { act: 'park', ids: [1] };
    expect((await client.raw('POST', '/api/deliveries/act', { body })).status).toBe(200);
    expect((await client.raw('POST', '/api/deliveries/act', { body, csrf: false })).status).toBe(403);
    const headers = { origin: 'https://evil.example' };
    expect((await client.raw('POST', '/api/deliveries/act', { body, headers })).status).toBe(403);
  });
});

test.each([
  ['an address that is not loopback', { HOST: '0.0.0.0' }, ''],
  ['a public address', {}, 'public_url: https://tillbell.example.com\n'],
  ['a proxy in front', {}, 'trusted_proxies: [10.0.0.1]\n'],
])('%s without sign-in: the console is closed, the doors are open', async (_what, env, line) => {
  const yaml = `${line}channels: { finance: { id: C0FINANCE } }\n`;
  const harness = await consoleHarness({ env, yaml });
  try {
    const address = harness.app.address.replace('0.0.0.0', '127.0.0.1');
    const client = await consoleClient(address);
    const page = await client.raw('GET', '/');
    expect(page.status).toBe(403);
    expect(page.body).toContain('until sign-in is configured');
    expect((await client.raw('GET', '/api/me')).status).toBe(403);
    expect((await client.raw('GET', '/healthz')).status).toBe(200);
    expect(harness.logged.join('')).toContain('the console is closed');
  } finally {
    await harness.close();
  }
});
