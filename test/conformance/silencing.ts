import { describe, expect, test } from 'vitest';
import type { Held } from '../../src/domain/decision.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Silence } from '../../src/domain/silence.ts';
import { fine, lane, owner, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const silence = (given: Partial<Silence & { now: number }> = {}) => ({
  id: 'sil_1',
  matcher: { customer: 'cus_1' },
  until: 50_000,
  author: 'U0ANNA',
  reason: 'test orders of Anna Schmidt',
  effect: 'digest' as const,
  critical: false,
  digestMs: null,
  now: 1_000,
  ...given,
});

const held = (given: Partial<Held> = {}): Held => ({
  hold: 'silence:sil_1',
  name: 'silence by U0ANNA',
  channel: 'finance',
  effect: 'digest',
  until: 50_000,
  ...given,
});

const heldPlan = (subjectId: string) =>
  plan({ subjectId, foldClass: 'held:silence:sil_1', foldAt: 50_000, notBefore: 50_000 });

export function silencing(stage: Stage): void {
  /** One event whose message a hold keeps back. */
  async function happen(id: string, what: Held, deliveries = true): Promise<void> {
    const event = await stage.scene.claimed({ id: `evt_${id}_${Math.random()}` });
    const known = await stage.store.getSubject(id);
    await stage.store.commitEvent({
      seq: event.seq,
      owner,
      now: 1_000,
      state: 'routed',
      reason: fine,
      late: false,
      decision: { targets: [], path: [], reason: fine, held: [what] },
      subjects: [subject({ id, keys: [`pi_${id}`], base: known === null ? [] : [{ id, version: known.version }] })],
      deliveries: deliveries ? [heldPlan(id)] : [],
    });
  }

  describe('silences', () => {
    test('are active until their end, and listed with what they hold, each subject once', async () => {
      const { store } = stage;
      const { now: _, ...plain } = silence();
      await store.putSilence(silence());
      await store.putSilence(silence({ id: 'sil_2', until: 2_000, matcher: { everything: true }, digestMs: 600_000 }));
      await happen('s1', held());
      await happen('s1', held());
      await happen('s2', held());
      await happen('s2', held({ channel: 'sales' }));
      expect(await store.activeSilences(2_000)).toEqual([plain]);
      expect((await store.activeSilences(1_999)).map(({ id, digestMs }) => [id, digestMs])).toEqual([
        ['sil_2', 600_000],
        ['sil_1', null],
      ]);
      expect(await store.listSilences({ since: 2_000, limit: 10 })).toEqual([
        {
          ...plain,
          createdAt: 1_000,
          endedBy: null,
          held: [
            { channel: 'finance', count: 2 },
            { channel: 'sales', count: 1 },
          ],
        },
      ]);
    });

    test('ended early: no longer active, and what it held is due at once, in one digest', async () => {
      const { store, scene } = stage;
      await store.putSilence(silence());
      await happen('s1', held());
      await happen('s2', held());
      expect(await store.leaseLanes({ owner, now: 40_000, until: 41_000, limit: 10 })).toEqual([]);
      expect(await store.endSilence({ id: 'sil_1', by: 'U0BEN', now: 40_000 })).toBe('ended');
      expect(await store.endSilence({ id: 'sil_1', by: 'U0BEN', now: 40_001 })).toBe('over');
      expect(await store.endSilence({ id: 'sil_9', by: 'U0BEN', now: 40_001 })).toBe('unknown');
      expect(await store.activeSilences(40_000)).toEqual([]);
      expect(await store.listSilences({ since: 0, limit: 10 })).toMatchObject([{ endedBy: 'U0BEN', until: 40_000 }]);
      const lease = await scene.lease(40_000);
      const head = await store.laneHead({ lane, fence: lease.fence, now: 40_000, limit: 10 });
      expect(head.folds).toMatchObject([{ foldClass: 'held:silence:sil_1', count: 2, scheduled: true }]);
    });

    test('a new key covers the reason too, and the old one can go', async () => {
      const { store } = stage;
      await store.putSilence(silence());
      const [before] = await store.keysInUse();
      expect(before?.rows).toBe(1);
      const rotated = await stage.reopen({ encryptionKey: new Secret(Buffer.alloc(32, 7).toString('base64')) });
      expect(await rotated.rotateKeys(10)).toMatchObject({ rows: 1 });
      expect((await rotated.keysInUse()).map(({ keyId }) => keyId)).not.toContain(before?.keyId);
      expect(await rotated.activeSilences(2_000)).toMatchObject([{ reason: 'test orders of Anna Schmidt' }]);
    });

    test('past the retention they are forgotten, with what they held', async () => {
      const { store } = stage;
      await store.putSilence(silence());
      await store.putSilence(silence({ id: 'sil_2', until: 90_000 }));
      await happen('s1', held({ effect: 'drop' }), false);
      await store.retain({ eventsBefore: 80_000, batch: 100 });
      expect((await store.listSilences({ since: 0, limit: 10 })).map(({ id }) => id)).toEqual(['sil_2']);
      // What was dropped is told first.
      expect(await store.untoldHolds(80_000)).toHaveLength(1);
      await store.tellHold({ hold: 'silence:sil_1', channel: 'finance', lane, text: 'one', now: 80_000 });
      await store.retain({ eventsBefore: 80_000, batch: 100 });
      expect(await store.tellHold({ hold: 'silence:sil_1', channel: 'finance', lane, text: 'one', now: 1 })).toBe(
        false,
      );
    });
  });

  describe('what was dropped', () => {
    test('is told once a channel, after the end, with the number of subjects', async () => {
      const { store, scene } = stage;
      const dropped = held({ hold: 'quiet:50000:nights', name: 'quiet hours "nights"', effect: 'drop' });
      await happen('s1', dropped, false);
      await happen('s2', dropped, false);
      await happen('s2', { ...dropped, channel: 'sales' }, false);
      await happen('s3', held());
      expect(await store.untoldHolds(50_000)).toEqual([]);
      const untold = await store.untoldHolds(50_001);
      expect(untold).toMatchObject([
        { hold: 'quiet:50000:nights', channel: 'finance', name: 'quiet hours "nights"', until: 50_000, count: 2 },
        { hold: 'quiet:50000:nights', channel: 'sales', count: 1 },
      ]);
      const tell = { hold: 'quiet:50000:nights', channel: 'finance', lane, text: '2 were not shown', now: 50_001 };
      expect(await Promise.all([store.tellHold(tell), store.tellHold(tell)])).toEqual([true, false]);
      expect((await scene.all('pending')).filter(({ op }) => op === 'notice')).toMatchObject([
        { note: '2 were not shown', channel: 'finance' },
      ]);
      expect((await store.untoldHolds(50_001)).map(({ channel }) => channel)).toEqual(['sales']);
    });
  });
}
