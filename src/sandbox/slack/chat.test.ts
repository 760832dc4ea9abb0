import { afterEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../../test/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import { call, errorOf } from './call.test-support.ts';
import type { SlackSandboxOptions } from './model.ts';
import { type SlackSandbox, startSlackSandbox } from './slack-sandbox.ts';

const open: SlackSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

const channels = [
  { id: 'C1', name: 'finance', people: ['U1'] },
  { id: 'C2', name: 'sales' },
  { id: 'CPUB', name: 'public', member: false },
  { id: 'GPRIV', name: 'private', private: true, member: false },
  { id: 'COLD', name: 'old', archived: true },
];

async function start(options: SlackSandboxOptions = {}): Promise<{ sandbox: SlackSandbox; clock: TestClock }> {
  const clock = testClock();
  const sandbox = await startSlackSandbox({
    clock,
    channels,
    users: [{ id: 'U1', name: 'ada' }],
    channelRate: 0,
    ...options,
  });
  open.push(sandbox);
  return { sandbox, clock };
}

async function post(sandbox: SlackSandbox, values: JsonObject = {}): Promise<string> {
  const { body } = await call(sandbox, 'chat.postMessage', { channel: 'C1', text: 'hello', ...values });
  const ts = body['ts'];
  if (typeof ts !== 'string') throw new Error(JSON.stringify(body));
  return ts;
}

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('who may call', () => {
  test('a token is needed, known, and not revoked', async () => {
    const { sandbox } = await start();
    expect(await errorOf(sandbox, 'auth.test', {}, null)).toBe('not_authed');
    expect(await errorOf(sandbox, 'auth.test', {}, 'xoxb-wrong')).toBe('invalid_auth');
    expect(await errorOf(sandbox, 'auth.test')).toBe('ok');
    sandbox.workspace.revokeToken();
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' })).toBe('token_revoked');
    sandbox.workspace.restoreToken();
    expect(await errorOf(sandbox, 'auth.test')).toBe('ok');
  });

  test('a missing scope is named, with those that are there', async () => {
    const { sandbox } = await start({ scopes: ['commands'] });
    const { body, headers } = await call(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' });
    expect(body).toEqual({ ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'commands' });
    expect(headers.get('x-oauth-scopes')).toBe('commands');
    expect(headers.get('x-accepted-oauth-scopes')).toBe('chat:write');
    sandbox.workspace.setScopes(['chat:write']);
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' })).toBe('ok');
  });

  test('membership, visibility and archiving decide where a post may go', async () => {
    const { sandbox } = await start();
    const to = (channel: string) => errorOf(sandbox, 'chat.postMessage', { channel, text: 'x' });
    expect(await to('CNONE')).toBe('channel_not_found');
    expect(await to('GPRIV')).toBe('channel_not_found');
    expect(await to('CPUB')).toBe('not_in_channel');
    expect(await to('COLD')).toBe('is_archived');
    expect(await to('#finance')).toBe('ok');
    expect(await to('U1')).toBe('ok');
    sandbox.workspace.setScopes(['chat:write', 'chat:write.public']);
    expect(await to('CPUB')).toBe('ok');
    sandbox.workspace.setMember('GPRIV', true);
    expect(await to('GPRIV')).toBe('ok');
  });

  test('F54 a renamed channel keeps its id and loses its name', async () => {
    const { sandbox } = await start();
    sandbox.workspace.rename('C1', 'money');
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' })).toBe('ok');
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: '#finance', text: 'x' })).toBe('channel_not_found');
  });

  test('an unknown method and a body that is no JSON', async () => {
    const { sandbox } = await start();
    expect(await errorOf(sandbox, 'chat.shout')).toBe('unknown_method');
    const response = await fetch(`${sandbox.apiUrl}auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.botToken}` },
      body: '{',
    });
    expect(await response.json()).toEqual({ ok: false, error: 'invalid_json' });
  });

  test('a form whose blocks are JSON text, as the SDK sends it', async () => {
    const { sandbox } = await start();
    const response = await fetch(`${sandbox.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${sandbox.botToken}` },
      body: new URLSearchParams({ channel: 'C1', text: 'x', blocks: JSON.stringify([section('y')]) }).toString(),
    });
    expect(await response.json()).toMatchObject({ ok: true });
    expect(sandbox.messages('C1')[0]?.blocks).toMatchObject([section('y')]);
  });
});

