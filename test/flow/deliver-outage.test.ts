import { afterEach, describe, expect, test } from 'vitest';
import { startDelivering } from '../../src/deliver/start.ts';
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

const hourMs = 3_600_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

async function pendingOf(h: Harness): Promise<number> {
  const { deliveries } = await h.store.counts();
  return deliveries.pending + deliveries.sending + deliveries.ambiguous;
}

async function idle(h: Harness): Promise<void> {
  let idle = false;
  const waiting = h.delivering.idle().then(() => {
    idle = true;
  });
  await h.until(() => idle);
  await waiting;
}

/** Turns of the event loop without moving the clock, until `reached`. */
async function spin(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise<void>((resolve) => setImmediate(resolve));
}

describe('F65 Slack down for 72 hours', () => {
  // Ten minutes of every three hours are lived through; in between the clock is set ahead.
  test('nothing is lost, hardly anything is asked, and the queue drains in order without a storm', async () => {
    const h = await harness({ deliver: { options: { channelRate: 1, pollMs: 60_000 } } });
    const outage = h.slack.faults.add({ kind: 'status', status: 503 });
    const began = h.clock.now();
    for (let index = 0; index < 24; index++) {
      for (let sale = 0; sale < 3; sale++) await h.tell({ subject: `sale${index}.${sale}`, foldClass: 'payments' });
      if (index % 3 === 0) await h.tell({ subject: `dispute${index}`, severity: 'critical' });
      const next = h.clock.monotonic() + 10 * 60_000;
      await h.until(() => h.clock.monotonic() >= next, 2 * hourMs);
      h.clock.jump(3 * hourMs - 10 * 60_000);
    }
    expect(h.clock.now() - began).toBeGreaterThanOrEqual(72 * hourMs);
    expect(h.shown('finance')).toEqual([]);
    expect(h.slack.calls.length).toBeLessThan(24 * 10 * 2);
    h.slack.faults.clear(outage);
    const back = h.clock.monotonic();
    await h.until(async () => (await pendingOf(h)) === 0, hourMs);
    expect(h.clock.monotonic() - back).toBeLessThan(20 * 60_000);
    const shown = h.shown('finance');
    const disputes = shown.filter((text) => text.startsWith('dispute'));
    expect(disputes.map((text) => Number(text.slice(7, -3)))).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
    const told = shown.flatMap((text) => (text.startsWith('digest of ') ? [Number(text.slice(10))] : []));
    expect(told.reduce((sum, count) => sum + count, shown.filter((text) => text.startsWith('sale')).length)).toBe(72);
    expect(shown.length).toBeLessThan(16);
    const counts = await h.store.counts();
    expect([counts.deliveries.dead, counts.deliveries.parked, counts.possibleDuplicateMessages]).toEqual([0, 0, 0]);
  });

  test('answers that are lost for hours: nothing twice, nothing lost', async () => {
    const h = await harness({ deliver: { options: { channelRate: 1, pollMs: 60_000 } } });
    const outage = h.slack.faults.add({ kind: 'outage', how: 'reset' });
    for (let index = 0; index < 30; index++) await h.tell({ subject: `s${index}` });
    const until = h.clock.monotonic() + 6 * hourMs;
    await h.until(() => h.clock.monotonic() >= until, 7 * hourMs);
    const asked = h.slack.calls.filter((call) => call.method === 'chat.postMessage').length;
    expect(asked).toBeLessThan(10);
    h.slack.faults.clear(outage);
    await h.until(async () => (await pendingOf(h)) === 0, hourMs);
    const shown = h.shown('finance');
    expect(new Set(shown).size).toBe(30);
    expect(shown).toHaveLength(30);
    expect((await h.store.counts()).possibleDuplicateMessages).toBe(0);
  });
});

describe('F37 the clock is set back two hours', () => {
  test('a lane in mid-queue goes on at its pace', async () => {
    const h = await harness();
    for (let index = 0; index < 6; index++) await h.tell({ subject: `s${index}` });
    await h.until(() => h.shown('finance').length === 2);
    h.clock.jump(-2 * hourMs);
    const from = h.clock.monotonic();
    await h.until(async () => (await h.store.counts()).deliveries.sent === 6);
    expect(h.clock.monotonic() - from).toBeLessThan(6_000);
    expect(h.slack.calls.every((call) => call.ok)).toBe(true);
  });

  test('what comes afterwards is on time', async () => {
    const h = await harness();
    await h.tell({ subject: 's1' });
    await h.until(async () => (await h.store.counts()).deliveries.sent === 1);
    await idle(h);
    h.clock.jump(-2 * hourMs);
    const from = h.clock.monotonic();
    await h.tell({ subject: 's2' });
    await h.until(async () => (await h.store.counts()).deliveries.sent === 2);
    expect(h.clock.monotonic() - from).toBeLessThan(3_000);
  });
});

