import { afterEach, expect, test } from 'vitest';
import { emptyState } from '../../src/domain/subject.ts';
import { channels, deliverHarness, type Harness, plainMessage } from './deliver-harness.ts';

let open: Harness | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** Two subjects turn out to be one, as an event that names both would tell. */
async function join(h: Harness, survivor: string, loser: string): Promise<void> {
  const now = h.clock.now();
  const body = Buffer.from('{"joins":true}');
  const digest = Buffer.alloc(32, 7);
  const { seq } = await h.store.acceptEvent({
    account: 'main',
    id: 'evt_join',
    type: 'charge.updated',
    created: Math.floor(now / 1_000),
    livemode: false,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    objectId: survivor,
    body,
    digest,
    receivedAt: now,
    origin: 'webhook',
    quarantine: null,
  });
  await h.store.claimEvents({ owner: 'test', now, until: now + 1_000, limit: 9 });
  const known = await Promise.all([survivor, loser].map((id) => h.store.getSubject(id)));
  const done = await h.store.commitEvent({
    seq,
    owner: 'test',
    now,
    state: 'suppressed',
    reason: { code: 'not_news', text: 'nothing that people want to hear' },
    late: false,
    decision: null,
    subjects: [
      {
        id: survivor,
        base: known.flatMap((subject) => (subject === null ? [] : [{ id: subject.id, version: subject.version }])),
        account: 'main',
        livemode: false,
        kind: 'payment',
        keys: [`key_${survivor}`, `key_${loser}`],
        state: emptyState,
        search: { customer: null, amount: null, code: null },
        refreshCards: true,
      },
    ],
    deliveries: [],
  });
  expect(done).toBe('committed');
}

test('F49 two cards of which the answers were lost, and whose subjects become one: the second is found and taken away', async () => {
  const h = await deliverHarness({ channelRate: 0 });
  open = h;
  h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 2 });
  await h.tell({ subject: 's1' });
  await h.tell({ subject: 's2' });
  await h.until(async () => (await h.store.counts()).deliveries.ambiguous === 2, 500);
  expect(h.shown('finance')).toHaveLength(2);
  await join(h, 's1', 's2');
  await h.until(async () => {
    const { deliveries } = await h.store.counts();
    return deliveries.pending + deliveries.sending + deliveries.ambiguous === 0;
  });
  expect(h.shown('finance')).toEqual(['s1 v2']);
  expect(h.slack.messages(channels.finance)).toHaveLength(2);
  expect((await h.store.counts()).possibleDuplicateMessages).toBe(0);
});

test('F49 a lost answer that cannot be looked for, and nothing left to say: it is flagged, for the first may stand', async () => {
  let skip = false;
  const h = await deliverHarness({
    channelRate: 0,
    scopes: ['chat:write'],
    deliver: {
      compose: async () =>
        skip
          ? { skip: { code: 'told_by_invoice', text: 'another card tells it' } }
          : { message: plainMessage('paid'), contentHash: 'x', threadTs: null, broadcast: false, cardTs: null },
    },
  });
  open = h;
  h.slack.faults.add({ kind: 'lost', how: 'reset', method: 'chat.postMessage', calls: 1 });
  await h.tell({ subject: 's1' });
  await h.until(async () => (await h.store.counts()).deliveries.ambiguous === 1, 500);
  skip = true;
  await h.until(async () => (await h.store.counts()).deliveries.skipped === 1);
  expect(h.shown('finance')).toEqual(['paid']);
  expect((await h.store.counts()).possibleDuplicateMessages).toBe(1);
});
