import { mkdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/terminal.ts';
import { runCli } from '../../src/cli.ts';
import type { ApiFailure } from '../../src/console/contract.ts';
import { systemClock } from '../../src/domain/clock.ts';
import { type ConsoleHarness, consoleClient, consoleHarness } from './console-harness.ts';

const clientSecret = '0123456789abcdef0123456789abcdef';
const yaml = `
channels: { finance: { id: C0FINANCE } }
console:
  client_id: "1000000000.2000000000"
  client_secret: ${clientSecret}
  viewers: everyone
  operators: [S0FINANCE]
  admins: [U0ADA]
`;

let harness: ConsoleHarness | null = null;
afterEach(async () => {
  await harness?.close();
  harness = null;
});

async function start(more = yaml): Promise<ConsoleHarness> {
  harness = await consoleHarness({
    yaml: more,
    slack: {
      clientSecret,
      users: [
        { id: 'U0ADA', name: 'ada', realName: 'Ada Lovelace' },
        { id: 'U0BEN', name: 'ben' },
        { id: 'U0CLEO', name: 'cleo' },
        { id: 'U0GONE', name: 'gone', deactivated: true },
        { id: 'U0OTHER', name: 'other', team: 'T0OTHER' },
      ],
      userGroups: [{ id: 'S0FINANCE', handle: 'finance', users: ['U0BEN', 'U0GONE'] }],
    },
  });
  return harness;
}

interface Browser {
  /** Follows nothing: a browser's next step is the test's. */
  go(url: string): Promise<{ status: number; location: string }>;
  readonly cookies: Map<string, string>;
}

function browser(): Browser {
  const cookies = new Map<string, string>();
  return {
    cookies,
    async go(url) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
      await response.arrayBuffer();
      for (const set of response.headers.getSetCookie()) {
        const [pair = ''] = set.split(';');
        const [name = '', value = ''] = pair.split('=');
        if (set.includes('Max-Age=0')) cookies.delete(name);
        else cookies.set(name, value);
      }
      return { status: response.status, location: response.headers.get('location') ?? '' };
    },
  };
}

/** The way to Slack and back to our door; returns where the browser ends. */
async function signIn(on: ConsoleHarness, using = browser(), back = '/events'): Promise<string> {
  const begun = await using.go(`${on.app.address}/console/sign-in?back=${encodeURIComponent(back)}`);
  const returned = await using.go(begun.location);
  return (await using.go(returned.location)).location;
}

async function personOf(on: ConsoleHarness, using: Browser) {
  const cookie = [...using.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return (await (await consoleClient(on.app.address, cookie)).ask('GET /api/me')).person;
}

describe('with Slack', () => {
  test.each([
    ['U0ADA', 'admin', 'Ada Lovelace'],
    ['U0BEN', 'operator', 'ben'],
    ['U0CLEO', 'viewer', 'cleo'],
  ])('%s comes in as %s, and back to where he was', async (user, role, name) => {
    const on = await start();
    on.slack.openId.person = user;
    const using = browser();
    expect(await signIn(on, using)).toBe('/events');
    expect(await personOf(on, using)).toMatchObject({ id: user, role, name, via: 'slack', slackUser: user });
    expect(using.cookies.has('tillbell_sign_in')).toBe(false);
    const [record] = await on.app.store.listAudit({ limit: 1 });
    expect(record).toMatchObject({ actor: user, verb: 'console.sign_in', outcome: 'done' });
  });

  test.each([
    ['who says no', 'denied', person(null)],
    ['who left', 'no_role', person('U0GONE')],
    ['of another workspace', 'wrong_workspace', person('U0OTHER')],
    ['a token of another sign-in', 'invalid', spoiled({ nonce: 'other' })],
    ['a token for another app', 'invalid', spoiled({ aud: 'other' })],
    ['a token of another issuer', 'invalid', spoiled({ iss: 'https://evil.example' })],
    ['a token that has expired', 'invalid', spoiled({ exp: 1 })],
    ['while Slack is away', 'slack_unreachable', outage],
  ])('%s: %s', async (_who, code, wrong) => {
    const on = await start();
    wrong(on);
    const using = browser();
    expect(await signIn(on, using)).toBe(`/sign-in?error=${code}`);
    expect(await personOf(on, using)).toBeNull();
  });

  function person(user: string | null) {
    return (on: ConsoleHarness) => {
      on.slack.openId.person = user;
    };
  }

  function spoiled(claims: Readonly<Record<string, string | number>>) {
    return (on: ConsoleHarness) => {
      on.slack.openId.spoil = (known) => ({ ...known, ...claims });
    };
  }

  function outage(on: ConsoleHarness): void {
    on.slack.faults.add({ kind: 'status', status: 503, method: 'openid.connect.token' });
  }

  test('another browser, another state, a code used twice: no session', async () => {
    const on = await start();
    const [mine, other] = [browser(), browser()];
    const begun = await mine.go(`${on.app.address}/console/sign-in`);
    const returned = await mine.go(begun.location);
    // Somebody else is made to follow the link that came back to me.
    expect((await other.go(returned.location)).location).toBe('/sign-in?error=expired');
    const forged = returned.location.replace(/state=[^&]+/, 'state=forged');
    const kept = new Map(mine.cookies);
    expect((await mine.go(forged)).location).toBe('/sign-in?error=expired');
    for (const [name, value] of kept) mine.cookies.set(name, value);
    expect((await mine.go(returned.location)).location).toBe('/');
    for (const [name, value] of kept) mine.cookies.set(name, value);
    expect((await mine.go(returned.location)).location).toBe('/sign-in?error=invalid');
    expect(await personOf(on, other)).toBeNull();
  });

  test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'never leads back to %s',
    async (back) => {
      expect(await signIn(await start(), browser(), back)).toBe('/');
    },
  );

  test('a role that is taken away is gone within a minute, and secrets are in no log', async () => {
    const on = await start();
    on.slack.openId.person = 'U0BEN';
    const using = browser();
    await signIn(on, using);
    expect(on.logged.join('')).not.toContain(clientSecret);
    for (const value of using.cookies.values()) expect(on.logged.join('')).not.toContain(value);
  });
});

