import { describe, expect, test } from 'vitest';
import { plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

export function cardRules(stage: Stage): void {
  describe('planned cards', () => {
    /** Posts the card of s1 at 1,500 with ts `1.000`. */
    async function posted(): Promise<void> {
      await stage.scene.happen({ deliveries: [plan()] });
      const lease = await stage.scene.lease();
      const [card] = await stage.scene.all('pending');
      await stage.scene.take(lease, [card?.id ?? 0]);
      await stage.scene.finish(lease, card?.id ?? 0);
    }

    test('none stands: a post, if the event opens one', async () => {
      await stage.scene.happen({ deliveries: [plan({ opensCard: false })] });
      expect(await stage.scene.all()).toEqual([]);
      const { id } = await stage.scene.happen({ deliveries: [plan({ mention: '<!subteam^S1>', notBefore: 1_200 })] });
      const [card] = await stage.scene.all();
      expect(card).toEqual({
        id: card?.id,
        op: 'card',
        state: 'pending',
        lane: 'T1/C1',
        channel: 'finance',
        route: 'everything',
        subjectId: 's1',
        changeKey: null,
        severity: 'normal',
        priority: 2,
        mention: '<!subteam^S1>',
        foldClass: 'late',
        createdAt: 1_000,
        notBefore: 1_200,
        deadlineAt: 6_000,
        attempts: 0,
        degraded: 0,
        posted: false,
        note: null,
        deliveryKey: expect.stringMatching(/^[\w-]{20}$/),
      });
      const [explained] = await stage.store.explainEvent({ id });
      expect(explained?.deliveries.map((delivery) => delivery.id)).toEqual([card?.id]);
    });

    test('one waits: it absorbs the new one, and both events lead to it', async () => {
      await stage.scene.happen({ deliveries: [plan({ notBefore: 3_000, deadlineAt: 8_000 })] });
      const { id } = await stage.scene.happen({
        now: 1_300,
        deliveries: [
          plan({ severity: 'high', mention: '<@U1>', route: 'big', notBefore: 2_000, deadlineAt: 6_300, amount: null }),
        ],
      });
      const cards = await stage.scene.all();
      expect(cards).toMatchObject([
        { severity: 'high', priority: 1, mention: '<@U1>', route: 'big', notBefore: 2_000, deadlineAt: 6_300 },
      ]);
      const [explained] = await stage.store.explainEvent({ id });
      expect(explained?.deliveries).toHaveLength(1);
    });

    test('one waits: a less urgent one takes nothing away', async () => {
      await stage.scene.happen({
        deliveries: [plan({ severity: 'critical', mention: '<@U1>', foldClass: null, deadlineAt: 2_000 })],
      });
      await stage.scene.happen({ deliveries: [plan({ severity: 'low', foldAt: 60_000, foldClass: 'digest' })] });
      expect(await stage.scene.all()).toMatchObject([
        { severity: 'critical', mention: '<@U1>', foldClass: null, deadlineAt: 2_000, route: 'everything' },
      ]);
      expect(await stage.store.nextDueAt()).toBe(1_000);
    });

    test('one waits: what may never be folded keeps both out of digests', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await stage.scene.happen({ deliveries: [plan({ foldClass: null })] });
      await stage.scene.happen({ deliveries: [plan()] });
      expect(await stage.scene.all()).toMatchObject([{ foldClass: null, severity: 'normal' }]);
    });

    test('one waits for a scheduled digest: urgent news takes it out', async () => {
      await stage.scene.happen({ deliveries: [plan({ notBefore: 60_000, foldAt: 60_000, foldClass: 'scheduled' })] });
      expect(await stage.store.nextDueAt()).toBe(60_000);
      await stage.scene.happen({ deliveries: [plan({ severity: 'high', notBefore: 1_000, foldClass: 'late' })] });
      expect(await stage.scene.all()).toMatchObject([{ foldClass: 'late', notBefore: 1_000 }]);
      expect(await stage.store.nextDueAt()).toBe(1_000);
    });

    test('one stands: an update after the settle time, never folded', async () => {
      await posted();
      await stage.scene.happen({ now: 2_000, deliveries: [plan({ news: true, severity: 'high' })] });
      await stage.scene.happen({ now: 2_500, deliveries: [plan({ opensCard: false })] });
      expect(await stage.scene.all('pending')).toMatchObject([
        { op: 'card', posted: true, notBefore: 4_000, foldClass: null, severity: 'high' },
      ]);
    });

    test.each([
      ['normal', 'low'],
      ['critical', 'critical'],
    ] as const)('one stands: an update that is no news and %s has priority %s', async (severity, expected) => {
      await posted();
      await stage.scene.happen({ now: 2_000, deliveries: [plan({ news: false, severity })] });
      expect(await stage.scene.all('pending')).toMatchObject([{ severity: expected }]);
    });

    test.each(['sending', 'ambiguous'] as const)('one is %s: a new one follows it', async (state) => {
      await stage.scene.happen({ deliveries: [plan()] });
      const lease = await stage.scene.lease();
      const [card] = await stage.scene.all();
      await stage.scene.take(lease, [card?.id ?? 0]);
      if (state === 'ambiguous') {
        const outcome = { kind: 'ambiguous', reason: { code: 'timeout', text: '' } } as const;
        await stage.scene.finish(lease, card?.id ?? 0, { outcome, state, nextTryAt: 9_000 });
      }
      await stage.scene.happen({ now: 1_700, deliveries: [plan({ opensCard: false })] });
      await stage.scene.happen({ now: 1_800, deliveries: [plan({ opensCard: false })] });
      expect(await stage.scene.all()).toMatchObject([
        { id: card?.id, state },
        { state: 'pending', notBefore: 3_700, foldClass: null },
      ]);
    });

    test('one is parked: it will show this too', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      const lease = await stage.scene.lease();
      const [card] = await stage.scene.all();
      await stage.scene.take(lease, [card?.id ?? 0]);
      const outcome = { kind: 'park', reason: { code: 'is_archived', text: '' } } as const;
      await stage.scene.finish(lease, card?.id ?? 0, { outcome, state: 'parked' });
      const { id } = await stage.scene.happen({ deliveries: [plan({ opensCard: false })] });
      expect(await stage.scene.all()).toHaveLength(1);
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries).toMatchObject([{ state: 'parked' }]);
    });

    test('a digest told it: a card of its own only for news', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      const { lane, fence } = await stage.scene.lease();
      await stage.store.foldDeliveries({ lane, fence, now: 1_000, foldClass: 'late', nextSendAt: 2_000 });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'folded', ts: null }]);
      const { id } = await stage.scene.happen({ deliveries: [plan({ news: false })] });
      expect(await stage.scene.all('pending')).toEqual([]);
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries).toMatchObject([{ state: 'folded' }]);
      await stage.scene.happen({ deliveries: [plan({ opensCard: false, news: true })] });
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'card', posted: false, foldClass: 'late' }]);
    });

    test('each channel has its own', async () => {
      await stage.scene.happen({ deliveries: [plan(), plan({ channel: 'sales', lane: 'T1/C2' })] });
      expect((await stage.scene.all()).map((card) => card.channel)).toEqual(['finance', 'sales']);
    });

    test('late news does not replace the figures that a card waits with', async () => {
      await stage.scene.happen({ deliveries: [plan({ amount: { minor: '900', currency: 'eur' }, tone: 'bad' })] });
      await stage.scene.happen({ late: true, deliveries: [plan({ amount: { minor: '1', currency: 'eur' } })] });
      const { lane, fence } = await stage.scene.lease();
      const digest = await stage.store.foldDeliveries({ lane, fence, now: 1_000, foldClass: 'late', nextSendAt: 1 });
      const contents = await stage.store.digestContents(digest?.id ?? 0, 5);
      expect(contents.totals).toEqual([{ currency: 'eur', tone: 'bad', count: 1, minor: '900' }]);
    });

    test('refreshCards: every posted card that no plan sees to, low, after the settle time', async () => {
      await stage.scene.happen({ deliveries: [plan(), plan({ channel: 'sales', lane: 'T1/C2', route: 'sales' })] });
      for (const [index, card] of (await stage.scene.all()).entries()) {
        const [lease] = await stage.store.leaseLanes({ owner: 'process-a', now: 1_000, until: 1_001, limit: 1 });
        if (lease === undefined) throw new Error('no lane');
        const id = lease.lane === card.lane ? card.id : card.id + (index === 0 ? 1 : -1);
        await stage.scene.take(lease, [id]);
        await stage.scene.finish(lease, id);
      }
      const { id } = await stage.scene.happen({
        now: 5_000,
        subjects: [subject({ refreshCards: true })],
        deliveries: [plan({ severity: 'high', deadlineAt: 10_000 })],
      });
      expect(await stage.scene.all('pending')).toMatchObject([
        { channel: 'finance', severity: 'high', notBefore: 7_000 },
        { channel: 'sales', severity: 'low', notBefore: 7_000, route: 'sales', foldClass: null, posted: true },
      ]);
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries).toHaveLength(2);
      await stage.scene.happen({ now: 5_100, subjects: [subject({ refreshCards: true })] });
      expect(await stage.scene.all('pending')).toHaveLength(2);
    });

    test.each(['sending', 'ambiguous'] as const)(
      'refreshCards: a card on its way (%s) was worded before the change, and is made true after it',
      async (state) => {
        await stage.scene.happen({ deliveries: [plan()] });
        const lease = await stage.scene.lease();
        const [card] = await stage.scene.all('pending');
        await stage.scene.take(lease, [card?.id ?? 0]);
        if (state === 'ambiguous') await stage.reopen();
        await stage.scene.happen({ now: 1_400, subjects: [subject({ refreshCards: true })] });
        expect(await stage.scene.all('pending')).toMatchObject([{ op: 'card', severity: 'low', foldClass: null }]);
        await stage.scene.happen({ now: 1_500, subjects: [subject({ refreshCards: true })] });
        expect(await stage.scene.all('pending')).toHaveLength(1);
      },
    );

    test('refreshCards by itself, and none where no card stands', async () => {
      const refresh = { subjectId: 's1', now: 9_000, settleMs: 500 };
      expect(await stage.store.refreshCards(refresh)).toBe(0);
      await posted();
      expect(await stage.store.refreshCards(refresh)).toBe(1);
      expect(await stage.store.refreshCards(refresh)).toBe(1);
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'card', severity: 'low', notBefore: 9_500 }]);
    });
  });
}
