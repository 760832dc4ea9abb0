import { describe, expect, test } from 'vitest';
import { plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const reason = { code: 'token_revoked', text: 'the token was revoked' };

export function lanes(stage: Stage): void {
  async function cards(count: number, given: Parameters<typeof plan>[0] = {}): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const id = `s-${given.lane ?? ''}-${index}`;
      await stage.scene.happen({
        subjects: [subject({ id, keys: [`pi-${id}`] })],
        deliveries: [plan({ subjectId: id, ...given })],
      });
    }
  }

  describe('lanes: leases', () => {
    const lease = (by: string, now: number, until: number, limit = 10) =>
      stage.store.leaseLanes({ owner: by, now, until, limit });

    test('only lanes with something due, each to one owner, until the lease ends', async () => {
      await cards(1, { lane: 'T1/C1' });
      await cards(1, { lane: 'T1/C2', notBefore: 5_000 });
      expect(await lease('a', 1_000, 2_000)).toEqual([{ lane: 'T1/C1', fence: 1, nextSendAt: 0 }]);
      expect(await lease('b', 1_999, 3_000)).toEqual([]);
      expect(await lease('b', 2_000, 3_000)).toEqual([{ lane: 'T1/C1', fence: 2, nextSendAt: 0 }]);
      expect((await lease('c', 5_000, 6_000)).map((one) => one.lane)).toEqual(['T1/C1', 'T1/C2']);
    });

    test('the same owner keeps its fence, and has new lanes before those it holds', async () => {
      await cards(1, { lane: 'T1/C1' });
      await lease('a', 1_000, 5_000);
      await cards(1, { lane: 'T1/C2' });
      expect(await lease('a', 2_000, 6_000, 1)).toEqual([{ lane: 'T1/C2', fence: 1, nextSendAt: 0 }]);
      expect(await lease('a', 2_000, 6_000)).toMatchObject([{ fence: 1 }, { fence: 1 }]);
    });

    test('F38 an old fence can do nothing', async () => {
      await cards(1);
      const [old] = await lease('a', 1_000, 2_000);
      await lease('b', 2_000, 9_000);
      const [card] = await stage.scene.all();
      const at = { lane: 'T1/C1', fence: old?.fence ?? 0, now: 2_100 };
      const id = card?.id ?? 0;
      const lost = { code: 'lease_lost' };
      const { store, scene } = stage;
      await expect(store.laneHead({ ...at, limit: 1 })).rejects.toMatchObject(lost);
      await expect(store.takeDeliveries({ ...at, ids: [id], nextSendAt: 0 })).rejects.toMatchObject(lost);
      await expect(store.foldDeliveries({ ...at, foldClass: 'late', nextSendAt: 0 })).rejects.toMatchObject(lost);
      await expect(scene.finish({ ...at, nextSendAt: 0 }, id)).rejects.toMatchObject(lost);
      expect(await store.cardsOf('s-T1/C1-0')).toEqual([]);
      expect((await stage.scene.all())[0]?.state).toBe('pending');
    });

    test('what a lost lease left sending is ambiguous, and goes first', async () => {
      await cards(3);
      const [first] = await lease('a', 1_000, 2_000);
      const [one, two, three] = await stage.scene.all();
      await stage.scene.take(first ?? { lane: '', fence: 0, nextSendAt: 0 }, [three?.id ?? 0]);
      await stage.store.renewLanes({ owner: 'a', now: 1_500, until: 2_000, lanes: ['T1/C1'] });
      expect(await stage.scene.all('ambiguous')).toEqual([]);
      const [second] = await lease('b', 2_000, 9_000);
      const head = await stage.store.laneHead({ lane: 'T1/C1', fence: second?.fence ?? 0, now: 2_000, limit: 10 });
      expect(head.due.map((due) => [due.id, due.state])).toEqual([
        [three?.id, 'ambiguous'],
        [one?.id, 'pending'],
        [two?.id, 'pending'],
      ]);
    });

    test('an owner that let its own lease run out is no better than another', async () => {
      await cards(1);
      const [first] = await lease('a', 1_000, 2_000);
      const [card] = await stage.scene.all();
      await stage.scene.take(first ?? { lane: '', fence: 0, nextSendAt: 0 }, [card?.id ?? 0]);
      expect(await lease('a', 2_500, 9_000)).toMatchObject([{ fence: 2 }]);
      expect(await stage.scene.all('ambiguous')).toHaveLength(1);
    });

    test('renewal tells which lanes are still held', async () => {
      await cards(1, { lane: 'T1/C1' });
      await cards(1, { lane: 'T1/C2' });
      await lease('a', 1_000, 2_000);
      await stage.store.renewLanes({ owner: 'a', now: 1_500, until: 5_000, lanes: ['T1/C1'] });
      expect((await lease('b', 2_500, 9_000)).map((one) => one.lane)).toEqual(['T1/C2']);
      const lanesOfA = await stage.store.renewLanes({
        owner: 'a',
        now: 3_000,
        until: 6_000,
        lanes: ['T1/C1', 'T1/C2'],
      });
      expect(lanesOfA).toEqual(['T1/C1']);
      expect(await stage.store.renewLanes({ owner: 'a', now: 3_000, until: 6_000, lanes: [] })).toEqual([]);
    });

    test('F37 a lease holds while the clock stands before its end', async () => {
      await cards(1);
      await lease('a', 1_000_000, 1_030_000);
      expect(await lease('b', 400_000, 500_000)).toEqual([]);
      expect(await lease('b', 1_030_000, 1_060_000)).toHaveLength(1);
    });

    test('a released lane is free at once', async () => {
      await cards(1);
      await lease('a', 1_000, 9_000);
      await stage.store.releaseLanes({ owner: 'b', lanes: ['T1/C1'] });
      expect(await lease('b', 1_100, 9_000)).toEqual([]);
      await stage.store.releaseLanes({ owner: 'a', lanes: ['T1/C1'] });
      expect(await lease('b', 1_100, 9_000)).toMatchObject([{ fence: 2 }]);
    });

    test('F66 after a restart (where processes share: its lease) the lanes of the dead process are free, and what it was sending is ambiguous', async () => {
      await cards(2);
      const [first] = await lease('a', 1_000, 9_000_000);
      const [card] = await stage.scene.all();
      await stage.scene.take(first ?? { lane: '', fence: 0, nextSendAt: 0 }, [card?.id ?? 0]);
      const store = await stage.reopen({ exclusive: true });
      const now = stage.database.shared ? 9_000_000 : 1_001;
      if (stage.database.shared) {
        expect(await store.leaseLanes({ owner: 'b', now: now - 1, until: now, limit: 10 })).toEqual([]);
      }
      expect(await store.leaseLanes({ owner: 'b', now, until: now + 1_000, limit: 10 })).toMatchObject([{ fence: 2 }]);
      expect(await stage.scene.all('ambiguous')).toMatchObject([{ id: card?.id, attempts: 1 }]);
    });
  });

  describe('lanes: what is due', () => {
    test('priority, then age; nothing before its time', async () => {
      const severities = ['low', 'normal', 'critical', 'normal', 'high'] as const;
      for (const [index, severity] of severities.entries()) {
        await stage.scene.happen({
          subjects: [subject({ id: `s${index}`, keys: [`k${index}`] })],
          deliveries: [plan({ subjectId: `s${index}`, severity, notBefore: index === 3 ? 4_000 : 1_000 })],
        });
      }
      const lease = await stage.scene.lease();
      const head = async (now: number, limit: number) =>
        (await stage.store.laneHead({ ...lease, now, limit })).due.map((due) => due.subjectId);
      expect(await head(1_000, 10)).toEqual(['s2', 's4', 's1', 's0']);
      expect(await head(4_000, 10)).toEqual(['s2', 's4', 's1', 's3', 's0']);
      expect(await head(4_000, 2)).toEqual(['s2', 's4']);
    });

    test('nextDueAt: the earliest, not before its lane may send', async () => {
      expect(await stage.store.nextDueAt()).toBeNull();
      await cards(1, { lane: 'T1/C1', notBefore: 3_000 });
      expect(await stage.store.nextDueAt()).toBe(3_000);
      await cards(2, { lane: 'T1/C2', notBefore: 2_000 });
      expect(await stage.store.nextDueAt()).toBe(2_000);
      const [lease] = await stage.store.leaseLanes({ owner: 'a', now: 2_000, until: 9_000, limit: 1 });
      if (lease === undefined) throw new Error('no lane');
      const head = await stage.store.laneHead({ ...lease, now: 2_000, limit: 1 });
      const ids = head.due.map((due) => due.id);
      await stage.store.takeDeliveries({ ...lease, now: 2_000, ids, nextSendAt: 8_000 });
      expect(await stage.store.nextDueAt()).toBe(3_000);
    });

    test('taking marks them as sending, counts the try and paces the lane', async () => {
      await cards(2);
      const lease = await stage.scene.lease();
      const [one, two] = await stage.scene.all();
      const taken = await stage.scene.take(lease, [one?.id ?? 0, two?.id ?? 0, 9_999]);
      expect(taken.map((delivery) => [delivery.id, delivery.state, delivery.attempts])).toEqual([
        [one?.id, 'sending', 1],
        [two?.id, 'sending', 1],
      ]);
      expect(await stage.scene.take(lease, [one?.id ?? 0])).toEqual([]);
      expect(await stage.store.counts()).toMatchObject({ lanes: [{ lane: 'T1/C1', pending: 2, nextSendAt: 2_000 }] });
    });
  });

  describe('lanes: a paused workspace', () => {
    test('F55 rests with its queue, whatever comes, until it is resumed', async () => {
      await cards(2, { lane: 'T1/C1' });
      await cards(1, { lane: 'T2/C9' });
      const lease = await stage.scene.lease();
      await stage.store.pauseWorkspace({ workspace: 'T1', reason, now: 1_000 });
      await cards(1, { lane: 'T1/C7' });
      const head = await stage.store.laneHead({ lane: 'T1/C1', fence: 1, now: 1_000, limit: 10 });
      expect(head).toEqual({ due: [], folds: [] });
      const [card] = await stage.scene.all();
      expect(await stage.scene.take(lease, [card?.id ?? 0])).toEqual([]);
      const leased = await stage.store.leaseLanes({ owner: 'z', now: 90_000, until: 91_000, limit: 10 });
      expect(leased.map((one) => one.lane)).toEqual(['T2/C9']);
      expect((await stage.store.counts()).lanes).toMatchObject([
        { lane: 'T1/C1', paused: reason, pending: 2 },
        { lane: 'T1/C7', paused: reason },
        { lane: 'T2/C9', paused: null },
      ]);
      await stage.store.pauseWorkspace({ workspace: 'T1', reason: null, now: 2_000 });
      const resumed = await stage.store.leaseLanes({ owner: 'z', now: 90_000, until: 91_000, limit: 10 });
      expect(resumed).toHaveLength(3);
    });

    test('a single lane can rest: each incoming webhook is its own credential', async () => {
      await cards(1, { lane: 'webhook/finance' });
      await cards(1, { lane: 'webhook/sales' });
      await stage.store.pauseWorkspace({ workspace: 'webhook/finance', reason, now: 1_000 });
      const leased = await stage.store.leaseLanes({ owner: 'z', now: 1_000, until: 2_000, limit: 10 });
      expect(leased.map((one) => one.lane)).toEqual(['webhook/sales']);
      expect(await stage.store.nextDueAt()).toBe(1_000);
    });
  });
}
