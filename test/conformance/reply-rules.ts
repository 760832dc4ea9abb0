import { describe, expect, test } from 'vitest';
import { plan, reply } from './scene.ts';
import type { Stage } from './store.conformance.ts';

export function replyRules(stage: Stage): void {
  describe('planned replies', () => {
    test('are told once a subject, channel and change, whichever event brings the change first', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await stage.scene.happen({ deliveries: [reply('refund:re_1')] });
      const { id } = await stage.scene.happen({ deliveries: [reply('refund:re_1'), reply('refund:re_2')] });
      const replies = (await stage.scene.all()).filter((delivery) => delivery.op === 'reply');
      expect(replies.map((one) => one.changeKey)).toEqual(['refund:re_1', 'refund:re_2']);
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries.map((one) => one.id)).toEqual(
        replies.map((one) => one.id),
      );
    });

    test('without a card are dropped, on record', async () => {
      const { id } = await stage.scene.happen({ deliveries: [reply('refund:re_1')] });
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries).toMatchObject([
        { op: 'reply', state: 'skipped', reason: { code: 'no_card' } },
      ]);
      expect(await stage.store.nextDueAt()).toBeNull();
    });

    test('are judged by the cards that stood before the plans after them', async () => {
      await stage.scene.happen({ deliveries: [reply('paid'), plan()] });
      expect(await stage.scene.all()).toMatchObject([
        { op: 'reply', state: 'skipped' },
        { op: 'card', state: 'pending' },
      ]);
    });

    test('to a card that a digest told are dropped, on record', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      const { lane, fence } = await stage.scene.lease();
      await stage.store.foldDeliveries({ lane, fence, now: 1_000, foldClass: 'late', nextSendAt: 2_000 });
      const { id } = await stage.scene.happen({ deliveries: [reply('refund:re_1')] });
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries).toMatchObject([
        { state: 'skipped', reason: { code: 'card_folded' } },
      ]);
    });

    test('to a parked card are parked with it', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      const lease = await stage.scene.lease();
      const [card] = await stage.scene.all();
      const outcome = { kind: 'park', reason: { code: 'is_archived', text: '' } } as const;
      await stage.scene.finish(lease, card?.id ?? 0, { outcome, state: 'parked' });
      await stage.scene.happen({ deliveries: [reply('refund:re_1')] });
      expect(await stage.scene.all()).toMatchObject([
        { op: 'card', state: 'parked' },
        { op: 'reply', state: 'parked' },
      ]);
      expect(await stage.store.replay({ states: ['parked'], now: 2_000 })).toEqual({ events: 0, deliveries: 2 });
    });

    test('wait for a card that is not posted yet, even a more urgent one', async () => {
      await stage.scene.happen({ deliveries: [plan({ notBefore: 5_000, severity: 'low' })] });
      await stage.scene.happen({ deliveries: [reply('dispute:dp_1', { severity: 'high' })] });
      const [card, told] = await stage.scene.all();
      expect(card).toMatchObject({ severity: 'high', priority: 1, notBefore: 5_000, foldClass: 'late' });
      const lease = await stage.scene.lease();
      const due = async (now: number) =>
        (await stage.store.laneHead({ ...lease, now, limit: 10 })).due.map((one) => one.id);
      expect(await due(1_000)).toEqual([]);
      expect(await due(5_000)).toEqual([card?.id]);
      await stage.scene.take(lease, [card?.id ?? 0], 5_000);
      expect(await due(5_000)).toEqual([]);
      await stage.scene.finish(lease, card?.id ?? 0);
      expect(await due(5_000)).toEqual([told?.id]);
    });

    test('that are critical bring their card out of its hold and out of its digest', async () => {
      await stage.scene.happen({ deliveries: [plan({ notBefore: 60_000, foldAt: 60_000, deadlineAt: 65_000 })] });
      await stage.scene.happen({ deliveries: [reply('dispute:dp_1', { severity: 'critical', deadlineAt: 3_000 })] });
      expect(await stage.scene.all()).toMatchObject([
        { op: 'card', severity: 'critical', notBefore: 1_000, deadlineAt: 3_000, foldClass: null },
        { op: 'reply' },
      ]);
      expect(await stage.store.nextDueAt()).toBe(1_000);
    });

    test('do not wait for an update that settles', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await stage.scene.sendDue(1_000);
      await stage.scene.happen({ now: 3_000, deliveries: [reply('refund:re_1', { notBefore: 3_000 }), plan()] });
      const lease = await stage.scene.lease(3_000);
      const head = await stage.store.laneHead({ ...lease, now: 3_000, limit: 10 });
      expect(head.due).toMatchObject([{ op: 'reply', posted: true }]);
    });

    test('that wait for a card are told by the digest which takes the card', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await stage.scene.happen({ deliveries: [reply('refund:re_1')] });
      const { lane, fence } = await stage.scene.lease();
      const digest = await stage.store.foldDeliveries({ lane, fence, now: 1_000, foldClass: 'late', nextSendAt: 1 });
      expect((await stage.scene.all()).map((one) => one.state)).toEqual(['folded', 'folded', 'sending']);
      expect(await stage.store.digestContents(digest?.id ?? 0, 5)).toMatchObject({ count: 1, largestSubjects: ['s1'] });
    });
  });
}
