import { afterEach, describe, expect, test } from 'vitest';
import type { SlackSandbox } from '../../src/sandbox/slack/slack-sandbox.ts';
import { cardSale } from '../../src/sandbox/stripe/lifecycles/card-sale.ts';
import { type AppHarness, appHarness } from './app-harness.ts';

let harness: AppHarness;
afterEach(() => harness.close());

const clientId = '1111.2222';
const clientSecret = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const signingSecret = '8f742231b10e8888abcd99aaabbb85a5';
const publicUrl = 'https://tillbell.example.com';
const callback = `${publicUrl}/slack/oauth_redirect`;

const yaml = (more = '') => `
stripe: { accounts: { main: { webhook_secret: "\${STRIPE_WEBHOOK_SECRET}" } } }
slack: { client_id: "${clientId}", client_secret: "\${SLACK_CLIENT_SECRET}", signing_secret: "\${SLACK_SIGNING_SECRET}"${more} }
public_url: ${publicUrl}
channels: { finance: { id: C0FINANCE } }
routes: [{ name: everything, topics: ["*"], to: [finance] }]
`;

async function start(more?: string): Promise<SlackSandbox> {
  harness = await appHarness({
    yaml: yaml(more),
    env: { SLACK_CLIENT_SECRET: clientSecret, SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: '' },
    slack: { clientId, clientSecret, signingSecret, tokenRotation: true },
  });
  return harness.slack;
}

interface Begun {
  readonly cookie: string;
  readonly consent: URL;
}

