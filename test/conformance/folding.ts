import { describe, expect, test } from 'vitest';
import type { Money } from '../../src/domain/money.ts';
import type { PlannedDelivery } from '../../src/store/store.ts';
import { plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const eur = (minor: Money['minor']): Money => ({ minor, currency: 'eur' });

export function folding(stage: Stage): void {
  async function waiting(plans: readonly Partial<PlannedDelivery>[]): Promise<void> {
    const offset = (await stage.scene.all()).length;
    for (const [index, given] of plans.entries()) {
      const id = `s${offset + index}`;
      await stage.scene.happen({
        subjects: [subject({ id, keys: [`pi_${id}`] })],
        deliveries: [plan({ subjectId: id, ...given })],
      });
    }
  }

  async function fold(foldClass = 'late', now = 1_000) {
    const { lane, fence } = await stage.scene.lease(now);
    return stage.store.foldDeliveries({ lane, fence, now, foldClass, nextSendAt: now + 1_000 });
  }

  describe('folding', () => {
    test('the head tells the size and the deadlines of each class that is due', async () => {
      await waiting([
        { deadlineAt: 6_000 },
        { deadlineAt: 7_000 },
        { deadlineAt: 9_000, notBefore: 8_000 },
        { foldClass: null, deadlineAt: 1 },
        { foldClass: 'hourly', foldAt: 5_000, notBefore: 5_000 },
      ]);
      const lease = await stage.scene.lease();
      const folds = async (now: number) => (await stage.store.laneHead({ ...lease, now, limit: 1 })).folds;
      const late = { foldClass: 'late', count: 2, oldestDeadlineAt: 6_000, newestDeadlineAt: 7_000, scheduled: false };
      expect(await folds(1_000)).toEqual([late]);
      const hourly = { foldClass: 'hourly', count: 1, oldestDeadlineAt: 6_000, newestDeadlineAt: 6_000 };
      expect(await folds(5_000)).toEqual([{ ...hourly, scheduled: true }, late]);
      expect(await folds(8_000)).toMatchObject([{ foldClass: 'hourly' }, { count: 3, newestDeadlineAt: 9_000 }]);
    });

    test('takes all that is due of the class, and nothing else', async () => {
      await waiting([
        { severity: 'low' },
        { severity: 'normal', deadlineAt: 5_500, route: 'other' },
        { foldClass: null },
        { foldClass: 'hourly' },
        { notBefore: 4_000 },
      ]);
      const digest = await fold();
      expect(digest).toMatchObject({
        op: 'digest',
        state: 'sending',
        lane: 'T1/C1',
        channel: 'finance',
        subjectId: null,
        severity: 'normal',
        foldClass: 'late',
        createdAt: 1_000,
        deadlineAt: 5_500,
        attempts: 1,
      });
      const states = (await stage.scene.all()).map((one) => one.state);
      expect(states).toEqual(['folded', 'folded', 'pending', 'pending', 'pending', 'sending']);
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ channel: 'finance', state: 'folded', ts: null }]);
      expect(await stage.store.cardsOf('s4')).toEqual([]);
      expect((await stage.store.counts()).lanes[0]?.nextSendAt).toBe(2_000);
    });

    test('nothing left to fold is null, and leaves no digest behind', async () => {
      await waiting([{ foldClass: null }]);
      expect(await fold()).toBeNull();
      expect(await stage.scene.all()).toHaveLength(1);
    });

    test('F97 F98 sums are exact, by currency and tone, beyond 64 bits', async () => {
      const huge = '99999999999999999999999999';
      await waiting([
        { amount: eur('9007199254740993') },
        { amount: eur('9007199254740993') },
        { amount: eur('-1') },
        { amount: eur('0'), tone: 'bad' },
        { amount: { minor: huge, currency: 'usd' } },
        { amount: { minor: huge, currency: 'usd' } },
        { amount: null, tone: 'warning' },
        { amount: null, tone: 'warning' },
      ]);
      const digest = await fold();
      expect(await stage.store.digestContents(digest?.id ?? 0, 3)).toEqual({
        count: 8,
        totals: [
          { currency: 'eur', tone: 'good', count: 3, minor: '18014398509481985' },
          { currency: 'eur', tone: 'bad', count: 1, minor: '0' },
          { currency: 'usd', tone: 'good', count: 2, minor: '199999999999999999999999998' },
        ],
        withoutAmount: [{ tone: 'warning', count: 2 }],
        largestSubjects: ['s4', 's5', 's0'],
        since: 1_000,
      });
    });

    test('the largest lines are by value, not by digits, and subjects without an amount come last', async () => {
      await waiting([
        { amount: eur('900') },
        { amount: eur('-12000') },
        { amount: { minor: '5000', currency: 'jpy' } },
        { amount: eur('1100') },
        { amount: null },
      ]);
      const digest = await fold();
      const contents = await stage.store.digestContents(digest?.id ?? 0, 5);
      expect(contents.largestSubjects).toEqual(['s2', 's1', 's3', 's0', 's4']);
      expect((await stage.store.digestContents(digest?.id ?? 0, 2)).largestSubjects).toEqual(['s2', 's1']);
    });

    test('one subject counts once, with its newest amount', async () => {
      await waiting([{ amount: eur('100') }]);
      await stage.scene.happen({
        subjects: [subject({ id: 's0', keys: [] })],
        deliveries: [plan({ subjectId: 's0', amount: eur('250') })],
      });
      const digest = await fold();
      const contents = await stage.store.digestContents(digest?.id ?? 0, 5);
      expect(contents).toMatchObject({ count: 1, totals: [{ count: 1, minor: '250' }] });
    });

    test('a scheduled digest goes out at its time, not before', async () => {
      await waiting([
        { foldClass: 'hourly', foldAt: 60_000, notBefore: 60_000 },
        { foldClass: 'hourly', foldAt: 60_000, notBefore: 60_000 },
      ]);
      expect(await stage.store.leaseLanes({ owner: 'a', now: 59_999, until: 99_999, limit: 9 })).toEqual([]);
      expect(await stage.store.nextDueAt()).toBe(60_000);
      await fold('hourly', 60_000);
      expect(await stage.scene.all('folded')).toHaveLength(2);
    });

    test('3,000 deliveries become one digest that loses no figure', async () => {
      const subjects = Array.from({ length: 3_000 }, (_, index) => subject({ id: `s${index}`, keys: [`pi_${index}`] }));
      await stage.scene.happen({
        subjects,
        deliveries: subjects.map(({ id }, index) => plan({ subjectId: id, amount: eur(`${BigInt(index)}`) })),
      });
      const digest = await fold();
      const contents = await stage.store.digestContents(digest?.id ?? 0, 3);
      expect(contents).toMatchObject({ count: 3_000, largestSubjects: ['s2999', 's2998', 's2997'] });
      expect(contents.totals).toEqual([{ currency: 'eur', tone: 'good', count: 3_000, minor: '4498500' }]);
      expect(await stage.scene.all('folded')).toHaveLength(3_000);
    });
  });
}
