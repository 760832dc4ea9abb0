import { describe, expect, test } from 'vitest';
import { fine, incoming, owner, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const old = { receivedAt: 1_000 };

export function keeping(stage: Stage): void {
  describe('retention', () => {
    const retain = (eventsBefore = 50_000, batch = 100) => stage.store.retain({ eventsBefore, batch });

    test('takes events that are done and past their time, then their subjects with all that belongs to them', async () => {
      await stage.scene.happen({ event: old, deliveries: [plan()] });
      await stage.scene.sendDue(1_000);
      await stage.scene.happen({
        event: { receivedAt: 60_000 },
        now: 60_000,
        subjects: [subject({ id: 's2', keys: ['pi_2'] })],
      });
      expect(await retain()).toEqual({ events: 1, subjects: 1, more: false });
      expect(await stage.store.listEvents({ limit: 9 })).toHaveLength(1);
      expect(await stage.store.getSubject('s1')).toBeNull();
      expect(await stage.store.getSubject('s2')).not.toBeNull();
      expect(await stage.store.cardsOf('s1')).toEqual([]);
      expect(await stage.scene.all()).toEqual([]);
      expect(await stage.store.findSubjects({ account: 'main', livemode: true, keys: ['pi_1'] })).toEqual([]);
    });

    test('F40 never what is received, quarantined or failed', async () => {
      await stage.store.acceptEvent(incoming({ ...old, quarantine: fine }));
      const { seq } = await stage.scene.claimed(old);
      await stage.store.deferEvent({ seq, owner, retryAt: null, reason: fine });
      const waiting = await stage.store.acceptEvent(incoming(old));
      expect(await retain(9_000_000)).toEqual({ events: 0, subjects: 0, more: false });
      expect(await stage.store.eventBody(waiting.seq)).not.toBeNull();
    });

    test.each(['pending', 'sending', 'ambiguous', 'parked'] as const)('F40 never what is %s', async (state) => {
      await stage.scene.happen({ event: old, deliveries: [plan()] });
      if (state !== 'pending') {
        const lease = await stage.scene.lease();
        const [card] = await stage.scene.all();
        await stage.scene.take(lease, [card?.id ?? 0]);
        const outcome = { kind: 'ambiguous', reason: fine } as const;
        if (state !== 'sending') await stage.scene.finish(lease, card?.id ?? 0, { outcome, state });
      }
      expect(await retain()).toEqual({ events: 0, subjects: 0, more: false });
      expect(await stage.scene.all(state)).toHaveLength(1);
    });

    test('F40 never what a digest tells that is not sent yet', async () => {
      await stage.scene.happen({ event: old, deliveries: [plan()] });
      const { lane, fence, nextSendAt } = await stage.scene.lease();
      const digest = await stage.store.foldDeliveries({ lane, fence, now: 1_000, foldClass: 'late', nextSendAt: 1 });
      expect(await retain()).toEqual({ events: 0, subjects: 0, more: false });
      await stage.scene.finish({ lane, fence, nextSendAt }, digest?.id ?? 0);
      expect(await retain()).toEqual({ events: 1, subjects: 1, more: false });
      await retain();
      expect(await stage.scene.all()).toEqual([]);
    });

    test('a payload stays while any of its events does', async () => {
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          stage.store.acceptEvent(incoming({ receivedAt: index < 9 ? 1_000 : 60_000 })),
        ),
      );
      const claimed = await stage.store.claimEvents({ owner, now: 1_000, until: 2_000, limit: 10 });
      for (const { seq } of claimed) {
        await stage.store.commitEvent({
          seq,
          owner,
          now: 1_000,
          state: 'suppressed',
          reason: fine,
          late: false,
          decision: null,
          subjects: [],
          deliveries: [],
        });
      }
      expect(await retain()).toEqual({ events: 9, subjects: 0, more: false });
      expect(await stage.store.eventBody(results[9]?.seq ?? 0)).not.toBeNull();
      expect(await retain(70_000)).toEqual({ events: 1, subjects: 0, more: false });
      expect(await stage.store.keysInUse()).toEqual([]);
    });

    test('goes in batches', async () => {
      for (let index = 0; index < 5; index += 1) await stage.scene.happen({ event: old });
      expect(await retain(50_000, 2)).toEqual({ events: 2, subjects: 0, more: true });
      expect(await retain(50_000, 2)).toEqual({ events: 2, subjects: 0, more: true });
      expect(await retain(50_000, 2)).toEqual({ events: 1, subjects: 1, more: false });
    });

    test('merged subjects go with their survivor, expired cache entries by themselves', async () => {
      await stage.scene.happen({ event: old });
      await stage.scene.happen({ event: old, subjects: [subject({ id: 's2', keys: ['in_1'] })] });
      const base = [await stage.scene.versionOf('s1'), await stage.scene.versionOf('s2')];
      await stage.scene.happen({ event: old, subjects: [subject({ base })] });
      await stage.store.putCached({ account: 'main', id: 'cus_1', json: '{}', expiresAt: 10 });
      expect(await retain()).toEqual({ events: 3, subjects: 1, more: false });
      expect(await stage.store.getSubject('s2')).toBeNull();
      expect(await stage.store.keysInUse()).toEqual([]);
    });
  });

  describe('settings and health', () => {
    test('a setting is kept', async () => {
      expect(await stage.store.getSetting('cursor')).toBeNull();
      await stage.store.putSetting('cursor', 'evt_1');
      await stage.store.putSetting('cursor', 'evt_2');
      const store = await stage.reopen();
      expect(await store.getSetting('cursor')).toBe('evt_2');
    });

    test('ping commits; a closed store refuses', async () => {
      await stage.store.ping();
      const { store } = stage;
      await stage.reopen();
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' });
      await expect(store.acceptEvent(incoming())).rejects.toMatchObject({ code: 'store_unavailable' });
      await expect(store.close()).resolves.toBeUndefined();
    });

    test('what was asked for before close is done', async () => {
      const accepted = Promise.all(Array.from({ length: 200 }, () => stage.store.acceptEvent(incoming())));
      const store = await stage.reopen();
      expect(await accepted).toHaveLength(200);
      expect(await store.listEvents({ limit: 1_000 })).toHaveLength(200);
    });
  });

  describe('commits', () => {
    test('an operation that fails takes nothing of its own along, and nothing of its neighbours', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      const lease = await stage.scene.lease();
      const [card] = await stage.scene.all();
      const results = await Promise.allSettled([
        stage.store.putSetting('before', '1'),
        stage.scene.finish({ ...lease, fence: 99 }, card?.id ?? 0),
        stage.store.deferEvent({ seq: 9_999, owner, retryAt: null, reason: fine }),
        stage.store.acceptEvent(incoming()),
        stage.store.putSetting('after', '1'),
      ]);
      expect(results.map((result) => result.status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
        'fulfilled',
      ]);
      expect([await stage.store.getSetting('before'), await stage.store.getSetting('after')]).toEqual(['1', '1']);
      expect(await stage.scene.all()).toMatchObject([{ state: 'pending' }]);
    });
  });
}