describe('limits', () => {
  test('one message a second and channel: 429 with Retry-After, other channels on time', async () => {
    const { sandbox, clock } = await start({ channelRate: 1 });
    await post(sandbox);
    const { status, headers, body } = await call(sandbox, 'chat.postMessage', { channel: 'C1', text: 'second' });
    expect([status, headers.get('retry-after'), body]).toEqual([429, '1', { ok: false, error: 'ratelimited' }]);
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C2', text: 'x' })).toBe('ok');
    clock.advance(1000);
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'second' })).toBe('ok');
    expect(sandbox.messages('C1').map((message) => message.text)).toEqual(['hello', 'second']);
  });

  test('a request that arrives a tenth early passes, one that is earlier does not', async () => {
    const { sandbox, clock } = await start({ channelRate: 1 });
    await post(sandbox);
    clock.advance(899);
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' })).toBe('ratelimited');
    clock.advance(1);
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' })).toBe('ok');
  });

  test('over time no more than the rate, whatever the rhythm', async () => {
    const { sandbox, clock } = await start({ channelRate: 1, channelBurst: 3 });
    let taken = 0;
    for (let step = 0; step < 100; step += 1) {
      if ((await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x' })) === 'ok') taken += 1;
      clock.advance(300);
    }
    expect(taken).toBeGreaterThanOrEqual(30);
    expect(taken).toBeLessThanOrEqual(33);
  });

  test('chat.update is tier 3: 50 in any minute, then 429 until the oldest is a minute old', async () => {
    const { sandbox, clock } = await start({ channelRate: 1 });
    const ts = await post(sandbox);
    const update = () => call(sandbox, 'chat.update', { channel: 'C1', ts, text: 'x' });
    for (let count = 0; count < 50; count += 1) expect((await update()).status).toBe(200);
    clock.advance(20_000);
    const refused = await update();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    clock.advance(39_999);
    expect((await update()).status).toBe(429);
    clock.advance(1);
    expect((await update()).status).toBe(200);
  });

  test('rate 0: no limit at all', async () => {
    const { sandbox } = await start({ channelRate: 0 });
    const ts = await post(sandbox);
    for (let count = 0; count < 60; count += 1) {
      expect(await errorOf(sandbox, 'chat.update', { channel: 'C1', ts, text: 'x' })).toBe('ok');
    }
  });
});

