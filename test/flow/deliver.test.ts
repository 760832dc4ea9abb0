import { afterEach, describe, expect, test } from 'vitest';
import { channels, composer, deliverHarness, type Harness, type HarnessOptions, laneOf } from './deliver-harness.ts';

let open: Harness[] = [];

async function harness(options?: HarnessOptions): Promise<Harness> {
  const made = await deliverHarness(options);
  open.push(made);
  return made;
}

afterEach(async () => {
  const closing = open;
  open = [];
  for (const one of closing) await one.close();
});

const withoutHistory = ['chat:write', 'channels:read'];

async function statesOf(h: Harness): Promise<Record<string, number>> {
  const { deliveries } = await h.store.counts();
  return Object.fromEntries(Object.entries(deliveries).filter(([, count]) => count > 0));
}

/** Posts that Slack took or refused in a channel, as times since the first of them. */
function postTimes(h: Harness, channel?: string): number[] {
  const times = h.slack.calls
    .filter((call) => call.method === 'chat.postMessage' && (channel === undefined || call.channel === channel))
    .map((call) => call.at);
  return times.map((at) => at - (times[0] ?? 0));
}

const allSent = (h: Harness, count: number) => async () => (await statesOf(h))['sent'] === count;

describe('a lane', () => {
  test('posts a card, changes it where it stands, and answers in its thread', async () => {
    const h = await harness();
    await h.tell({ subject: 's1' });
    await h.until(() => h.shown('finance').length === 1);
    await h.tell({ subject: 's1', op: 'reply', changeKey: 'refunded' });
    await h.tell({ subject: 's1', news: false });
    await h.until(allSent(h, 3));
    expect(h.shown('finance')).toEqual(['s1 v3', '> s1: refunded']);
    expect(h.slack.messages(channels.finance)[0]?.edits).toBe(1);
  });

  test('sends one message a second, the urgent first, and never two for one card', async () => {
    const h = await harness();
    for (const subject of ['a', 'b', 'c']) await h.tell({ subject });
    await h.tell({ subject: 'a' });
    await h.tell({ subject: 'late', severity: 'critical' });
    await h.until(allSent(h, 4));
    const times = postTimes(h);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(times.at(-1)).toBeLessThan(3_300);
    expect(h.shown('finance')).toHaveLength(4);
    expect(h.shown('finance').slice(0, 2)).toContain('late v1');
    expect(h.slack.calls.every((call) => call.ok)).toBe(true);
  });

  test('an update that would change nothing costs no message and no second', async () => {
    const same = { skip: { code: 'unchanged', text: 'The card says so already.' } };
    const h = await harness({
      deliver: { compose: async (delivery) => (delivery.subjectId === 'same' ? same : plain(`${delivery.subjectId}`)) },
    });
    for (let index = 0; index < 5; index++) await h.tell({ subject: 'same', to: 'sales' });
    await h.tell({ subject: 'other', to: 'sales' });
    await h.until(async () => (await statesOf(h))['sent'] === 1);
    expect(h.slack.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(1);
  });

  test('folds a burst into one digest that counts every one, and tells critical news by itself', async () => {
    const h = await harness();
    for (let index = 0; index < 60; index++) await h.tell({ subject: `p${index}`, foldClass: 'payments' });
    await h.tell({ subject: 'dispute', severity: 'critical' });
    await h.until(async () => (await h.store.counts()).deliveries.pending === 0);
    await h.until(async () => (await h.store.counts()).deliveries.sending === 0);
    const shown = h.shown('finance');
    const folded = shown.flatMap((text) => (text.startsWith('digest of ') ? [Number(text.slice(10))] : []));
    const cards = shown.filter((text) => text.startsWith('p'));
    expect(cards.length + folded.reduce((sum, count) => sum + count, 0)).toBe(60);
    expect(shown).toContain('dispute v1');
    expect(shown.length).toBeLessThanOrEqual(8);
  });

  test('unpaced: everything at once, each subject in order', async () => {
    const h = await harness({ channelRate: 0 });
    for (let index = 0; index < 40; index++) {
      await h.tell({ subject: `s${index}` });
      await h.tell({ subject: `s${index}`, op: 'reply', changeKey: 'paid' });
    }
    await h.until(allSent(h, 80));
    const shown = h.shown('finance');
    expect(shown.filter((text) => text.startsWith('> '))).toHaveLength(40);
    expect(shown.filter((text) => !text.startsWith('> '))).toHaveLength(40);
    expect(h.clock.monotonic()).toBeLessThan(10_000);
  });

  test('one wide line for each attempt, without a word of what was said', async () => {
    const h = await harness();
    await h.tell({ subject: 'secret-subject' });
    await h.until(allSent(h, 1));
    const lines = h.logged.filter((line) => line.message === 'attempt');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields).toMatchObject({ op: 'card', outcome: 'sent', state: 'sent', attempt: 1, method: 'post' });
    expect(JSON.stringify(h.logged)).not.toContain('secret-subject');
    expect(JSON.stringify(h.logged)).not.toContain(h.slack.botToken);
  });
});

