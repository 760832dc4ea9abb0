import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { testClock } from '../../../test/clock.ts';
import { Secret } from '../../domain/secret.ts';
import type { SandboxFault } from '../../sandbox/slack/faults.ts';
import { type SlackSandbox, startSlackSandbox } from '../../sandbox/slack/slack-sandbox.ts';
import { expectNoSecret } from './no-secret.test-support.ts';
import { createSlackSender } from './sender.ts';
import { channelConfig, request, slackConfig, watchConsole } from './sending.test-support.ts';

const open: (() => Promise<void>)[] = [];
let produced: unknown[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
  expectNoSecret(produced, ['sandboxsandboxsandbox', '/services/']);
  produced = [];
});

async function start(options: { channelRate?: number; timeoutMs?: number } = {}) {
  produced.push(watchConsole());
  const sandbox: SlackSandbox = await startSlackSandbox({ clock: testClock(), channelRate: options.channelRate ?? 0 });
  open.push(() => sandbox.close());
  return {
    sandbox,
    post: posting(sandbox.webhookUrl, options.timeoutMs),
    texts: () => sandbox.messages().map((each) => each.text),
  };
}

function posting(url: string, timeoutMs?: number) {
  const sender = createSlackSender(slackConfig({ mode: 'webhook', webhookUrl: new Secret(url) }), {
    channels: () => ({ finance: channelConfig({ id: null }) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return async (more: Parameters<typeof request>[0] = {}) => {
    const outcome = await sender.post(request({ channel: null, ...more }));
    produced.push(outcome, sender);
    return outcome;
  };
}

describe('incoming webhook', () => {
  test('posts; what it posted has no ts', async () => {
    const { sandbox, post } = await start();
    expect(await post()).toEqual({ kind: 'sent', ts: null });
    expect(sandbox.messages()[0]).toMatchObject({ text: '€42.00 paid', blocks: [{ type: 'section' }] });
  });

  test('its own end: revoked or switched off stops, an archived channel parks', async () => {
    const { sandbox, post } = await start();
    sandbox.workspace.setWebhook('revoked');
    expect(await post()).toMatchObject({ kind: 'stop-workspace', reason: { code: 'invalid_token' } });
    sandbox.workspace.setWebhook('disabled');
    expect(await post()).toMatchObject({ kind: 'stop-workspace', reason: { code: 'no_service' } });
    sandbox.workspace.setWebhook('active');
    sandbox.workspace.archive('C0FINANCE');
    expect(await post()).toMatchObject({ kind: 'park', reason: { code: 'channel_is_archived' } });
  });

  test('F57 wrong blocks → a simpler form', async () => {
    const { post } = await start();
    const message = { text: 'x', blocks: [{ type: 'marquee' }], color: null };
    expect(await post({ message })).toMatchObject({ kind: 'degrade', reason: { code: 'invalid_blocks' } });
  });

  test('F51 429 with Retry-After', async () => {
    const { post } = await start({ channelRate: 1 });
    await post();
    expect(await post()).toMatchObject({ kind: 'retry', afterMs: 1000, reason: { code: 'ratelimited' } });
  });

  const ways: readonly [SandboxFault, string, string, posted: number][] = [
    [{ kind: 'lost', how: 'reset' }, 'ambiguous', 'connection_lost', 1],
    [{ kind: 'body', body: 'html' }, 'ambiguous', 'invalid_answer', 0],
    [{ kind: 'body', body: 'empty' }, 'ambiguous', 'invalid_answer', 0],
    [{ kind: 'status', status: 500 }, 'retry', 'http_500', 0],
    [{ kind: 'status', status: 404 }, 'retry', 'http_404', 0],
    [{ kind: 'throttle', retryAfter: null }, 'retry', 'ratelimited', 0],
  ];
  test.each(ways)('F49 F51 F63 F67 %o → %s', async (fault, kind, code, posted) => {
    const { sandbox, post, texts } = await start();
    sandbox.faults.add(fault);
    expect(await post()).toMatchObject({ kind, reason: { code } });
    expect(texts()).toHaveLength(posted);
  });

  test('F67 no answer in time → ambiguous; nobody there → retry', async () => {
    const { sandbox, post } = await start({ timeoutMs: 200 });
    sandbox.faults.add({ kind: 'outage', how: 'hang', calls: 1 });
    expect(await post()).toMatchObject({ kind: 'ambiguous', reason: { code: 'timeout' } });
    sandbox.faults.add({ kind: 'outage', how: 'refuse' });
    await sandbox.settled();
    expect(await post()).toMatchObject({ kind: 'retry', reason: { code: 'not_reachable' } });
  });

  test('F76 a redirect is not followed', async () => {
    const asked: string[] = [];
    const server = createServer((incoming, response) => {
      asked.push(incoming.url ?? '');
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => new Promise((resolve) => server.close(() => resolve())));
    const post = posting(`http://127.0.0.1:${(server.address() as AddressInfo).port}/services/x`);
    expect(await post()).toMatchObject({ kind: 'retry', reason: { code: 'http_307' } });
    expect(asked).toEqual(['/services/x']);
  });
});

test('each channel may have its own webhook; none at all parks', async () => {
  const { sandbox } = await start();
  const sender = createSlackSender(slackConfig({ mode: 'webhook' }), {
    channels: () => ({
      finance: channelConfig({ webhookUrl: new Secret(sandbox.webhookUrl) }),
      sales: channelConfig({ name: 'sales' }),
    }),
  });
  expect((await sender.post(request())).kind).toBe('sent');
  expect(await sender.post(request({ channelName: 'sales' }))).toMatchObject({
    kind: 'park',
    reason: { code: 'no_webhook_url' },
  });
  expect(await sender.post(request({ channelName: 'constructor' }))).toMatchObject({ kind: 'park' });
});

test('a webhook can neither edit, nor remove, nor look', async () => {
  const { sandbox } = await start();
  const sender = createSlackSender(slackConfig({ mode: 'webhook', webhookUrl: new Secret(sandbox.webhookUrl) }), {
    channels: () => ({}),
  });
  expect(sender.canUpdate).toBe(false);
  expect((await sender.update({ ...request(), ts: '1.0' })).kind).toBe('dead');
  expect((await sender.remove({ channel: 'C1', ts: '1.0' })).kind).toBe('dead');
  const found = await sender.find({ channel: 'C1', threadTs: null, deliveryKey: 'k', oldestSeconds: 0 });
  expect(found).toMatchObject({ kind: 'unknown', reason: { code: 'unsupported' } });
  expect(sandbox.calls).toEqual([]);
});