describe('chat.postMessage', () => {
  test('ts is Slack’s: seconds and six digits, unique and rising, even when the clock goes back', async () => {
    const { sandbox, clock } = await start();
    const first = await post(sandbox);
    clock.jump(-60_000);
    const rest = [await post(sandbox), await post(sandbox)];
    expect([first, ...rest]).toEqual([...new Set([first, ...rest])].sort());
    expect(first).toMatch(/^\d{10}\.\d{6}$/);
  });

  test('nothing to show is no_text', async () => {
    const { sandbox } = await start();
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1' })).toBe('no_text');
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: ' ', blocks: [] })).toBe('no_text');
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', blocks: [section('x')] })).toBe('ok');
  });

  test('F57 wrong blocks: Slack’s wording with a JSON pointer, nothing posted', async () => {
    const { sandbox } = await start();
    const { body } = await call(sandbox, 'chat.postMessage', {
      channel: 'C1',
      text: 'x',
      blocks: [{ type: 'section' }],
    });
    expect(body).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: ['must define either `text` or `fields` [json-pointer:/blocks/0]'],
      response_metadata: { messages: ['[ERROR] must define either `text` or `fields` [json-pointer:/blocks/0]'] },
    });
    expect(sandbox.messages()).toEqual([]);
    const nested = { channel: 'C1', text: 'x', blocks: { blocks: [] } };
    expect(await errorOf(sandbox, 'chat.postMessage', nested)).toBe('invalid_blocks_format');
  });

  test('blocks over 13,200 characters in all, and too many attachments', async () => {
    const { sandbox } = await start();
    const blocks = (size: number) =>
      Array.from({ length: 5 }, (_, index) => section('x'.repeat(index < 4 ? 2600 : size)));
    const fits = 13_200 - JSON.stringify(blocks(0)).length;
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', blocks: blocks(fits) })).toBe('ok');
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', blocks: blocks(fits + 1) })).toBe(
      'msg_blocks_too_long',
    );
    const attachments = Array.from({ length: 101 }, () => ({ text: 'x' }));
    expect(await errorOf(sandbox, 'chat.postMessage', { channel: 'C1', attachments })).toBe('too_many_attachments');
  });

  test('long text is cut by a post and refused by an edit', async () => {
    const { sandbox } = await start();
    const ts = await post(sandbox, { text: 'x'.repeat(40_001) });
    expect(sandbox.messages()[0]?.text).toHaveLength(40_000);
    expect(await errorOf(sandbox, 'chat.update', { channel: 'C1', ts, text: 'x'.repeat(40_001) })).toBe('msg_too_long');
  });

  test('metadata is an event_type with a flat payload of at most 8 KB', async () => {
    const { sandbox } = await start();
    const send = (metadata: JsonObject | string) =>
      errorOf(sandbox, 'chat.postMessage', { channel: 'C1', text: 'x', metadata });
    expect(await send({ event_type: 'tillbell_delivery', event_payload: { key: 'k' } })).toBe('ok');
    expect(await send('x')).toBe('invalid_metadata_format');
    expect(await send({ event_type: 'tillbell delivery', event_payload: {} })).toBe('invalid_metadata_format');
    expect(await send({ event_type: 'e' })).toBe('invalid_metadata_format');
    expect(await send({ event_type: 'e', event_payload: { deep: { er: 1 } } })).toBe('invalid_metadata_schema');
    expect(await send({ event_type: 'e', event_payload: { key: 'x'.repeat(8000) } })).toBe('metadata_too_large');
  });

  test('a reply stands in its thread, a broadcast one in the channel too', async () => {
    const { sandbox } = await start();
    const parent = await post(sandbox);
    const reply = await post(sandbox, { thread_ts: parent, reply_broadcast: true });
    await post(sandbox, { thread_ts: reply });
    expect(sandbox.messages().map((each) => [each.thread_ts, each.reply_broadcast])).toEqual([
      [null, false],
      [parent, true],
      [parent, false],
    ]);
  });

  test('F62 a thread that is not there is ignored: the reply goes to the channel', async () => {
    const { sandbox } = await start();
    await post(sandbox, { thread_ts: '1700000000.000100' });
    const parent = await post(sandbox);
    sandbox.workspace.deleteMessage('C1', parent);
    await post(sandbox, { thread_ts: parent });
    expect(sandbox.messages().map((each) => each.thread_ts)).toEqual([null, null, null]);
  });

  test('F62 a deleted parent with replies is a tombstone that still takes them', async () => {
    const { sandbox } = await start();
    const parent = await post(sandbox);
    await post(sandbox, { thread_ts: parent });
    sandbox.workspace.deleteMessage('C1', parent);
    await post(sandbox, { thread_ts: parent });
    expect(sandbox.messages().map((each) => each.thread_ts)).toEqual([null, parent, parent]);
  });
});