describe('F49 sent, answer lost', () => {
  test('found by its key: recorded, not sent again, and the next news changes it', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 1 });
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 1));
    expect(h.shown('finance')).toEqual(['s1 v1']);
    expect(h.slack.calls.map((call) => call.method)).toEqual(['chat.postMessage', 'conversations.history']);
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 2));
    expect(h.shown('finance')).toEqual(['s1 v2']);
    expect((await h.store.counts()).possibleDuplicateMessages).toBe(0);
  });

  test('a reply is looked for in its thread', async () => {
    const h = await harness();
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 1));
    h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 1 });
    await h.tell({ subject: 's1', op: 'reply', changeKey: 'refunded' });
    await h.until(allSent(h, 2));
    expect(h.shown('finance')).toEqual(['s1 v1', '> s1: refunded']);
    expect(h.slack.calls.map((call) => call.method)).toContain('conversations.replies');
  });

  test('not found: sent again, and no duplicate is suspected', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'outage', how: 'reset', method: 'chat.postMessage', calls: 1 });
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 1));
    expect(h.shown('finance')).toEqual(['s1 v1']);
    expect((await h.store.counts()).possibleDuplicateMessages).toBe(0);
  });

  test('where it cannot be looked for: sent once more, flagged and counted', async () => {
    const h = await harness({ scopes: withoutHistory });
    h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 1 });
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 1));
    expect(h.shown('finance')).toEqual(['s1 v1', 's1 v1']);
    expect((await h.store.counts()).possibleDuplicateMessages).toBe(1);
    expect(h.attempts.at(-1)).toMatchObject({ outcome: 'sent', possibleDuplicate: true });
  });

  test('an update whose answer was lost is simply repeated', async () => {
    const h = await harness();
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 1));
    h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.update', calls: 1 });
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 2));
    expect(h.shown('finance')).toEqual(['s1 v2']);
    expect(h.slack.calls.map((call) => call.method)).toEqual(['chat.postMessage', 'chat.update', 'chat.update']);
  });

  test('while it is in doubt its own news waits and other news does not', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 1 });
    const blind = h.slack.faults.add({ kind: 'status', status: 503, method: 'conversations.history' });
    await h.tell({ subject: 's1' });
    await h.until(() => h.slack.calls.length > 1);
    await h.tell({ subject: 's1' });
    await h.tell({ subject: 's2' });
    await h.until(() => h.shown('finance').includes('s2 v1'));
    expect(h.shown('finance')).toEqual(['s1 v1', 's2 v1']);
    h.slack.faults.clear(blind);
    await h.until(allSent(h, 3));
    expect(h.shown('finance')).toEqual(['s1 v2', 's2 v1']);
  });
});

test('F50 internal_error after it was posted: found, not posted twice', async () => {
  const h = await harness();
  h.slack.faults.add({ kind: 'lost', how: 'internal_error', method: 'chat.postMessage', calls: 1 });
  await h.tell({ subject: 's1' });
  await h.until(allSent(h, 1));
  expect(h.shown('finance')).toEqual(['s1 v1']);
});

test('F51 429 without Retry-After: retried with a growing, jittered pause', async () => {
  const h = await harness();
  h.slack.faults.add({ kind: 'throttle', retryAfter: null, method: 'chat.postMessage', calls: 4 });
  await h.tell({ subject: 's1' });
  await h.until(allSent(h, 1));
  const times = postTimes(h);
  expect(times).toHaveLength(5);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(pauses.at(-1)).toBeGreaterThanOrEqual(4_000);
  expect(h.attempts.map((attempt) => attempt.outcome)).toEqual(['retry', 'retry', 'retry', 'retry', 'sent']);
});

