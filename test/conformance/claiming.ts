import { describe, expect, test } from 'vitest';
import { fine, incoming, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

export function claiming(stage: Stage): void {
  describe('claimEvents', () => {
    const claim = (by: string, now: number, until: number, limit = 10) =>
      stage.store.claimEvents({ owner: by, now, until, limit });

    async function accept(count: number): Promise<number[]> {
      const results = await Promise.all(Array.from({ length: count }, () => stage.store.acceptEvent(incoming())));
      return results.map((result) => result.seq);
    }

    test('gives the oldest first, each to one owner', async () => {
      const seqs = await accept(5);
      expect((await claim('a', 1_000, 2_000, 2)).map((event) => event.seq)).toEqual(seqs.slice(0, 2));
      const rest = await claim('b', 1_000, 2_000);
      expect(rest.map((event) => event.seq)).toEqual(seqs.slice(2));
      expect(await claim('c', 1_999, 3_000)).toEqual([]);
    });

    test('a lease that ended is claimable again, and says that it was tried', async () => {
      const [seq] = await accept(1);
      expect((await claim('a', 1_000, 2_000))[0]?.tries).toBe(0);
      expect(await claim('b', 2_000, 3_000)).toMatchObject([{ seq, tries: 1 }]);
    });

    test('F21 what this owner holds already, where it asks for that: a claim that was answered as failed may be there', async () => {
      const [first, second] = await accept(2);
      await claim('a', 1_000, 9_000, 1);
      await claim('b', 1_000, 9_000, 1);
      expect(await claim('a', 1_001, 9_000)).toEqual([]);
      const again = await stage.store.claimEvents({ owner: 'a', now: 1_001, until: 9_000, limit: 9, regain: true });
      expect(again).toMatchObject([{ seq: first, tries: 1 }]);
      expect(second).toBeDefined();
    });

    test('F37 a lease holds while the clock stands before its end', async () => {
      await accept(1);
      await claim('a', 1_000_000, 1_060_000);
      expect(await claim('b', 500_000, 560_000)).toEqual([]);
      expect(await claim('b', 1_059_999, 1_100_000)).toEqual([]);
      expect(await claim('b', 1_060_000, 1_100_000)).toHaveLength(1);
    });

    test('F37 events that came before the clock was set back are claimed at once', async () => {
      await stage.store.acceptEvent(incoming({ receivedAt: 2_000_000 }));
      expect(await claim('a', 1_000, 2_000)).toHaveLength(1);
    });

    test('deferEvent: later, and not before', async () => {
      const [seq = 0] = await accept(1);
      await claim('a', 1_000, 2_000);
      await stage.store.deferEvent({ seq, owner: 'a', retryAt: 5_000, reason: { code: 'stripe_slow', text: 'slow' } });
      expect(await claim('a', 4_999, 9_000)).toEqual([]);
      expect(await claim('b', 5_000, 9_000)).toMatchObject([{ seq, tries: 1, reason: { code: 'stripe_slow' } }]);
    });

    test('deferEvent: for good, kept with its reason', async () => {
      const [seq = 0] = await accept(1);
      await claim('a', 1_000, 2_000);
      await stage.store.deferEvent({
        seq,
        owner: 'a',
        retryAt: null,
        reason: { code: 'unreadable', text: 'not JSON' },
      });
      expect(await claim('b', 9_000, 9_500)).toEqual([]);
      expect(await stage.store.listEvents({ limit: 5, state: 'failed' })).toMatchObject([
        { seq, reason: { code: 'unreadable', text: 'not JSON' } },
      ]);
    });

    test('F38 whose lease was taken over can neither defer nor commit', async () => {
      const [seq = 0] = await accept(1);
      await claim('a', 1_000, 2_000);
      await claim('b', 2_000, 9_000);
      const lost = { code: 'lease_lost' };
      await expect(stage.store.deferEvent({ seq, owner: 'a', retryAt: null, reason: fine })).rejects.toMatchObject(
        lost,
      );
      const commit = {
        seq,
        owner: 'a',
        now: 2_500,
        state: 'routed' as const,
        reason: fine,
        late: false,
        decision: null,
        subjects: [subject()],
        deliveries: [plan()],
      };
      await expect(stage.store.commitEvent(commit)).rejects.toMatchObject(lost);
      expect(await stage.store.getSubject('s1')).toBeNull();
      expect(await stage.store.commitEvent({ ...commit, owner: 'b' })).toBe('committed');
      await expect(stage.store.commitEvent({ ...commit, owner: 'b' })).rejects.toMatchObject(lost);
    });

    test('F35 a damaged payload costs exactly the event that it hits', async () => {
      const seqs = await accept(20);
      await stage.database.damageBody(seqs[3] ?? 0, 5);
      await stage.database.damageBody(seqs[11] ?? 0, 0);
      const store = await stage.reopen();
      const claimed = await store.claimEvents({ owner: 'a', now: 1_000, until: 2_000, limit: 100 });
      const damaged = claimed.filter((event) => event.body === null).map((event) => event.seq);
      expect(claimed).toHaveLength(20);
      expect(damaged).toEqual([seqs[3], seqs[11]]);
      expect(await store.eventBody(seqs[3] ?? 0)).toBeNull();
      expect(await store.eventBody(seqs[4] ?? 0)).not.toBeNull();
    });

    test('what a dead process had claimed is free after a restart: at once, or when its lease ends', async () => {
      await accept(3);
      await claim('a', 1_000, 9_000_000);
      const store = await stage.reopen({ exclusive: true });
      const now = stage.database.shared ? 9_000_000 : 1_001;
      if (stage.database.shared) {
        expect(await store.claimEvents({ owner: 'b', now: now - 1, until: now, limit: 10 })).toEqual([]);
      }
      expect(await store.claimEvents({ owner: 'b', now, until: now + 1_000, limit: 10 })).toHaveLength(3);
    });
  });
}
