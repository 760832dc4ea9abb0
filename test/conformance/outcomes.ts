import { describe, expect, test } from 'vitest';
import type { Delivery, LaneLease } from '../../src/store/store.ts';
import { plan, reply } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const reason = { code: 'ratelimited', text: 'Slack asked to wait' };

export function outcomes(stage: Stage): void {
  async function sending(): Promise<{ lease: LaneLease; card: Delivery; event: string }> {
    const { id: event } = await stage.scene.happen({ deliveries: [plan()] });
    const lease = await stage.scene.lease();
    const pending = await stage.scene.all('pending');
    const [card] = await stage.scene.take(lease, [pending[0]?.id ?? 0]);
    if (card === undefined) throw new Error('nothing to send');
    return { lease, card, event };
  }

  describe('finishDelivery', () => {
    test('sent: the card stands, the attempt is on record', async () => {
      const { lease, card, event } = await sending();
      await stage.scene.finish(lease, card.id, { tookMs: 12.6 });
      expect(await stage.store.cardsOf('s1')).toEqual([
        {
          subjectId: 's1',
          channel: 'finance',
          lane: 'T1/C1',
          route: 'everything',
          state: 'posted',
          ts: '1.000',
          contentHash: 'hash',
          postedAt: 1_500,
        },
      ]);
      const [explained] = await stage.store.explainEvent({ id: event });
      expect(explained?.deliveries).toMatchObject([
        {
          state: 'sent',
          ts: '1.000',
          sentAt: 1_500,
          reason: null,
          tries: [{ at: 1_500, outcome: 'sent', detail: '1.000', tookMs: 13 }],
        },
      ]);
    });

    test('sent again as an update: same ts and time, the new content', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id);
      await stage.scene.happen({ now: 2_000, deliveries: [plan()] });
      const [update] = await stage.scene.all('pending');
      await stage.scene.take(lease, [update?.id ?? 0], 4_000);
      await stage.scene.finish(lease, update?.id ?? 0, { now: 4_100, contentHash: 'second' });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ ts: '1.000', contentHash: 'second', postedAt: 1_500 }]);
      expect(await stage.scene.all('pending')).toEqual([]);
    });

    test('sent by an incoming webhook, which tells no ts', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id, { outcome: { kind: 'sent', ts: null } });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'posted', ts: null }]);
    });

    test('retry: pending again at its time, the lane waits as Slack asked', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id, {
        outcome: { kind: 'retry', reason, afterMs: 3_000 },
        state: 'pending',
        nextTryAt: 4_500,
        laneNotBefore: 4_400,
      });
      expect(await stage.scene.all()).toMatchObject([{ state: 'pending', notBefore: 4_500, attempts: 1 }]);
      expect(await stage.store.nextDueAt()).toBe(4_500);
      expect((await stage.store.counts()).lanes).toMatchObject([{ nextSendAt: 4_400 }]);
      const [again] = await stage.scene.take(lease, [card.id], 4_500);
      expect(again).toMatchObject({ attempts: 2, deliveryKey: card.deliveryKey });
    });

    test('F57 degrade: the same news in a simpler form', async () => {
      const { lease, card } = await sending();
      const outcome = { kind: 'degrade', reason: { code: 'invalid_blocks', text: '' } } as const;
      await stage.scene.finish(lease, card.id, { outcome, state: 'pending', nextTryAt: 1_500, degraded: 1 });
      expect(await stage.scene.all()).toMatchObject([{ state: 'pending', degraded: 1 }]);
    });

    test('F49 ambiguous: probed before anything else, flagged where it may be there twice', async () => {
      const { lease, card } = await sending();
      const outcome = { kind: 'ambiguous', reason: { code: 'timeout', text: '' } } as const;
      await stage.scene.finish(lease, card.id, { outcome, state: 'ambiguous', nextTryAt: 3_000 });
      const head = async (now: number) => (await stage.store.laneHead({ ...lease, now, limit: 5 })).due;
      expect(await head(2_999)).toEqual([]);
      expect(await head(3_000)).toMatchObject([{ id: card.id, state: 'ambiguous' }]);
      await stage.scene.take(lease, [card.id], 3_000);
      await stage.scene.finish(lease, card.id, { possibleDuplicate: true });
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(1);
    });

    test('F53 F64 parked and dead are kept with their reason, and hold nobody up', async () => {
      const { lease, card, event } = await sending();
      await stage.scene.finish(lease, card.id, { outcome: { kind: 'dead', reason }, state: 'dead' });
      expect(await stage.store.nextDueAt()).toBeNull();
      expect((await stage.store.explainEvent({ id: event }))[0]?.deliveries).toMatchObject([{ state: 'dead', reason }]);
    });

    test('F61 gone: posted anew', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id);
      await stage.scene.happen({ now: 2_000, deliveries: [plan()] });
      const [update] = await stage.scene.all('pending');
      await stage.scene.take(lease, [update?.id ?? 0], 4_000);
      const outcome = { kind: 'gone', reason: { code: 'message_not_found', text: '' } } as const;
      await stage.scene.finish(lease, update?.id ?? 0, { outcome, state: 'pending', nextTryAt: 4_000 });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'gone', ts: null, contentHash: null }]);
      expect(await stage.scene.all('pending')).toMatchObject([{ id: update?.id, posted: false }]);
      await stage.scene.take(lease, [update?.id ?? 0], 4_000);
      await stage.scene.finish(lease, update?.id ?? 0, { now: 4_200, outcome: { kind: 'sent', ts: '4.000' } });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'posted', ts: '4.000', postedAt: 4_200 }]);
    });

    test('F62 gone: a reply whose card was deleted', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id);
      await stage.scene.happen({ deliveries: [reply('refund:re_1')] });
      const [told] = await stage.scene.all('pending');
      const outcome = { kind: 'gone', reason: { code: 'thread_not_found', text: '' } } as const;
      await stage.scene.finish(lease, told?.id ?? 0, { outcome, state: 'pending', nextTryAt: 2_000 });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'gone' }]);
      const head = await stage.store.laneHead({ ...lease, now: 2_000, limit: 5 });
      expect(head.due).toMatchObject([{ op: 'reply', posted: false }]);
    });

    test('skipped: nothing was left to say', async () => {
      const { lease, card, event } = await sending();
      const outcome = { kind: 'skipped', reason: { code: 'unchanged', text: '' } } as const;
      await stage.scene.finish(lease, card.id, { outcome, state: 'skipped', contentHash: null });
      expect(await stage.store.cardsOf('s1')).toEqual([]);
      expect((await stage.store.explainEvent({ id: event }))[0]?.deliveries).toMatchObject([
        { state: 'skipped', reason: { code: 'unchanged' }, tries: [{ outcome: 'skipped' }] },
      ]);
    });

    test('what waits behind a card that is posted now becomes an update', async () => {
      const { lease, card } = await sending();
      await stage.scene.happen({ now: 1_200, deliveries: [plan()] });
      await stage.scene.finish(lease, card.id);
      const head = await stage.store.laneHead({ ...lease, now: 5_000, limit: 5 });
      expect(head).toMatchObject({ due: [{ op: 'card', posted: true }], folds: [] });
    });

    test('a post that is retried behind one that went through is an update, and never folded', async () => {
      const { lease, card } = await sending();
      await stage.scene.happen({ now: 1_200, deliveries: [plan()] });
      const retry = { kind: 'retry', reason, afterMs: null } as const;
      await stage.scene.finish(lease, card.id, { outcome: retry, state: 'pending', nextTryAt: 9_000 });
      const [, second] = await stage.scene.all('pending');
      await stage.scene.take(lease, [second?.id ?? 0], 4_000);
      await stage.scene.finish(lease, second?.id ?? 0);
      expect(await stage.scene.all('pending')).toMatchObject([{ id: card.id, posted: true, foldClass: null }]);
      expect((await stage.store.laneHead({ ...lease, now: 9_000, limit: 5 })).folds).toEqual([]);
    });

    test('so is a dead one that is set free when its card stands by now', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id, { outcome: { kind: 'dead', reason }, state: 'dead' });
      await stage.scene.happen({ deliveries: [plan()] });
      await stage.scene.sendDue(2_000);
      await stage.store.replay({ now: 3_000 });
      expect(await stage.scene.all('pending')).toMatchObject([{ id: card.id, posted: true, foldClass: null }]);
    });

    test('what a digest told has the digest’s message', async () => {
      const { id } = await stage.scene.happen({ deliveries: [plan()] });
      const { lane, fence, nextSendAt } = await stage.scene.lease();
      const digest = await stage.store.foldDeliveries({ lane, fence, now: 1_000, foldClass: 'late', nextSendAt: 1 });
      await stage.scene.finish({ lane, fence, nextSendAt }, digest?.id ?? 0, { outcome: { kind: 'sent', ts: '7.7' } });
      expect((await stage.store.explainEvent({ id }))[0]?.deliveries).toMatchObject([
        { state: 'folded', ts: '7.7', sentAt: 1_500, tries: [{ outcome: 'sent' }] },
      ]);
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'folded' }]);
    });
  });

  describe('F38 noteStray', () => {
    const stray = { now: 9_000, ts: '9.000', changed: false };

    test('a second message is flagged, and taken away where the other stands', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id);
      await stage.store.noteStray({ ...stray, id: card.id });
      await stage.store.noteStray({ ...stray, id: card.id, ts: null });
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(1);
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'retract', note: '9.000', channel: 'finance' }]);
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ ts: '1.000' }]);
    });

    test('one that the other found is its own', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id, { outcome: { kind: 'sent', ts: '9.000' } });
      await stage.store.noteStray({ ...stray, id: card.id });
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(0);
      expect(await stage.scene.all('pending')).toEqual([]);
    });

    test('while the other is still sending it is flagged', async () => {
      const { card } = await sending();
      await stage.store.noteStray({ ...stray, id: card.id });
      await stage.store.noteStray({ ...stray, id: 9_999 });
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(1);
      expect(await stage.scene.all('pending')).toEqual([]);
    });

    test('a card that was changed back is written anew, whatever it was last seen to say', async () => {
      const { lease, card } = await sending();
      await stage.scene.finish(lease, card.id);
      await stage.store.noteStray({ ...stray, id: card.id, ts: null, changed: true });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ ts: '1.000', contentHash: null }]);
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'card', subjectId: 's1' }]);
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(0);
    });
  });

  describe('enqueueNotice', () => {
    test('at most one waits a lane and code', async () => {
      const notice = {
        channel: 'finance',
        lane: 'T1/C1',
        code: 'parked',
        text: 'sales is archived',
        now: 1_000,
        severity: 'high' as const,
      };
      await stage.store.enqueueNotice(notice);
      await stage.store.enqueueNotice({ ...notice, text: 'again' });
      await stage.store.enqueueNotice({ ...notice, code: 'paused' });
      expect(await stage.scene.all()).toMatchObject([
        { op: 'notice', note: 'sales is archived', subjectId: null, severity: 'high', state: 'pending' },
        { op: 'notice' },
      ]);
      const [first] = await stage.scene.sendDue(1_000);
      expect(first?.note).toBe('sales is archived');
      await stage.store.enqueueNotice(notice);
      expect(await stage.scene.all()).toHaveLength(3);
    });
  });
}