describe('F38 fencing', () => {
  test('a lane that another owner leased gets nothing more from the first', async () => {
    const h = await harness();
    await h.tell({ subject: 's1' });
    await h.until(() => h.shown('finance').length === 1);
    const now = h.clock.now() + 60_000;
    const [lease] = await h.store.leaseLanes({ owner: 'other', now, until: now + hourMs, limit: 9 });
    expect(lease ?? null).toBeNull();
    await h.tell({ subject: 's2' });
    const [taken] = await h.store.leaseLanes({ owner: 'other', now, until: now + hourMs, limit: 9 });
    expect(taken?.lane).toBe(laneOf('finance'));
    let polls = 0;
    await h.until(() => ++polls > 30);
    expect(h.shown('finance')).toEqual(['s1 v1']);
    await h.store.releaseLanes({ owner: 'other', lanes: [laneOf('finance')] });
    await h.until(() => h.shown('finance').length === 2);
  });

  test('what was composed when the lane was lost meanwhile is not sent', async () => {
    let begun = false;
    const gate = Promise.withResolvers<null>();
    const h = await harness({
      deliver: {
        compose: async () => {
          begun = true;
          await gate.promise;
          return {
            message: { text: 'too late', blocks: [], color: null },
            contentHash: 'x',
            threadTs: null,
            broadcast: false,
            cardTs: null,
          };
        },
      },
    });
    await h.tell({ subject: 's1' });
    await spin(() => begun);
    const now = h.clock.now() + 60_000;
    await h.store.leaseLanes({ owner: 'other', now, until: now + hourMs, limit: 9 });
    const known = () => h.logged.some((line) => line.message.startsWith('lane lost'));
    await h.until(known);
    gate.resolve(null);
    let polls = 0;
    await h.until(() => ++polls > 10);
    expect(h.slack.calls).toEqual([]);
    expect((await h.store.counts()).deliveries.ambiguous).toBe(1);
  });

  test('the answer that comes after the lane was lost is not recorded over the new owner', async () => {
    const h = await harness({ channelRate: 0 });
    h.slack.faults.add({ kind: 'latency', ms: 5_000, calls: 1 });
    await h.tell({ subject: 's1' });
    await spin(() => h.attempts.length === 0 && h.slack.faults.list().length === 0);
    const now = h.clock.now() + 60_000;
    const [lease] = await h.store.leaseLanes({ owner: 'other', now, until: now + hourMs, limit: 9 });
    const head = await h.store.laneHead({ lane: laneOf('finance'), fence: lease?.fence ?? 0, now, limit: 9 });
    expect(head.due.map((delivery) => delivery.state)).toEqual(['ambiguous']);
    h.clock.advance(5_000);
    await spin(() => h.logged.some((line) => line.message.includes('another owner')));
    expect((await h.store.counts()).deliveries.ambiguous).toBe(1);
    expect(h.attempts).toEqual([]);
  });
});

describe('F66 stopped in mid-send', () => {
  test('what Slack answers in time is finished and on record', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'latency', ms: 3_000, calls: 1 });
    await h.tell({ subject: 's1' });
    await h.tell({ subject: 's2' });
    await spin(() => h.slack.faults.list().length === 0);
    const stopping = h.delivering.stop(8_000);
    h.clock.advance(3_000);
    await stopping;
    const { deliveries } = await h.store.counts();
    expect([deliveries.sent, deliveries.pending, deliveries.sending]).toEqual([1, 1, 0]);
    expect(h.shown('finance')).toEqual(['s1 v1']);
  });

  test('what it does not is marked ambiguous, and found by the next process', async () => {
    const h = await harness();
    h.slack.faults.add({ kind: 'lost', how: 'hang', calls: 1 });
    await h.tell({ subject: 's1' });
    await spin(() => h.slack.calls.length === 1);
    const stopping = h.delivering.stop(8_000);
    h.clock.advance(8_000);
    await stopping;
    expect((await h.store.counts()).deliveries.ambiguous).toBe(1);
    expect(h.logged.some((line) => line.message.startsWith('stopped before'))).toBe(true);

    const next = startDelivering({
      store: h.store,
      sender: h.sender,
      compose: composer(h.store),
      clock: h.clock,
      log: silent,
      owner: 'test-2',
      options: { channelRate: 1 },
    });
    await spin(() => h.slack.calls.length === 2);
    await next.stop(1_000);
    expect((await h.store.counts()).deliveries.sent).toBe(1);
    expect(h.slack.messages(channels.finance)).toHaveLength(1);
  });

  test('idle resolves when all that is due went out, not before', async () => {
    const h = await harness();
    for (let index = 0; index < 3; index++) await h.tell({ subject: `s${index}` });
    await idle(h);
    expect(h.shown('finance')).toHaveLength(3);
    await idle(h);
  });
});