test('F52 a throttled channel waits as long as Slack asks; the others are on time', async () => {
  const h = await harness();
  h.slack.faults.add({ kind: 'throttle', retryAfter: 30, channel: channels.finance, calls: 1 });
  await h.tell({ subject: 'slow' });
  await h.tell({ subject: 'quick', to: 'sales' });
  await h.until(() => h.shown('sales').length === 1);
  expect(h.clock.monotonic()).toBeLessThan(1_000);
  await h.tell({ subject: 'urgent', severity: 'critical' });
  await h.until(allSent(h, 3));
  expect(h.shown('finance')).toEqual(['urgent v1', 'slow v1']);
  expect(postTimes(h, channels.finance)[1]).toBeGreaterThanOrEqual(30_000);
});

test('F53 an archived channel: parked, told once elsewhere, and posted when released', async () => {
  const h = await harness({ deliver: { fallback: () => ({ channel: 'ops', lane: laneOf('ops') }) } });
  h.slack.workspace.archive(channels.finance);
  await h.tell({ subject: 's1' });
  await h.tell({ subject: 's2' });
  await h.until(async () => (await statesOf(h))['parked'] === 2 && h.shown('ops').length === 1);
  expect(h.shown('ops')[0]).toContain('“finance”');
  h.slack.workspace.unarchive(channels.finance);
  const freed = await h.store.replay({ states: ['parked'], now: h.clock.now() });
  expect(freed.deliveries).toBe(2);
  await h.until(allSent(h, 3));
  expect(h.shown('finance')).toEqual(['s1 v1', 's2 v1']);
  expect(h.shown('ops')).toHaveLength(1);
});

test('F54 a renamed channel is the same channel', async () => {
  const h = await harness();
  h.slack.workspace.rename(channels.finance, 'money');
  await h.tell({ subject: 's1' });
  await h.until(allSent(h, 1));
  expect(h.shown('finance')).toEqual(['s1 v1']);
});

test('F55 a revoked token pauses the workspace, keeps the queue, and goes on when resumed', async () => {
  const h = await harness();
  h.slack.workspace.revokeToken();
  for (const subject of ['s1', 's2', 's3']) await h.tell({ subject });
  await h.tell({ subject: 's4', to: 'sales' });
  await h.until(async () => (await h.store.counts()).lanes.every((lane) => lane.paused !== null));
  const calls = h.slack.calls.length;
  expect(calls).toBeLessThanOrEqual(2);
  let polls = 0;
  await h.until(() => ++polls > 20);
  expect(h.slack.calls).toHaveLength(calls);
  expect(await statesOf(h)).toEqual({ pending: 4 });
  h.slack.workspace.restoreToken();
  await h.store.pauseWorkspace({ workspace: 'T0SANDBOX', reason: null, now: h.clock.now() });
  await h.until(allSent(h, 4));
  expect(h.shown('finance')).toEqual(['s1 v1', 's2 v1', 's3 v1']);
});

describe('F57 invalid_blocks', () => {
  test('the same news as text, once', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'error', error: 'invalid_blocks', method: 'chat.postMessage', calls: 1 });
    await h.tell({ subject: 's1' });
    await h.until(allSent(h, 1));
    expect(h.slack.messages(channels.finance).map((message) => [message.text, message.blocks.length])).toEqual([
      ['s1 v1', 0],
    ]);
    expect(h.attempts.map((attempt) => attempt.outcome)).toEqual(['degrade', 'sent']);
  });

  test('refused as text as well: a dead letter with the reason, and the lane goes on', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'error', error: 'msg_too_long', method: 'chat.postMessage', calls: 2 });
    await h.tell({ subject: 's1' });
    await h.tell({ subject: 's2', severity: 'low' });
    await h.until(async () => (await statesOf(h))['dead'] === 1);
    await h.until(allSent(h, 1));
    expect(h.shown('finance')).toEqual(['s2 v1']);
    expect(h.attempts.find((attempt) => attempt.state === 'dead')).toMatchObject({ code: 'msg_too_long' });
  });
});

