import { afterEach, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import { Secret } from '../../domain/secret.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { inspectAppToken, inspectChannel, inspectToken, tokenKind } from './inspect.ts';
import { expectNoSecret } from './no-secret.test-support.ts';
import { createWebClient } from './web-client.ts';

const open: SlackSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

async function start(scopes?: readonly string[]) {
  const sandbox = await startSlackSandbox({
    clock: testClock(),
    channels: [
      { id: 'C1', name: 'finance' },
      { id: 'G1', name: 'board', private: true },
      { id: 'C2', name: 'partners', shared: true, member: false },
    ],
    ...(scopes === undefined ? {} : { scopes }),
  });
  open.push(sandbox);
  const client = createWebClient({ token: new Secret(sandbox.botToken), apiUrl: sandbox.apiUrl });
  return { sandbox, client };
}

test('the token: whose it is and what it may do', async () => {
  const { sandbox, client } = await start(['chat:write', 'channels:read']);
  expect(await inspectToken(client)).toEqual({
    kind: 'found',
    report: {
      team: 'Sandbox',
      teamId: 'T0SANDBOX',
      botUserId: 'U0SANDBOX',
      scopes: ['chat:write', 'channels:read'],
    },
  });
  sandbox.workspace.revokeToken();
  const refused = await inspectToken(client);
  expect(refused).toMatchObject({ kind: 'refused', reason: { code: 'token_revoked' } });
  expectNoSecret([refused, client], [sandbox.botToken]);
});

test('a channel: who can read along, and whether the bot is in it', async () => {
  const { client } = await start();
  expect(await inspectChannel(client, 'C1')).toMatchObject({ report: { private: false, member: true, shared: false } });
  expect(await inspectChannel(client, 'G1')).toMatchObject({ report: { private: true, name: 'board' } });
  expect(await inspectChannel(client, 'C2')).toMatchObject({ report: { shared: true, member: false } });
  expect(await inspectChannel(client, 'C9')).toMatchObject({ kind: 'refused', reason: { code: 'channel_not_found' } });
});

test('F115 a missing scope is named', async () => {
  const { client } = await start(['channels:read']);
  expect(await inspectChannel(client, 'G1')).toMatchObject({
    kind: 'refused',
    reason: { code: 'missing_scope' },
    needed: ['groups:read'],
  });
});

test('kinds of tokens by their prefix', () => {
  const kinds = ['xoxb-1', 'xoxe.xoxb-1-x', 'xoxp-1', 'xapp-1', 'xoxe-1-x', 'xoxe.xoxp-1-x', 'whsec_1'];
  expect(kinds.map((text) => tokenKind(new Secret(text)))).toEqual([
    'bot',
    'bot',
    'user',
    'app',
    'refresh',
    'configuration',
    'unknown',
  ]);
});

test('the app-level token: whether Slack would let the app connect; no other token does', async () => {
  const { sandbox, client } = await start();
  const app = createWebClient({ token: new Secret(sandbox.appToken), apiUrl: sandbox.apiUrl });
  expect(await inspectAppToken(app)).toEqual({ kind: 'found', report: { scheme: 'ws' } });
  expect(await inspectAppToken(client)).toMatchObject({ kind: 'refused', reason: { code: 'not_allowed_token_type' } });
  expect(await inspectToken(app)).toMatchObject({ kind: 'refused', reason: { code: 'not_allowed_token_type' } });
});
