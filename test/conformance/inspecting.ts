import { describe, expect, test } from 'vitest';
import { emptyState } from '../../src/domain/subject.ts';
import { fine, incoming, owner, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

export function inspecting(stage: Stage): void {
  async function stopped(state: 'parked' | 'dead', id: string, route = 'everything'): Promise<number> {
    await stage.scene.happen({
      event: { id: `evt_of_${id}` },
      subjects: [subject({ id, keys: [`pi_${id}`] })],
      deliveries: [plan({ subjectId: id, route })],
    });
    const lease = await stage.scene.lease();
    const delivery = (await stage.scene.all('pending'))[0];
    const outcome = { kind: 'park', reason: { code: 'is_archived', text: '' } } as const;
    await stage.scene.take(lease, [delivery?.id ?? 0]);
    await stage.scene.finish(lease, delivery?.id ?? 0, { outcome, state, degraded: 1 });
    return delivery?.id ?? 0;
  }

  describe('explainEvent', () => {
    test('unknown: nothing', async () => {
      expect(await stage.store.explainEvent({ id: 'evt_x' })).toEqual([]);
    });

    test('tells the decision, the subject with its keys, and what was done', async () => {
      const event = await stage.scene.claimed();
      const decision = {
        targets: [],
        path: [{ route: 'everything', matched: true, reason: fine }],
        reason: fine,
      };
      await stage.store.commitEvent({
        seq: event.seq,
        owner,
        now: 1_000,
        state: 'suppressed',
        reason: { code: 'quiet', text: 'quiet hours' },
        late: true,
        decision,
        subjects: [subject({ keys: ['pi_1', 'ch_1'] })],
        deliveries: [],
      });
      expect(await stage.store.explainEvent({ id: event.id })).toMatchObject([
        {
          seq: event.seq,
          state: 'suppressed',
          reason: { code: 'quiet', text: 'quiet hours' },
          late: true,
          decision,
          subject: { id: 's1', kind: 'payment', keys: ['ch_1', 'pi_1'] },
          deliveries: [],
        },
      ]);
      expect(await stage.store.explainEvent({ id: event.id, account: 'second' })).toEqual([]);
      expect(await stage.store.explainEvent({ id: event.id, account: 'main' })).toHaveLength(1);
    });
  });

  describe('lists', () => {
    test('events: newest first, page by page, by type, state, subject and time', async () => {
      await stage.scene.happen({ event: { type: 'a', receivedAt: 1_000 } });
      await stage.scene.happen({ event: { type: 'b', receivedAt: 2_000 }, state: 'suppressed' });
      await stage.store.acceptEvent(incoming({ type: 'a', receivedAt: 3_000 }));
      const { store } = stage;
      const types = async (query: Parameters<typeof store.listEvents>[0]) =>
        (await store.listEvents(query)).map((event) => `${event.type} ${event.state}`);
      expect(await types({ limit: 2 })).toEqual(['a received', 'b suppressed']);
      const [, second] = await store.listEvents({ limit: 2 });
      expect(await types({ limit: 2, before: second?.seq ?? 0 })).toEqual(['a routed']);
      expect(await types({ limit: 9, type: 'a' })).toEqual(['a received', 'a routed']);
      expect(await types({ limit: 9, state: 'received' })).toEqual(['a received']);
      expect(await types({ limit: 9, state: 'suppressed', type: 'a' })).toEqual([]);
      expect(await types({ limit: 9, subjectId: 's1' })).toEqual(['b suppressed', 'a routed']);
      expect(await types({ limit: 9, since: 2_000 })).toEqual(['a received', 'b suppressed']);
    });

    test('deliveries: newest first, page by page, by state and lane', async () => {
      await stage.scene.happen({
        deliveries: [plan(), plan({ channel: 'sales', lane: 'T1/C2' }), plan({ channel: 'ops', lane: 'T1/C3' })],
      });
      const { store } = stage;
      const found = await store.listDeliveries({ limit: 2 });
      expect(found.map((one) => one.channel)).toEqual(['ops', 'sales']);
      expect(await store.listDeliveries({ limit: 2, before: found[1]?.id ?? 0 })).toHaveLength(1);
      expect(await store.listDeliveries({ limit: 9, lane: 'T1/C2' })).toMatchObject([{ channel: 'sales' }]);
      expect(await store.listDeliveries({ limit: 9, state: 'dead' })).toEqual([]);
      expect(await store.listDeliveries({ limit: 9, state: 'pending', lane: 'T1/C1' })).toHaveLength(1);
    });
  });

  describe('replay', () => {
    test('sets parked and dead deliveries free, with new tries', async () => {
      const parked = await stopped('parked', 's1');
      const dead = await stopped('dead', 's2');
      expect(await stage.store.replay({ now: 7_000 })).toEqual({ events: 0, deliveries: 2 });
      expect(await stage.scene.all()).toMatchObject([
        { id: parked, state: 'pending', attempts: 0, degraded: 0, notBefore: 7_000 },
        { id: dead, state: 'pending' },
      ]);
      expect(await stage.store.replay({ now: 7_000 })).toEqual({ events: 0, deliveries: 0 });
    });

    test('by id, state, route and time', async () => {
      const { store } = stage;
      const [one, two] = [await stopped('parked', 's1'), await stopped('dead', 's2', 'disputes')];
      expect(await store.replay({ now: 1, states: ['sent'] })).toEqual({ events: 0, deliveries: 0 });
      expect(await store.replay({ now: 1, since: 1_001 })).toEqual({ events: 0, deliveries: 0 });
      expect(await store.replay({ now: 1, until: 1_000 })).toEqual({ events: 0, deliveries: 0 });
      expect(await store.replay({ now: 1, states: ['parked'], deliveryIds: [two] })).toEqual({
        events: 0,
        deliveries: 0,
      });
      expect(await store.replay({ now: 1, deliveryIds: [] })).toEqual({ events: 0, deliveries: 0 });
      expect(await store.replay({ now: 1, route: 'disputes' })).toEqual({ events: 0, deliveries: 1 });
      expect(await store.replay({ now: 1, deliveryIds: [one], since: 1_000, until: 1_001 })).toEqual({
        events: 0,
        deliveries: 1,
      });
    });

    test('events by id are interpreted once more, and their stopped deliveries go out', async () => {
      await stopped('parked', 's1');
      const result = await stage.store.replay({ now: 9_000, eventIds: ['evt_of_s1', 'evt_unknown'] });
      expect(result).toEqual({ events: 1, deliveries: 1 });
      const [again] = await stage.store.claimEvents({ owner, now: 9_000, until: 9_500, limit: 5 });
      expect(again).toMatchObject({ id: 'evt_of_s1', tries: 0 });
    });

    test('failed events, and those set aside only where asked for', async () => {
      const { seq } = await stage.scene.claimed();
      await stage.store.deferEvent({ seq, owner, retryAt: null, reason: fine });
      await stage.store.acceptEvent(incoming({ id: 'evt_q', quarantine: fine }));
      expect(await stage.store.replay({ now: 1 })).toEqual({ events: 1, deliveries: 0 });
      expect(await stage.store.replay({ now: 1, states: ['quarantined'] })).toEqual({ events: 1, deliveries: 0 });
    });

    test('F25 the second body of an id is interpreted only where asked for', async () => {
      for (const n of [1, 2]) {
        await stage.store.acceptEvent(incoming({ id: 'evt_a', body: Buffer.from(`{"id":"evt_a","n":${n}}`) }));
      }
      expect(await stage.store.replay({ now: 1, eventIds: ['evt_a'] })).toEqual({ events: 0, deliveries: 0 });
      const asked = { now: 1, eventIds: ['evt_a'], states: ['quarantined'] as const };
      expect(await stage.store.replay(asked)).toEqual({ events: 1, deliveries: 0 });
    });
  });

  describe('counts', () => {
    test('an empty store has none of anything', async () => {
      const counts = await stage.store.counts();
      expect(Object.values({ ...counts.events, ...counts.deliveries }).every((count) => count === 0)).toBe(true);
      expect(counts).toMatchObject({ duplicates: 0, conflicts: 0, possibleDuplicateMessages: 0, lanes: [] });
    });

    test('lanes tell their depth and age', async () => {
      await stage.scene.happen({ now: 1_100, deliveries: [plan()] });
      await stage.scene.happen({
        now: 1_200,
        subjects: [subject({ id: 's2', keys: [], state: emptyState })],
        deliveries: [plan({ subjectId: 's2' })],
      });
      expect((await stage.store.counts()).lanes).toEqual([
        { lane: 'T1/C1', pending: 2, oldestPendingAt: 1_100, paused: null, nextSendAt: 0 },
      ]);
    });

    test('a lane that nobody serves is named, with since when it could have moved', async () => {
      await stage.scene.happen({ now: 1_100, deliveries: [plan()] });
      const idle = (now: number, dueBy: number) => stage.store.idleLanes({ now, dueBy });
      expect(await idle(2_000, 999)).toEqual([]);
      expect(await idle(2_000, 1_000)).toEqual([{ lane: 'T1/C1', dueAt: 1_000 }]);
      await stage.store.leaseLanes({ owner: 'one', now: 2_000, until: 3_000, limit: 1 });
      expect(await idle(2_999, 1_100)).toEqual([]);
      expect(await idle(3_000, 1_100)).toHaveLength(1);
    });
  });
}
