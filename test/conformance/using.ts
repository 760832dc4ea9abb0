import { describe, expect, test } from 'vitest';
import { owner, plan, reply, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

export function using(stage: Stage): void {
  describe('routeUsage', () => {
    test('counts posts, replies, clicks and acknowledgements by route', async () => {
      const { store, scene } = stage;
      for (const id of ['s1', 's2']) {
        await scene.happen({
          subjects: [subject({ id, keys: [`pi_${id}`] })],
          deliveries: [plan({ subjectId: id, route: 'payments' })],
        });
        await scene.sendDue(id === 's1' ? 2_000 : 5_000);
      }
      await scene.happen({
        now: 7_000,
        subjects: [subject({ id: 's1', keys: ['pi_s1'] })],
        deliveries: [reply('refund', { subjectId: 's1', route: 'payments', notBefore: 7_000 })],
      });
      await scene.sendDue(8_000);
      const click = { kind: 'click' as const, name: 'acknowledge', actor: 'U0ADA', payload: '{}', now: 9_000 };
      await store.acceptAction({ ...click, id: 'act_1', dedup: 'one' });
      await store.acceptAction({ ...click, id: 'act_2', dedup: 'two' });
      await store.claimActions({ owner, now: 9_000, until: 90_000, limit: 10 });
      const move = { owner: null, from: ['received'] as const, now: 9_100, dueAt: null, subjectId: 's1' };
      await store.moveAction({ ...move, id: 'act_1', state: 'done', name: 'acknowledge' });
      await store.moveAction({ ...move, id: 'act_2', state: 'refused', name: 'acknowledge' });
      const expected = { posts: 2, folded: 0, digests: 0, replies: 1, clicks: 2, acknowledged: 1, medianAckMs: 7_000 };
      expect(await store.routeUsage(0)).toEqual([{ route: 'payments', ...expected }]);
      expect(await store.routeUsage(10_000)).toEqual([]);
    });
  });
}