test('F61 a card that somebody deleted is posted anew at its next news', async () => {
  const h = await harness();
  await h.tell({ subject: 's1' });
  await h.until(allSent(h, 1));
  h.slack.workspace.deleteMessage(channels.finance, h.slack.messages(channels.finance)[0]?.ts ?? '');
  await h.tell({ subject: 's1' });
  await h.until(allSent(h, 2));
  expect(h.shown('finance')).toEqual(['s1 v2']);
  expect(h.attempts.map((attempt) => attempt.outcome)).toEqual(['sent', 'gone', 'sent']);
});

test('F62 a reply whose card was deleted is said at top level', async () => {
  const h = await harness();
  await h.tell({ subject: 's1' });
  await h.until(allSent(h, 1));
  h.slack.workspace.deleteMessage(channels.finance, h.slack.messages(channels.finance)[0]?.ts ?? '');
  await h.tell({ subject: 's1', op: 'reply', changeKey: 'disputed' });
  await h.until(allSent(h, 2));
  expect(h.shown('finance')).toEqual(['s1: disputed']);
});

test('F64 a message that cannot be composed is a dead letter after three tries, and the lane goes on', async () => {
  let tries = 0;
  let compose = null as ReturnType<typeof composer> | null;
  const h = await harness({
    deliver: {
      compose: async (delivery, digest) => {
        if (delivery.subjectId === 'poison') {
          tries += 1;
          throw new TypeError('cannot read the card number 4242424242424242');
        }
        if (compose === null) throw new Error('no composer yet');
        return await compose(delivery, digest);
      },
    },
  });
  compose = composer(h.store);
  await h.tell({ subject: 'poison', severity: 'high' });
  for (const subject of ['s1', 's2', 's3']) await h.tell({ subject });
  await h.until(async () => (await statesOf(h))['dead'] === 1);
  await h.until(allSent(h, 3));
  expect(tries).toBe(3);
  expect(h.shown('finance')).toEqual(['s1 v1', 's2 v1', 's3 v1']);
  expect(h.attempts.find((attempt) => attempt.state === 'dead')).toMatchObject({ code: 'compose_failed' });
  expect(JSON.stringify(h.logged)).not.toContain('4242');
});

describe('an incoming webhook', () => {
  const lane = 'webhook/finance';

  test('posts; what it cannot change it leaves, with the reason', async () => {
    const h = await harness({ mode: 'webhook' });
    await h.tell({ subject: 's1', lane });
    await h.until(allSent(h, 1));
    await h.tell({ subject: 's1', lane, news: false });
    await h.until(async () => (await statesOf(h))['skipped'] === 1);
    expect(h.shown('finance')).toEqual(['s1 v1']);
    expect(h.attempts.at(-1)).toMatchObject({ outcome: 'skipped', code: 'cannot_update' });
  });

  test('F49 an answer that was lost: sent once more, flagged, since nobody can look', async () => {
    const h = await harness({ mode: 'webhook' });
    h.slack.faults.add({ kind: 'lost', how: 'reset', calls: 1 });
    await h.tell({ subject: 's1', lane });
    await h.until(allSent(h, 1));
    expect(h.shown('finance')).toEqual(['s1 v1', 's1 v1']);
    expect((await h.store.counts()).possibleDuplicateMessages).toBe(1);
  });

  test('F55 removed: its own lane stops with the queue kept and another channel is told', async () => {
    const fallback = (from: string) => (from === lane ? { channel: 'ops', lane: 'webhook/ops' } : null);
    const h = await harness({ mode: 'webhook', deliver: { fallback } });
    h.slack.workspace.setWebhook('disabled');
    await h.tell({ subject: 's1', lane });
    await h.until(async () => (await h.store.counts()).lanes.some((one) => one.lane === lane && one.paused !== null));
    const { lanes } = await h.store.counts();
    expect(lanes.find((one) => one.lane === lane)).toMatchObject({ pending: 1, paused: { code: 'no_service' } });
    expect(lanes.some((one) => one.lane === 'webhook/ops')).toBe(true);
  });
});

function plain(text: string) {
  return {
    message: { text, blocks: [], color: null },
    contentHash: text,
    threadTs: null,
    broadcast: false,
    cardTs: null,
  };
}