describe('chat.update and chat.delete', () => {
  test('text without blocks deletes the blocks; metadata stays', async () => {
    const { sandbox } = await start();
    const metadata = { event_type: 'e', event_payload: { key: 'k' } };
    const ts = await post(sandbox, { blocks: [section('x')], metadata });
    expect(await errorOf(sandbox, 'chat.update', { channel: 'C1', ts, blocks: [section('y')] })).toBe('ok');
    expect(sandbox.messages()[0]).toMatchObject({ text: 'hello', blocks: [section('y')], edits: 1 });
    expect(await errorOf(sandbox, 'chat.update', { channel: 'C1', ts, text: 'only text' })).toBe('ok');
    expect(sandbox.messages()[0]).toMatchObject({ text: 'only text', blocks: [], edits: 2, metadata });
  });

  test('what cannot be edited', async () => {
    const { sandbox, clock } = await start({ editWindowSeconds: 60 });
    const ts = await post(sandbox);
    const update = (values: JsonObject) => errorOf(sandbox, 'chat.update', { channel: 'C1', ts, text: 'x', ...values });
    expect(await update({ ts: '1700000000.000100' })).toBe('message_not_found');
    expect(await update({ ts: sandbox.workspace.say('C1', 'U1', 'mine') })).toBe('cant_update_message');
    expect(await update({ channel: 'CNONE' })).toBe('channel_not_found');
    expect(await update({ channel: '#finance' })).toBe('channel_not_found');
    expect(await update({ text: '' })).toBe('no_text');
    clock.advance(61_000);
    expect(await update({})).toBe('edit_window_closed');
    sandbox.workspace.archive('C1');
    expect(await update({})).toBe('is_inactive');
  });

  test('F61 what was deleted is gone', async () => {
    const { sandbox } = await start();
    const ts = await post(sandbox);
    expect(await errorOf(sandbox, 'chat.delete', { channel: 'C1', ts })).toBe('ok');
    expect(await errorOf(sandbox, 'chat.delete', { channel: 'C1', ts })).toBe('message_not_found');
    expect(await errorOf(sandbox, 'chat.update', { channel: 'C1', ts, text: 'x' })).toBe('message_not_found');
    const foreign = sandbox.workspace.say('C1', 'U1', 'mine');
    expect(await errorOf(sandbox, 'chat.delete', { channel: 'C1', ts: foreign })).toBe('cant_delete_message');
    expect(sandbox.messages()[0]?.deleted).toBe(true);
  });
});

describe('other ways to speak', () => {
  test('chat.postEphemeral reaches one person who is in the channel', async () => {
    const { sandbox } = await start();
    const send = (user: string) => errorOf(sandbox, 'chat.postEphemeral', { channel: 'C1', user, text: 'psst' });
    expect(await send('U1')).toBe('ok');
    expect(await send('U9')).toBe('user_not_in_channel');
    expect(sandbox.messages()).toEqual([]);
    expect(sandbox.ephemeral()).toMatchObject([{ ephemeralFor: 'U1', text: 'psst' }]);
  });

  test('chat.unfurl puts a preview under a link that the message holds', async () => {
    const { sandbox } = await start();
    const link = 'https://dashboard.stripe.com/payments/pi_1';
    const ts = sandbox.workspace.say('C1', 'U1', `look: ${link}`);
    const unfurl = (unfurls: JsonObject) => errorOf(sandbox, 'chat.unfurl', { channel: 'C1', ts, unfurls });
    expect(await unfurl({})).toBe('missing_unfurls');
    expect(await unfurl({ 'https://example.com': { blocks: [section('x')] } })).toBe('cannot_unfurl_url');
    expect(await unfurl({ [link]: { blocks: [{ type: 'section' }] } })).toBe('invalid_blocks');
    expect(await unfurl({ [link]: { blocks: [section('€42.00')] } })).toBe('ok');
    expect(sandbox.messages()[0]?.unfurls).toEqual({ [link]: { blocks: [section('€42.00')] } });
  });

  test('chat.getPermalink', async () => {
    const { sandbox } = await start();
    const ts = await post(sandbox);
    const { body } = await call(sandbox, 'chat.getPermalink', { channel: 'C1', message_ts: ts });
    expect(body['permalink']).toBe(`${sandbox.url}/archives/C1/p${ts.replace('.', '')}`);
  });

  test('blocks.validate needs no token and points at each fault', async () => {
    const { sandbox } = await start();
    const { body } = await call(sandbox, 'blocks.validate', { blocks: [{}] }, null);
    expect(body).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [{ code: 'missing_field', message: 'missing required field: type', field: 'type', pointer: '/0' }],
    });
  });
});
