import { afterEach, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import { call, errorOf } from './call.test-support.ts';
import type { SlackSandboxOptions } from './model.ts';
import { type SlackSandbox, startSlackSandbox } from './slack-sandbox.ts';

const open: SlackSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

async function start(options: SlackSandboxOptions = {}): Promise<SlackSandbox> {
  const sandbox = await startSlackSandbox({
    clock: testClock(),
    channelRate: 0,
    channels: [
      { id: 'C1', name: 'finance' },
      { id: 'C2', name: 'elsewhere', member: false },
      { id: 'G1', name: 'secret', private: true },
      { id: 'G2', name: 'hidden', private: true, member: false },
      { id: 'C3', name: 'partners', shared: true },
    ],
    ...options,
  });
  open.push(sandbox);
  return sandbox;
}

async function post(sandbox: SlackSandbox, text: string, more: JsonObject = {}): Promise<string> {
  const { body } = await call(sandbox, 'chat.postMessage', { channel: 'C1', text, ...more });
  if (typeof body['ts'] !== 'string') throw new Error(JSON.stringify(body));
  return body['ts'];
}

const texts = (body: JsonObject) => (body['messages'] as JsonObject[]).map((message) => message['text']);

test('conversations.history: newest first, without replies and deleted ones, by cursor', async () => {
  const sandbox = await start();
  const first = await post(sandbox, 'a');
  await post(sandbox, 'reply', { thread_ts: first });
  await post(sandbox, 'told to all', { thread_ts: first, reply_broadcast: true });
  await post(sandbox, 'b');
  const gone = await post(sandbox, 'gone');
  await call(sandbox, 'chat.delete', { channel: 'C1', ts: gone });
  const one = await call(sandbox, 'conversations.history', { channel: 'C1', limit: 2 });
  expect(texts(one.body)).toEqual(['b', 'told to all']);
  expect(one.body['has_more']).toBe(true);
  const cursor = (one.body['response_metadata'] as JsonObject)['next_cursor'] ?? null;
  const two = await call(sandbox, 'conversations.history', { channel: 'C1', limit: 2, cursor });
  expect(texts(two.body)).toEqual(['a']);
  expect(two.body['has_more']).toBe(false);
  expect(await errorOf(sandbox, 'conversations.history', { channel: 'C1', cursor: 'x' })).toBe('invalid_cursor');
});

test('oldest and latest are exclusive unless inclusive; metadata only where asked for', async () => {
  const sandbox = await start();
  const metadata = { event_type: 'e', event_payload: { key: 'k' } };
  const [a, b, c] = [await post(sandbox, 'a'), await post(sandbox, 'b', { metadata }), await post(sandbox, 'c')];
  const read = async (values: JsonObject) =>
    (await call(sandbox, 'conversations.history', { channel: 'C1', ...values })).body;
  expect(texts(await read({ oldest: a, latest: c }))).toEqual(['b']);
  expect(texts(await read({ oldest: b, inclusive: true }))).toEqual(['c', 'b']);
  const plain = await read({ oldest: a, latest: c });
  expect((plain['messages'] as JsonObject[])[0]).not.toHaveProperty('metadata');
  const full = await read({ oldest: a, latest: c, include_all_metadata: true });
  expect((full['messages'] as JsonObject[])[0]).toMatchObject({ metadata });
});

test('conversations.replies: the parent, then its replies, oldest first', async () => {
  const sandbox = await start();
  const parent = await post(sandbox, 'parent');
  await post(sandbox, 'one', { thread_ts: parent });
  await post(sandbox, 'two', { thread_ts: parent });
  const { body } = await call(sandbox, 'conversations.replies', { channel: 'C1', ts: parent });
  expect(texts(body)).toEqual(['parent', 'one', 'two']);
  expect(await errorOf(sandbox, 'conversations.replies', { channel: 'C1', ts: '1.000000' })).toBe('thread_not_found');
});

test('reading history needs the scope for that kind of channel, and membership', async () => {
  const sandbox = await start({ scopes: ['channels:history', 'channels:read', 'chat:write'] });
  const read = (channel: string) => errorOf(sandbox, 'conversations.history', { channel });
  expect(await read('C1')).toBe('ok');
  expect(await read('C2')).toBe('not_in_channel');
  expect(await read('G1')).toBe('missing_scope');
  expect(await read('G2')).toBe('channel_not_found');
  const { body } = await call(sandbox, 'conversations.history', { channel: 'G1' });
  expect(body['needed']).toBe('groups:history');
});

test('conversations.info says who can read along', async () => {
  const sandbox = await start();
  const info = async (channel: string) =>
    (await call(sandbox, 'conversations.info', { channel })).body['channel'] as JsonObject;
  expect(await info('C1')).toMatchObject({ is_private: false, is_member: true, is_ext_shared: false });
  expect(await info('G1')).toMatchObject({ is_private: true, is_member: true });
  expect(await info('C2')).toMatchObject({ is_member: false });
  expect(await info('C3')).toMatchObject({ is_shared: true, is_ext_shared: true });
  expect(await errorOf(sandbox, 'conversations.info', { channel: 'G2' })).toBe('channel_not_found');
  sandbox.workspace.setScopes(['channels:read']);
  const refused = await call(sandbox, 'conversations.info', { channel: 'G1' });
  expect(refused.body).toMatchObject({ error: 'missing_scope', needed: 'groups:read' });
});

test('conversations.list shows no private channel that the bot is not in', async () => {
  const sandbox = await start();
  const { body } = await call(sandbox, 'conversations.list', { types: 'public_channel,private_channel' });
  expect((body['channels'] as JsonObject[]).map((channel) => channel['id'])).toEqual(['C1', 'C2', 'G1', 'C3']);
  expect(await errorOf(sandbox, 'conversations.list', { types: 'elsewhere' })).toBe('invalid_types');
});

test('conversations.join and conversations.open', async () => {
  const sandbox = await start({ scopes: ['channels:join', 'im:write', 'chat:write'] });
  const join = (channel: string) => errorOf(sandbox, 'conversations.join', { channel });
  expect(await join('C2')).toBe('ok');
  expect(await join('G1')).toBe('method_not_supported_for_channel_type');
  const { body } = await call(sandbox, 'conversations.join', { channel: 'C2' });
  expect(body['warning']).toBe('already_in_channel');
  const opened = await call(sandbox, 'conversations.open', { users: 'U0ADA' });
  const again = await call(sandbox, 'conversations.open', { users: 'U0ADA' });
  expect(opened.body['channel']).toEqual(again.body['channel']);
  expect(await errorOf(sandbox, 'conversations.open', { users: 'U9' })).toBe('user_not_found');
});

test('people and their groups', async () => {
  const sandbox = await start();
  const { body } = await call(sandbox, 'users.lookupByEmail', { email: 'Ada@example.com' });
  expect(body).toMatchObject({ ok: true, user: { id: 'U0ADA', profile: { email: 'ada@example.com' } } });
  expect(await errorOf(sandbox, 'users.lookupByEmail', { email: 'nobody@example.com' })).toBe('users_not_found');
  expect(await errorOf(sandbox, 'users.info', { user: 'U9' })).toBe('user_not_found');
  const group = await call(sandbox, 'usergroups.users.list', { usergroup: 'S0FINANCE' });
  expect(group.body['users']).toEqual(['U0ADA']);
  expect(await errorOf(sandbox, 'usergroups.users.list', { usergroup: 'S9' })).toBe('no_such_subteam');
  sandbox.workspace.setScopes(['users:read']);
  const without = await call(sandbox, 'users.info', { user: 'U0ADA' });
  expect((without.body['user'] as JsonObject)['profile']).not.toHaveProperty('email');
});
