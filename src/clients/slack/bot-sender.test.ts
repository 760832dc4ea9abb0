import { afterEach, describe, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import type { Outcome } from '../../domain/delivery.ts';
import { Secret } from '../../domain/secret.ts';
import type { SandboxFault } from '../../sandbox/slack/faults.ts';
import type { SlackSandboxOptions } from '../../sandbox/slack/model.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { expectNoSecret } from './no-secret.test-support.ts';
import { createSlackSender } from './sender.ts';
import { channelConfig, request, slackConfig, watchConsole } from './sending.test-support.ts';

const token = 'xoxb-000000000000-secretsecretsecret';
const open: SlackSandbox[] = [];
let produced: unknown[] = [];
let written: unknown[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  expectNoSecret(produced, [token, 'Bearer']);
  produced = [];
  expect(written).toEqual([]);
});

async function start(options: SlackSandboxOptions = {}, timeoutMs?: number) {
  written = watchConsole();
  const sandbox = await startSlackSandbox({ clock: testClock(), channelRate: 0, botToken: token, ...options });
  open.push(sandbox);
  const sender = createSlackSender(slackConfig({ botToken: new Secret(token), apiUrl: sandbox.apiUrl }), {
    channels: () => ({ finance: channelConfig() }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const kept = async <T>(outcome: Promise<T>): Promise<T> => {
    const result = await outcome;
    produced.push(result, sender);
    return result;
  };
  return {
    sandbox,
    post: (more: Parameters<typeof request>[0] = {}) => kept(sender.post(request(more))),
    update: (ts: string, more: Parameters<typeof request>[0] = {}) => kept(sender.update({ ...request(more), ts })),
    remove: (ts: string) => kept(sender.remove({ channel: 'C0FINANCE', ts })),
    find: (deliveryKey: string, threadTs: string | null = null, oldestSeconds = 0) =>
      kept(sender.find({ channel: 'C0FINANCE', threadTs, deliveryKey, oldestSeconds })),
    texts: () =>
      sandbox
        .messages()
        .filter((each) => !each.deleted)
        .map((each) => each.text),
  };
}

function tsOf(outcome: Outcome): string {
  if (outcome.kind !== 'sent' || outcome.ts === null) throw new Error(JSON.stringify(outcome));
  return outcome.ts;
}

describe('a card’s life', () => {
  test('posted with its key, changed, answered in its thread, removed', async () => {
    const { sandbox, post, update, remove } = await start();
    const ts = tsOf(await post());
    expect(sandbox.messages()[0]).toMatchObject({
      text: '€42.00 paid',
      blocks: [{ type: 'section' }],
      metadata: { event_type: 'tillbell_delivery', event_payload: { key: 'key-1' } },
    });
    const message = { text: '€42.00 refunded', blocks: [], color: null };
    expect(await update(ts, { message, deliveryKey: 'key-2' })).toEqual({ kind: 'sent', ts });
    expect(sandbox.messages()[0]).toMatchObject({
      text: '€42.00 refunded',
      blocks: [],
      edits: 1,
      metadata: { event_payload: { key: 'key-1' } },
    });
    await post({ threadTs: ts, broadcast: true, deliveryKey: 'key-3' });
    expect(sandbox.messages()[1]).toMatchObject({ thread_ts: ts, reply_broadcast: true });
    expect(await remove(ts)).toEqual({ kind: 'sent', ts });
    expect(sandbox.messages()[0]?.deleted).toBe(true);
  });

  test('a bar of colour: blocks and fallback in an attachment, and back to plain', async () => {
    const { sandbox, post, update } = await start();
    const colored = { ...request().message, color: '#d00000' };
    const ts = tsOf(await post({ message: colored }));
    expect(sandbox.messages()[0]).toMatchObject({
      text: '',
      blocks: [],
      attachments: [{ color: '#d00000', fallback: '€42.00 paid', blocks: [{ type: 'section' }] }],
    });
    await update(ts);
    expect(sandbox.messages()[0]).toMatchObject({
      text: '€42.00 paid',
      blocks: [{ type: 'section' }],
      attachments: [],
    });
    await update(ts, { message: colored });
    expect(sandbox.messages()[0]).toMatchObject({ text: '', blocks: [], attachments: [{ color: '#d00000' }] });
  });
});

describe('what Slack refuses', () => {
  test('F53 F54 F55 F61 channel, token, message', async () => {
    const { sandbox, post, update, remove } = await start();
    const ts = tsOf(await post());
    expect(await post({ channel: 'C9' })).toMatchObject({ kind: 'park', reason: { code: 'channel_not_found' } });
    expect(await post({ channel: null })).toMatchObject({ kind: 'park', reason: { code: 'no_channel_id' } });
    expect(await update('1700000000.000100')).toMatchObject({ kind: 'gone', reason: { code: 'message_not_found' } });
    const foreign = sandbox.workspace.say('C0FINANCE', 'U0ADA', 'mine');
    expect(await update(foreign)).toMatchObject({ kind: 'gone', reason: { code: 'cant_update_message' } });
    sandbox.workspace.rename('C0FINANCE', 'money');
    expect((await post()).kind).toBe('sent');
    sandbox.workspace.setMember('C0FINANCE', false);
    expect(await post()).toMatchObject({ kind: 'park', reason: { code: 'not_in_channel' } });
    sandbox.workspace.setMember('C0FINANCE', true);
    sandbox.workspace.archive('C0FINANCE');
    expect(await post()).toMatchObject({ kind: 'park', reason: { code: 'is_archived' } });
    expect(await remove(ts)).toMatchObject({ kind: 'sent' });
    sandbox.workspace.setScopes(['commands']);
    expect(await post()).toMatchObject({ kind: 'stop-workspace', reason: { code: 'missing_scope' } });
    sandbox.workspace.revokeToken();
    expect(await post()).toMatchObject({ kind: 'stop-workspace', reason: { code: 'token_revoked' } });
  });

  test('F57 wrong blocks, and too many of them → a simpler form', async () => {
    const { post, texts } = await start();
    const wrong = { text: 'x', blocks: [{ type: 'marquee' }], color: null };
    expect(await post({ message: wrong })).toMatchObject({ kind: 'degrade', reason: { code: 'invalid_blocks' } });
    const long = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(2900) } };
    const heavy = { text: 'x', blocks: [long, long, long, long, long], color: null };
    expect(await post({ message: heavy })).toMatchObject({ kind: 'degrade', reason: { code: 'msg_blocks_too_long' } });
    expect(texts()).toEqual([]);
  });

  test('F52 one throttled channel, another on time', async () => {
    const channels = [
      { id: 'C0FINANCE', name: 'finance' },
      { id: 'C0SALES', name: 'sales' },
    ];
    const { post } = await start({ channelRate: 1, channels });
    expect((await post()).kind).toBe('sent');
    expect(await post()).toMatchObject({ kind: 'retry', afterMs: 1000, reason: { code: 'ratelimited' } });
    expect((await post({ channel: 'C0SALES' })).kind).toBe('sent');
  });
});

describe('what goes wrong on the way', () => {
  const ways: readonly [SandboxFault, string, string, posted: number][] = [
    [{ kind: 'lost', how: 'reset' }, 'ambiguous', 'connection_lost', 1],
    [{ kind: 'lost', how: 'internal_error' }, 'ambiguous', 'internal_error', 1],
    [{ kind: 'error', error: 'fatal_error' }, 'ambiguous', 'fatal_error', 0],
    [{ kind: 'outage', how: 'reset' }, 'ambiguous', 'connection_lost', 0],
    [{ kind: 'body', body: 'html' }, 'ambiguous', 'invalid_answer', 0],
    [{ kind: 'body', body: 'empty' }, 'ambiguous', 'invalid_answer', 0],
    [{ kind: 'body', body: 'cut' }, 'ambiguous', 'invalid_answer', 0],
    [{ kind: 'throttle', retryAfter: null }, 'retry', 'ratelimited', 0],
    [{ kind: 'error', error: 'ratelimited' }, 'retry', 'ratelimited', 0],
    [{ kind: 'status', status: 500 }, 'retry', 'http_500', 0],
    [{ kind: 'status', status: 503 }, 'retry', 'http_503', 0],
  ];

  test.each(ways)('F49 F50 F51 F63 F67 %o → %s', async (fault, kind, code, posted) => {
    const { sandbox, post, texts } = await start();
    sandbox.faults.add(fault);
    expect(await post()).toMatchObject({ kind, reason: { code } });
    expect(texts()).toHaveLength(posted);
    expect(sandbox.calls).toHaveLength(1);
  });

  test.each(['lost', 'outage'] as const)('F49 F67 an answer that never comes (%s) → ambiguous', async (kind) => {
    const { sandbox, post } = await start({}, 200);
    sandbox.faults.add({ kind, how: 'hang' });
    expect(await post()).toMatchObject({ kind: 'ambiguous', reason: { code: 'timeout' } });
  });

  test('F67 nobody listens → retry, since nothing can have been delivered', async () => {
    const { sandbox, post, texts } = await start();
    sandbox.faults.add({ kind: 'outage', how: 'refuse' });
    await sandbox.settled();
    expect(await post()).toMatchObject({ kind: 'retry', afterMs: null, reason: { code: 'not_reachable' } });
    sandbox.faults.clear();
    await sandbox.settled();
    expect((await post()).kind).toBe('sent');
    expect(texts()).toHaveLength(1);
  });

  test('F67 a name that does not exist → retry', async () => {
    const sender = createSlackSender(
      slackConfig({ botToken: new Secret(token), apiUrl: 'http://slack.invalid/api/' }),
      { channels: () => ({}) },
    );
    const outcome = await sender.post(request());
    produced.push(outcome);
    expect(outcome).toMatchObject({ kind: 'retry', reason: { code: 'dns_failed' } });
  });
});

describe('looking for a message whose answer was lost', () => {
  test('F49 in the channel, in a thread, and nowhere', async () => {
    const { sandbox, post, find } = await start();
    sandbox.faults.add({ kind: 'lost', how: 'reset', calls: 1 });
    expect((await post({ deliveryKey: 'lost-1' })).kind).toBe('ambiguous');
    const [lost] = sandbox.messages();
    expect(await find('lost-1')).toEqual({ kind: 'found', ts: lost?.ts });
    expect(await find('lost-2')).toEqual({ kind: 'absent' });
    const threadTs = lost?.ts ?? '';
    const reply = tsOf(await post({ deliveryKey: 'reply', threadTs }));
    expect(await find('reply', threadTs)).toEqual({ kind: 'found', ts: reply });
    expect(await find('reply')).toEqual({ kind: 'absent' });
    expect(await find('lost-1', null, Math.floor(Number(threadTs)) + 60)).toEqual({ kind: 'absent' });
  });

  test('F62 a reply whose thread is gone is found in the channel', async () => {
    const { sandbox, post, find } = await start();
    const parent = tsOf(await post());
    sandbox.workspace.deleteMessage('C0FINANCE', parent);
    const reply = tsOf(await post({ deliveryKey: 'reply', threadTs: parent }));
    expect(await find('reply', parent)).toEqual({ kind: 'found', ts: reply });
  });

  test('over several pages, and not for ever', async () => {
    const { sandbox, post, find } = await start();
    const ts = tsOf(await post({ deliveryKey: 'deep' }));
    for (let count = 0; count < 450; count += 1) sandbox.workspace.say('C0FINANCE', 'U0ADA', 'chat');
    expect(await find('deep')).toEqual({ kind: 'found', ts });
    expect(sandbox.calls.filter((call) => call.method === 'conversations.history')).toHaveLength(3);
    for (let count = 0; count < 1600; count += 1) sandbox.workspace.say('C0FINANCE', 'U0ADA', 'chat');
    expect(await find('deep')).toMatchObject({ kind: 'unknown', reason: { code: 'unsupported' } });
  });

  test('scopes, membership and Slack itself may forbid it', async () => {
    const { sandbox, find } = await start();
    sandbox.faults.add({ kind: 'status', status: 503, calls: 1 });
    expect(await find('x')).toMatchObject({ kind: 'unknown', reason: { code: 'http_503' } });
    sandbox.workspace.setMember('C0FINANCE', false);
    expect(await find('x')).toMatchObject({ kind: 'unknown', reason: { code: 'not_in_channel' } });
    sandbox.workspace.setMember('C0FINANCE', true);
    sandbox.workspace.setScopes(['chat:write']);
    expect(await find('x')).toMatchObject({ kind: 'unknown', reason: { code: 'missing_scope' } });
  });
});

test('a bot without a token is refused by name', () => {
  expect(() => createSlackSender(slackConfig({}), { channels: () => ({}) })).toThrow('no Slack bot token');
});