async function begin(): Promise<Begun> {
  const response = await fetch(`${harness.app.address}/slack/install`, { redirect: 'manual' });
  expect(response.status).toBe(302);
  const set = response.headers.get('set-cookie') ?? '';
  expect(set).toMatch(/^tillbell_install=[\w-]{43}; Path=\/slack; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
  return { cookie: set.split(';')[0] ?? '', consent: new URL(response.headers.get('location') ?? '') };
}

/** Slack's page, where a person says yes; `team`: in another workspace. */
async function consent({ consent: page }: Begun, team?: string): Promise<URLSearchParams> {
  if (team !== undefined) page.searchParams.set('team', team);
  const response = await fetch(page, { redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? '');
  expect(back.href.startsWith(callback)).toBe(true);
  return back.searchParams;
}

async function finish(query: URLSearchParams, cookie: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${harness.app.address}/slack/oauth_redirect?${query.toString()}`, {
    headers: { cookie },
  });
  return { status: response.status, text: await response.text() };
}

async function install(team?: string): Promise<{ status: number; text: string }> {
  const begun = await begin();
  return finish(await consent(begun, team), begun.cookie);
}

async function sell(seed: string): Promise<void> {
  for (const event of cardSale({ seed, amount: 4_200, currency: 'eur' }).events) {
    expect(await harness.post(event)).toBe(200);
  }
  await harness.settled();
}

/** The cards of sales. */
const cards = (slack: SlackSandbox) =>
  slack.messages('C0FINANCE').filter((one) => one.thread_ts === null && one.text.includes('€42.00'));

describe('installing by OAuth', () => {
  test('asks for the least scopes; what came before is kept and sent once it is installed', async () => {
    const slack = await start();
    await sell('install/1');
    expect(cards(slack)).toHaveLength(0);
    const counts = await harness.app.store.counts();
    expect(counts.lanes).toMatchObject([{ paused: { code: 'not_installed' } }]);

    const { consent: page } = await begin();
    expect(page.searchParams.get('redirect_uri')).toBe(callback);
    expect(page.searchParams.get('scope')?.split(',')).toEqual([
      'channels:history',
      'channels:read',
      'chat:write',
      'chat:write.public',
      'commands',
      'groups:history',
      'groups:read',
      'links:read',
      'links:write',
    ]);
    expect(await install()).toEqual({
      status: 200,
      text: expect.stringContaining('Tillbell is installed in Sandbox.'),
    });
    await harness.drained();
    expect(cards(slack)).toHaveLength(1);
    await harness.restart();
    await sell('install/2');
    await harness.drained();
    expect(cards(slack)).toHaveLength(2);
  });

  test('a state is good once, in its own browser, and nothing is asked of Slack before that is clear', async () => {
    const slack = await start();
    const begun = await begin();
    const query = await consent(begun);
    const other = await begin();
    const calls = () => slack.calls.filter(({ method }) => method === 'oauth.v2.access').length;
    for (const cookie of ['', other.cookie, 'tillbell_install=x']) {
      expect(await finish(query, cookie)).toMatchObject({ status: 400 });
    }
    const forged = new URLSearchParams(query);
    forged.set('state', `${query.get('state')?.slice(0, -1)}_`);
    expect(await finish(forged, begun.cookie)).toMatchObject({ status: 400 });
    expect(calls()).toBe(0);
    expect(await finish(query, begun.cookie)).toMatchObject({ status: 200 });
    expect(await finish(query, begun.cookie)).toMatchObject({
      status: 400,
      text: expect.stringContaining('used before'),
    });
    expect(calls()).toBe(1);
  });

  test('who does not consent, a code that is none, Slack away: nothing is installed, and it says so', async () => {
    const slack = await start();
    const denied = await begin();
    const state = denied.consent.searchParams.get('state') ?? '';
    expect(await finish(new URLSearchParams({ error: 'access_denied', state }), denied.cookie)).toMatchObject({
      status: 403,
      text: expect.stringContaining('did not consent'),
    });
    const wrong = await begin();
    const query = new URLSearchParams({ code: '<b>', state: wrong.consent.searchParams.get('state') ?? '' });
    expect(await finish(query, wrong.cookie)).toMatchObject({ status: 403 });
    slack.faults.add({ kind: 'status', status: 503, method: 'oauth.v2.access', calls: 1 });
    const refused = await install();
    expect(refused).toMatchObject({ status: 502 });
    expect(refused.text).not.toContain(clientSecret);
    expect(await harness.app.store.getInstallation()).toBeNull();
    expect(harness.logged.join('\n')).not.toMatch(/0f1e2d3c4b5a6978|xoxe/);
  });

  test('another workspace cannot take the channels over, nor one that is not the configured one', async () => {
    await start();
    expect(await install()).toMatchObject({ status: 200 });
    expect(await install('T0OTHER')).toMatchObject({
      status: 403,
      text: expect.stringContaining('another Slack workspace'),
    });
    expect(await harness.app.store.getInstallation()).toMatchObject({ teamId: 'T0SANDBOX' });
    await harness.close();
    await start(', workspace_id: T0MINE');
    const begun = await begin();
    expect(begun.consent.searchParams.get('team')).toBe('T0MINE');
    expect(await finish(await consent(begun, 'T0OTHER'), begun.cookie)).toMatchObject({ status: 403 });
    expect(await harness.app.store.getInstallation()).toBeNull();
  });

  test('F55 uninstalled: paused with its queue kept; installed anew: resumed; a late word of the old one harms nothing', async () => {
    const slack = await start();
    await install();
    await sell('install/3');
    await harness.drained();
    const told = cards(slack).length;
    const uninstalled = (eventId: string) =>
      slack.people.event({ to: `${harness.app.address}/slack/events`, event: { type: 'app_uninstalled' }, eventId });
    slack.workspace.uninstall();
    expect((await uninstalled('Ev0U1')).status).toBe(200);
    await harness.settled();
    expect(await harness.app.store.getInstallation()).toMatchObject({ active: false });
    await sell('install/4');
    expect(cards(slack)).toHaveLength(told);
    expect((await harness.app.store.counts()).lanes).toMatchObject([{ paused: { code: 'token_revoked' } }]);

    expect(await install()).toMatchObject({ status: 200 });
    expect((await uninstalled('Ev0U2')).status).toBe(200);
    await harness.drained();
    expect(await harness.app.store.getInstallation()).toMatchObject({ active: true });
    expect(cards(slack)).toHaveLength(told + 1);
  });

  test('without client_id the doors are not there', async () => {
    harness = await appHarness();
    expect((await fetch(`${harness.app.address}/slack/install`)).status).toBe(404);
    expect((await fetch(`${harness.app.address}/slack/oauth_redirect?code=x&state=y`)).status).toBe(404);
  });
});