describe('by link', () => {
  const linked = 'channels: { finance: { id: C0FINANCE } }\nconsole: { sign_in: link }\n';

  async function link(on: ConsoleHarness, ...args: string[]): Promise<{ code: number; said: string }> {
    let said = '';
    const say = (text: string) => {
      said += text;
    };
    const env = { SLACK_BOT_TOKEN: on.slack.botToken, STRIPE_WEBHOOK_SECRET: 'whsec_flow_test_secret_0001' };
    const cwd = `${on.folder}/cwd`;
    mkdirSync(cwd, { recursive: true });
    const terminal: Terminal = {
      out: say,
      error: say,
      env: { ...env, SLACK_CHANNEL: 'C0FINANCE', TILLBELL_DATA: on.folder, TILLBELL_CONSOLE_SIGN_IN: 'link' },
      cwd,
      interactive: false,
      clock: systemClock,
      ended: new Promise(() => undefined),
      onReload: () => undefined,
    };
    const code = await runCli(['console', 'link', ...args], terminal);
    return { code, said };
  }

  test('signs one person in, once, with the role that it was made for', async () => {
    const on = await start(linked);
    const made = await link(on, '--role', 'operator', '--name', 'Grace', '--json');
    expect(made.code).toBe(0);
    const { url } = JSON.parse(made.said) as { url: string };
    expect(new URL(url).pathname).toBe('/sign-in');
    const token = new URL(url).hash.replace('#token=', '');
    const nobody = await consoleClient(on.app.address);
    const used = await nobody.raw('POST', '/api/sign-in/link', { body: { token } });
    expect(used.status).toBe(200);
    const cookie = used.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^tillbell=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/);
    const grace = await consoleClient(on.app.address, cookie.split(';')[0]);
    expect((await grace.ask('GET /api/me')).person).toMatchObject({ name: 'Grace', role: 'operator', via: 'link' });
    const again = await nobody.raw('POST', '/api/sign-in/link', { body: { token } });
    expect(again.status).toBe(401);
    expect(on.logged.join('')).not.toContain(token);
  });

  test('guesses are stopped, from one address and for all', async () => {
    const on = await start(linked);
    const nobody = await consoleClient(on.app.address);
    const codes: string[] = [];
    for (let guess = 0; guess < 12; guess += 1) {
      const answer = await nobody.raw('POST', '/api/sign-in/link', { body: { token: `guess-${guess}` } });
      codes.push((answer.body as ApiFailure).error.code);
    }
    expect(codes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'link_invalid'));
    expect(codes.slice(10)).toEqual(['too_many_tries', 'too_many_tries']);
  });

  test('wrong usage is told', async () => {
    const on = await start(linked);
    expect(await link(on, '--role', 'root')).toMatchObject({ code: 2, said: expect.stringContaining('viewer') });
    expect(await link(on, '--minutes', '0')).toMatchObject({ code: 2 });
  });
});
