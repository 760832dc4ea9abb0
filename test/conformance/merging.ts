import { describe, expect, test } from 'vitest';
import { plan, reply, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

export function merging(stage: Stage): void {
  describe('commitEvent: two subjects turn out to be one', () => {
    const two = () => subject({ id: 's2', keys: ['in_1'] });

    async function merge(deliveries = [plan()], now = 3_000): Promise<{ id: string }> {
      const base = [await stage.scene.versionOf('s1'), await stage.scene.versionOf('s2')];
      return stage.scene.happen({ now, subjects: [subject({ base, keys: ['pi_1', 'in_1', 'ch_1'] })], deliveries });
    }

    /** Posts the only card that waits. */
    async function post(now: number, ts: string): Promise<void> {
      await stage.scene.sendDue(now, ts);
    }

    test('keys and old ids lead to the survivor', async () => {
      const { seq } = await stage.scene.happen({ subjects: [two()] });
      await stage.scene.happen();
      await merge([]);
      const survivor = { id: 's1', version: 2, keys: ['ch_1', 'in_1', 'pi_1'] };
      expect(await stage.store.getSubject('s2')).toMatchObject(survivor);
      expect(await stage.store.findSubjects({ account: 'main', livemode: true, keys: ['in_1', 'pi_1'] })).toMatchObject(
        [survivor],
      );
      expect((await stage.store.listEvents({ limit: 10, subjectId: 's1' })).map((event) => event.seq)).toContain(seq);
    });

    test('also through several merges', async () => {
      await stage.scene.happen();
      await stage.scene.happen({ subjects: [two()] });
      await merge([]);
      await stage.scene.happen({ subjects: [subject({ id: 's0', keys: ['cs_1'] })] });
      const base = [await stage.scene.versionOf('s0'), await stage.scene.versionOf('s1')];
      await stage.scene.happen({ subjects: [subject({ id: 's0', base, keys: ['cs_1'] })] });
      expect(await stage.store.getSubject('s2')).toMatchObject({ id: 's0', keys: ['ch_1', 'cs_1', 'in_1', 'pi_1'] });
    });

    test('a merged one is a conflict for whoever read it before', async () => {
      await stage.scene.happen();
      await stage.scene.happen({ subjects: [two()] });
      const stale = await stage.scene.versionOf('s2');
      await merge([]);
      const write = subject({ id: 's2', keys: ['in_1'], base: [stale] });
      expect((await stage.scene.tryCommit({ subjects: [write] })).outcome).toBe('conflict');
    });

    test('of two pending cards one stays, with the urgency of both, and every event leads to it', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      const { id } = await stage.scene.happen({
        subjects: [two()],
        deliveries: [plan({ subjectId: 's2', severity: 'high', deadlineAt: 2_000 })],
      });
      await merge([]);
      const cards = await stage.scene.all();
      expect(cards).toMatchObject([
        { state: 'pending', subjectId: 's1', severity: 'high', deadlineAt: 2_000 },
        { state: 'skipped', subjectId: 's1' },
      ]);
      const explained = (await stage.store.explainEvent({ id }))[0]?.deliveries;
      expect(explained?.map((one) => [one.id, one.reason?.code ?? null])).toEqual([
        [cards[0]?.id, null],
        [cards[1]?.id, 'merged'],
      ]);
    });

    test('F49 a reply in flight to the thread of the card that goes is flagged: it would not be found again', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await post(1_000, '1.000');
      await stage.scene.happen({ now: 2_000, subjects: [two()], deliveries: [plan({ subjectId: 's2' })] });
      await post(2_000, '2.000');
      await stage.scene.happen({
        now: 2_500,
        subjects: [two()],
        deliveries: [reply('paid', { subjectId: 's2', notBefore: 2_500 })],
      });
      const told = (await stage.scene.all('pending')).find((one) => one.op === 'reply');
      await stage.scene.take(await stage.scene.lease(2_600), [told?.id ?? 0], 2_600);
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(0);
      await merge();
      expect((await stage.store.counts()).possibleDuplicateMessages).toBe(1);
    });

    test('of two posted cards the older stays, the younger is retracted', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await post(1_000, '1.000');
      await stage.scene.happen({ now: 2_000, subjects: [two()], deliveries: [plan({ subjectId: 's2' })] });
      await post(2_000, '2.000');
      await merge();
      expect(await stage.store.cardsOf('s2')).toMatchObject([{ subjectId: 's1', state: 'posted', ts: '1.000' }]);
      expect(await stage.scene.all('pending')).toMatchObject([
        { op: 'retract', note: '2.000', subjectId: 's1', channel: 'finance' },
        { op: 'card', posted: true, foldClass: null },
      ]);
    });

    test('the older card stays also where it was the other subject that had it', async () => {
      await stage.scene.happen({ subjects: [two()], deliveries: [plan({ subjectId: 's2' })] });
      await post(1_000, '1.000');
      await stage.scene.happen({ now: 2_000, deliveries: [plan()] });
      await post(2_000, '2.000');
      await merge([]);
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ state: 'posted', ts: '1.000', postedAt: 1_000 }]);
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'retract', note: '2.000' }]);
    });

    test('a posted card beside one that waits: the waiting becomes an update', async () => {
      await stage.scene.happen({ subjects: [two()], deliveries: [plan({ subjectId: 's2' })] });
      await post(1_000, '1.000');
      await stage.scene.happen({ deliveries: [plan()] });
      await merge([]);
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ ts: '1.000' }]);
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'card', posted: true, foldClass: null }]);
    });

    test('a card in flight meanwhile is retracted if the survivor has an older one', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await post(1_000, '1.000');
      await stage.scene.happen({ subjects: [two()], deliveries: [plan({ subjectId: 's2' })] });
      const lease = await stage.scene.lease();
      const [card] = await stage.scene.all('pending');
      await stage.scene.take(lease, [card?.id ?? 0]);
      await merge([]);
      await stage.scene.finish(lease, card?.id ?? 0, { outcome: { kind: 'sent', ts: '9.000' } });
      expect(await stage.store.cardsOf('s1')).toMatchObject([{ ts: '1.000' }]);
      expect(await stage.scene.all('pending')).toMatchObject([{ op: 'retract', note: '9.000' }]);
    });

    test('a reply that both had is told once', async () => {
      for (const [id, write] of [
        ['s1', subject()],
        ['s2', two()],
      ] as const) {
        await stage.scene.happen({ subjects: [write], deliveries: [plan({ subjectId: id })] });
        await stage.scene.happen({ subjects: [write], deliveries: [reply('refund:re_1', { subjectId: id })] });
      }
      await merge([]);
      const replies = (await stage.scene.all()).filter((one) => one.op === 'reply');
      expect(replies.map((one) => one.state)).toEqual(['pending', 'skipped']);
    });
  });
}
