import { describe, expect, test } from 'vitest';
import { incoming } from './scene.ts';
import type { Stage } from './store.conformance.ts';

function bodyOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

export function receiving(stage: Stage): void {
  describe('acceptEvent', () => {
    test('stores the event with the very bytes that came', async () => {
      const body = Buffer.from('\uFEFF{"id":"evt_a",\r\n "n":90071992547409931,"t":"\\ud800 \\u0000"}');
      const result = await stage.store.acceptEvent(incoming({ id: 'evt_a', body, connectAccount: 'acct_1' }));
      expect(result).toEqual({ outcome: 'accepted', seq: expect.any(Number) });
      expect(Buffer.from((await stage.store.eventBody(result.seq)) ?? [])).toEqual(body);
      const [row] = await stage.store.listEvents({ limit: 2 });
      expect(row).toEqual({
        seq: result.seq,
        account: 'main',
        id: 'evt_a',
        type: 'charge.succeeded',
        created: 1_000,
        livemode: true,
        apiVersion: '2026-10-28.endive',
        connectAccount: 'acct_1',
        kind: 'snapshot',
        objectId: 'ch_1',
        receivedAt: 1_000,
        origin: 'webhook',
        state: 'received',
        reason: null,
        late: false,
        subjectId: null,
      });
    });

    test('F16 F19 survives absent ids and strange text in the columns', async () => {
      const event = incoming({ type: 'x\uD800y\u0000z', objectId: null, apiVersion: null, created: 0 });
      const { seq } = await stage.store.acceptEvent(event);
      expect((await stage.store.listEvents({ limit: 1 }))[0]).toMatchObject({ seq, objectId: null, created: 0 });
    });

    test('F22 F26 a retry of a stored event is a duplicate, also after a restart', async () => {
      const event = incoming();
      const first = await stage.store.acceptEvent(event);
      expect(await stage.store.acceptEvent(event)).toEqual({ outcome: 'duplicate', seq: first.seq });
      const store = await stage.reopen();
      expect(await store.acceptEvent(event)).toEqual({ outcome: 'duplicate', seq: first.seq });
      expect((await store.counts()).duplicates).toBe(2);
    });

    test('F23 the same event 100 times at once becomes one row', async () => {
      const event = incoming();
      const results = await Promise.all(Array.from({ length: 100 }, () => stage.store.acceptEvent(event)));
      expect(results.filter((result) => result.outcome === 'accepted')).toHaveLength(1);
      expect(new Set(results.map((result) => result.seq)).size).toBe(1);
      expect(await stage.store.listEvents({ limit: 10 })).toHaveLength(1);
    });

    test('F23 the same event at once through two stores on one database becomes one row', async () => {
      const other = await stage.database.open({ exclusive: false });
      try {
        const event = incoming();
        const results = await Promise.all(
          Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? stage.store : other).acceptEvent(event)),
        );
        expect(results.filter((result) => result.outcome === 'accepted')).toHaveLength(1);
        expect(new Set(results.map((result) => result.seq)).size).toBe(1);
      } finally {
        await other.close();
      }
    });

    test('one id at two accounts is two events', async () => {
      const results = [
        await stage.store.acceptEvent(incoming({ id: 'evt_a' })),
        await stage.store.acceptEvent(incoming({ id: 'evt_a', account: 'second' })),
      ];
      expect(results.map((result) => result.outcome)).toEqual(['accepted', 'accepted']);
    });

    test('a Dashboard test id is told apart by its body', async () => {
      const id = 'evt_00000000000000';
      const [one, two] = [bodyOf({ id, type: 'charge.failed' }), bodyOf({ id, type: 'payout.paid' })];
      const outcomes = [];
      for (const body of [one, two, one, two]) {
        outcomes.push((await stage.store.acceptEvent(incoming({ id, body }))).outcome);
      }
      expect(outcomes).toEqual(['accepted', 'accepted', 'duplicate', 'duplicate']);
      expect((await stage.store.counts()).conflicts).toBe(0);
    });

    test.each([
      [
        'another pending_webhooks and key order',
        { created: 5, id: 'evt_a', pending_webhooks: 0, data: { a: 1, b: 2 } },
      ],
      ['another API version and shape', { id: 'evt_a', created: 5, api_version: '2019-01-01', data: { old: true } }],
    ])('a retry with %s is a duplicate', async (_, second) => {
      const first = { id: 'evt_a', created: 5, pending_webhooks: 2, data: { b: 2, a: 1 } };
      await stage.store.acceptEvent(incoming({ id: 'evt_a', body: bodyOf(first) }));
      const again = await stage.store.acceptEvent(incoming({ id: 'evt_a', body: bodyOf(second) }));
      expect(again.outcome).toBe('duplicate');
    });

    test('F25 the same id with another body: the first is kept, the second set aside once', async () => {
      const [first, second] = [bodyOf({ id: 'evt_a', amount: 1 }), bodyOf({ id: 'evt_a', amount: 2 })];
      const kept = await stage.store.acceptEvent(incoming({ id: 'evt_a', body: first }));
      const aside = await stage.store.acceptEvent(incoming({ id: 'evt_a', body: second }));
      expect(aside.outcome).toBe('conflict');
      expect(aside.seq).not.toBe(kept.seq);
      expect(await stage.store.acceptEvent(incoming({ id: 'evt_a', body: second }))).toEqual({
        outcome: 'duplicate',
        seq: aside.seq,
      });
      expect(await stage.store.explainEvent({ id: 'evt_a' })).toMatchObject([
        { seq: kept.seq, state: 'received' },
        { seq: aside.seq, state: 'quarantined', reason: { code: 'same_id_other_body' } },
      ]);
      expect(Buffer.from((await stage.store.eventBody(kept.seq)) ?? []).equals(first)).toBe(true);
      const counts = await stage.store.counts();
      expect([counts.duplicates, counts.conflicts]).toEqual([1, 1]);
    });

    test('F25 two bodies of one id in the same commit', async () => {
      const results = await Promise.all(
        ['{"id":"evt_a","n":1}', '{"id":"evt_a","n":2}', '{"n":1,"id":"evt_a"}'].map((text) =>
          stage.store.acceptEvent(incoming({ id: 'evt_a', body: Buffer.from(text) })),
        ),
      );
      expect(results.map((result) => result.outcome)).toEqual(['accepted', 'conflict', 'duplicate']);
    });

    test('F17 what the door sets aside is stored but never claimed', async () => {
      const quarantine = { code: 'test_event_on_live_account', text: 'a test event came to a live account' };
      const { seq } = await stage.store.acceptEvent(incoming({ quarantine }));
      expect(await stage.store.claimEvents({ owner: 'a', now: 5_000, until: 9_000, limit: 10 })).toEqual([]);
      expect(await stage.store.listEvents({ limit: 1, state: 'quarantined' })).toMatchObject([
        { seq, reason: quarantine },
      ]);
    });

    test('bodies of all sizes share commits and come back whole', async () => {
      const events = Array.from({ length: 150 }, (_, index) =>
        incoming({ body: Buffer.alloc(index === 7 ? 1024 * 1024 : (index * 97) % 9_000, index) }),
      );
      const results = await Promise.all(events.map((event) => stage.store.acceptEvent(event)));
      const claimed = await stage.store.claimEvents({ owner: 'a', now: 2_000, until: 3_000, limit: 1_000 });
      expect(claimed.map((event) => event.seq)).toEqual(results.map((result) => result.seq));
      for (const [index, event] of events.entries()) {
        expect(Buffer.from(claimed[index]?.body ?? []).equals(event.body)).toBe(true);
      }
    });

    test('says that interpret has work, and not for a duplicate', async () => {
      const heard: string[] = [];
      const stop = stage.store.onWork((stageName) => heard.push(stageName));
      const event = incoming();
      await stage.store.acceptEvent(event);
      await stage.store.acceptEvent(event);
      stop();
      await stage.store.acceptEvent(incoming());
      await stage.store.ping();
      expect(heard).toEqual(['interpret']);
    });
  });
}
