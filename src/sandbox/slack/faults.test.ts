import { afterEach, describe, expect, test } from 'vitest';
import { type TestClock, testClock } from '../../../test/clock.ts';
import { call, errorOf } from './call.test-support.ts';
import type { SandboxFault } from './faults.ts';
import { type SlackSandbox, startSlackSandbox } from './slack-sandbox.ts';

const open: SlackSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

async function start(): Promise<{ sandbox: SlackSandbox; clock: TestClock }> {
  const clock = testClock();
  const sandbox = await startSlackSandbox({ clock, channelRate: 0 });
  open.push(sandbox);
  return { sandbox, clock };
}

const message = { channel: 'C0FINANCE', text: 'hello' };
const texts = (sandbox: SlackSandbox) => sandbox.messages().map((each) => each.text);

/** The answer as it comes over the wire, or the kind of failure. */
async function raw(sandbox: SlackSandbox, method = 'chat.postMessage'): Promise<string> {
  try {
    const response = await fetch(sandbox.apiUrl + method, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sandbox.botToken}` },
      body: JSON.stringify(message),
    });
    return `${response.status} ${await response.text()}`;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'failed';
  }
}

describe('instead of the work', () => {
  const faults: readonly [SandboxFault, string][] = [
    [{ kind: 'status', status: 503 }, '503 upstream error'],
    [{ kind: 'error', error: 'fatal_error' }, '200 {"ok":false,"error":"fatal_error"}'],
    [{ kind: 'body', body: 'html' }, '200 <!DOCTYPE html><title>Slack</title>'],
    [{ kind: 'body', body: 'empty' }, '200 '],
    [{ kind: 'body', body: 'cut' }, '200 {"ok":true,"ts":"17'],
    [{ kind: 'throttle', retryAfter: null }, '429 {"ok":false,"error":"ratelimited"}'],
    [{ kind: 'outage', how: 'reset' }, 'ECONNRESET'],
  ];

  test.each(faults)('%o', async (fault, answer) => {
    const { sandbox } = await start();
    sandbox.faults.add({ ...fault, calls: 1 });
    expect(await raw(sandbox)).toBe(answer);
    expect(texts(sandbox)).toEqual([]);
    expect(await errorOf(sandbox, 'chat.postMessage', message)).toBe('ok');
  });

  test('429 with Retry-After', async () => {
    const { sandbox } = await start();
    sandbox.faults.add({ kind: 'throttle', retryAfter: 7, calls: 1 });
    expect((await call(sandbox, 'chat.postMessage', message)).headers.get('retry-after')).toBe('7');
  });
});

describe('the answer is lost after the work', () => {
  const ways: readonly [SandboxFault & { kind: 'lost' }, string][] = [
    [{ kind: 'lost', how: 'reset' }, 'ECONNRESET'],
    [{ kind: 'lost', how: 'internal_error' }, '200 {"ok":false,"error":"internal_error"}'],
    [{ kind: 'lost', how: 'bad_gateway' }, '502 Bad Gateway'],
  ];

  test.each(ways)('F49 F50 %o', async (fault, answer) => {
    const { sandbox } = await start();
    sandbox.faults.add({ ...fault, calls: 1 });
    expect(await raw(sandbox)).toBe(answer);
    expect(texts(sandbox)).toEqual(['hello']);
    const [lost] = sandbox.calls;
    expect(lost).toMatchObject({ method: 'chat.postMessage', ok: false, ts: sandbox.messages()[0]?.ts });
  });

  test('an answer that never comes ends with the sandbox', async () => {
    const { sandbox } = await start();
    sandbox.faults.add({ kind: 'lost', how: 'hang', calls: 1 });
    const heard = new Promise<void>((resolve) => {
      sandbox.on((change) => {
        if (change.kind === 'call') resolve();
      });
    });
    const answer = raw(sandbox);
    await heard;
    expect(texts(sandbox)).toEqual(['hello']);
    await sandbox.close();
    expect(await answer).not.toMatch(/^200/);
  });
});

describe('which calls a fault meets', () => {
  test('only so many, of one method, to one channel', async () => {
    const { sandbox } = await start();
    sandbox.faults.add({ kind: 'error', error: 'fatal_error', method: 'chat.postMessage', calls: 2 });
    expect(await errorOf(sandbox, 'auth.test')).toBe('ok');
    const answers = [];
    for (let count = 0; count < 3; count += 1) answers.push(await errorOf(sandbox, 'chat.postMessage', message));
    expect(answers).toEqual(['fatal_error', 'fatal_error', 'ok']);
    sandbox.faults.add({ kind: 'error', error: 'is_archived', channel: 'COTHER' });
    expect(await errorOf(sandbox, 'chat.postMessage', message)).toBe('ok');
    expect(await errorOf(sandbox, 'chat.postMessage', { ...message, channel: 'COTHER' })).toBe('is_archived');
  });

  test('for a time, by the sandbox’s own clock', async () => {
    const { sandbox, clock } = await start();
    sandbox.faults.add({ kind: 'status', status: 500, forMs: 5000 });
    expect(await raw(sandbox)).toMatch(/^500/);
    clock.advance(4999);
    expect(await raw(sandbox)).toMatch(/^500/);
    clock.advance(1);
    expect(await raw(sandbox)).toMatch(/^200/);
  });

  test('latency waits on the clock and then does the work', async () => {
    const { sandbox, clock } = await start();
    sandbox.faults.add({ kind: 'latency', ms: 3000, calls: 1 });
    const answer = errorOf(sandbox, 'chat.postMessage', message);
    await errorOf(sandbox, 'auth.test');
    while (clock.untilNext() === null) await errorOf(sandbox, 'auth.test');
    expect(texts(sandbox)).toEqual([]);
    clock.advance(3000);
    expect(await answer).toBe('ok');
  });
});

describe('outage', () => {
  test('refused connections, then back on the same port with everything remembered', async () => {
    const { sandbox } = await start();
    await call(sandbox, 'chat.postMessage', message);
    const outage = sandbox.faults.add({ kind: 'outage', how: 'refuse' });
    await sandbox.settled();
    expect(await raw(sandbox)).toBe('ECONNREFUSED');
    sandbox.faults.clear(outage);
    await sandbox.settled();
    expect(await raw(sandbox)).toMatch(/^200/);
    expect(texts(sandbox)).toEqual(['hello', 'hello']);
  });

  test('ends by itself after its time', async () => {
    const { sandbox, clock } = await start();
    sandbox.faults.add({ kind: 'outage', how: 'refuse', forMs: 60_000 });
    await sandbox.settled();
    expect(await raw(sandbox)).toBe('ECONNREFUSED');
    clock.advance(60_000);
    await sandbox.settled();
    expect(await raw(sandbox)).toMatch(/^200/);
  });
});

describe('the control door', () => {
  const send = async (sandbox: SlackSandbox, method: string, path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.url}/_control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('sets and clears faults, names what is wrong with one', async () => {
    const { sandbox } = await start();
    expect(await send(sandbox, 'POST', 'faults', { kind: 'status', status: 503, calls: 1 })).toMatchObject({
      status: 200,
      body: { ok: true, ids: [1] },
    });
    expect(await raw(sandbox)).toMatch(/^503/);
    await send(sandbox, 'POST', 'faults', [{ kind: 'outage', how: 'hang' }]);
    expect((await send(sandbox, 'GET', 'faults')).body['faults']).toHaveLength(1);
    await send(sandbox, 'DELETE', 'faults');
    expect(await raw(sandbox)).toMatch(/^200/);
    const wrong = await send(sandbox, 'POST', 'faults', { kind: 'status', status: 200 });
    expect([wrong.status, wrong.body['error']]).toEqual([400, 'invalid_fault']);
  });

  test('changes the workspace and shows messages and calls', async () => {
    const { sandbox } = await start();
    await call(sandbox, 'chat.postMessage', message);
    expect((await send(sandbox, 'GET', 'messages?channel=C0FINANCE')).body['messages']).toMatchObject([message]);
    expect((await send(sandbox, 'GET', 'calls')).body['calls']).toMatchObject([
      { method: 'chat.postMessage', ok: true },
    ]);
    expect((await send(sandbox, 'POST', 'workspace', { do: 'archive', channel: 'C0FINANCE' })).status).toBe(200);
    expect(await errorOf(sandbox, 'chat.postMessage', message)).toBe('is_archived');
    expect((await send(sandbox, 'POST', 'workspace', { do: 'archive', channel: 'C9' })).status).toBe(400);
    expect((await send(sandbox, 'POST', 'workspace', { do: 'constructor' })).status).toBe(400);
    expect((await send(sandbox, 'POST', 'workspace', { do: 'revokeToken' })).status).toBe(200);
    expect(await errorOf(sandbox, 'auth.test')).toBe('token_revoked');
  });
});
