import { describe, expect, test } from 'vitest';
import type { RouteChange } from '../../src/domain/route-change.ts';
import type { Stage } from './store.conformance.ts';

const subscription: RouteChange = {
  kind: 'subscription',
  id: 'rc_1',
  channel: 'sales',
  topics: ['payments'],
  when: 'amount > 100',
  author: 'U0ADA',
  createdAt: 1_000,
};
const digest: RouteChange = {
  kind: 'digest',
  id: 'rc_2',
  route: 'everything',
  digestMs: 60_000,
  author: 'U0BEN',
  createdAt: 2_000,
};

export function routeChanging(stage: Stage): void {
  describe('changes of routes', () => {
    test('hold until they are ended, the same twice is one, and one that was ended can be made again', async () => {
      const { store } = stage;
      expect(await store.putRouteChange(subscription)).toBe(true);
      expect(await store.putRouteChange({ ...subscription, author: 'U0BEN' })).toBe(false);
      await store.putRouteChange(digest);
      expect(await store.routeChanges()).toEqual([subscription, digest]);
      expect(await store.endRouteChange({ id: 'rc_2', by: 'U0ADA', now: 3_000 })).toBe(true);
      expect(await store.endRouteChange({ id: 'rc_2', by: 'U0ADA', now: 3_000 })).toBe(false);
      expect(await store.routeChanges()).toEqual([subscription]);
      expect(await store.declinedRoutes()).toEqual(['everything']);
      expect(await store.putRouteChange({ ...digest, createdAt: 4_000 })).toBe(true);
      expect(await store.declinedRoutes()).toEqual([]);
      expect(await store.routeChanges()).toEqual([subscription, { ...digest, createdAt: 4_000 }]);
    });

    test('a week has one proposal for ever, told once; one without routes is not told', async () => {
      const { store } = stage;
      const proposal = { week: '2026-W48', channel: 'finance', lane: 'T1/C1', routes: ['everything'] };
      const propose = { ...proposal, text: 'everything', now: 1_000 };
      const made = await Promise.all([1, 2, 3].map(() => store.proposeDigest(propose)));
      expect(made.filter(Boolean)).toHaveLength(1);
      expect(await store.proposeDigest({ ...propose, week: '2026-W49', routes: [] })).toBe(true);
      expect(await store.getProposal('2026-W48')).toEqual(proposal);
      expect(await store.getProposal('2026-W50')).toBeNull();
      expect(await store.listDeliveries({ limit: 10 })).toMatchObject([
        { op: 'notice', changeKey: 'proposal:2026-W48' },
      ]);
    });

    test('an object is shown under a link once until its time is over, or it could not be shown', async () => {
      const { store } = stage;
      const note = { channel: 'C1', object: 'pi_1', now: 1_000, until: 5_000 };
      expect(await Promise.all([store.noteUnfurl(note), store.noteUnfurl(note)])).toEqual([true, false]);
      expect(await store.noteUnfurl({ ...note, channel: 'C2' })).toBe(true);
      expect(await store.noteUnfurl({ ...note, now: 4_999 })).toBe(false);
      expect(await store.noteUnfurl({ ...note, now: 5_000, until: 9_000 })).toBe(true);
      await store.forgetUnfurl({ channel: 'C1', object: 'pi_1' });
      expect(await store.noteUnfurl({ ...note, now: 5_001, until: 9_000 })).toBe(true);
    });
  });
}
