import { describe, expect, test } from 'vitest';
import type { DeskSignal, DisputeRecord } from '../../src/domain/dispute.ts';
import { emptyState } from '../../src/domain/subject.ts';
import type { ReminderTell } from '../../src/store/dispute-store.ts';
import { fine, lane, owner, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const november = Date.UTC(2026, 10, 20) / 1_000;
const dueBy = november + 9 * 86_400;
const now = november * 1_000;
const name = { account: 'main', livemode: true, id: 'du_1' } as const;

const dispute = (given: Partial<DisputeRecord> = {}): DisputeRecord => ({
  id: 'du_1',
  subjectId: 's1',
  status: 'needs_response',
  reason: 'fraudulent',
  network: 'visa',
  amount: { minor: '4200', currency: 'eur' },
  created: november,
  dueBy,
  submissions: 0,
  ...given,
});

export function disputing(stage: Stage): void {
  async function happen(signal: DeskSignal, livemode = true): Promise<void> {
    const { seq } = await stage.scene.claimed({});
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
      desk: { account: 'main', livemode, signal },
    });
  }
  const opened = (given: Partial<DisputeRecord> = {}) => happen({ kind: 'dispute', dispute: dispute(given) });

  async function withCard(): Promise<void> {
    await stage.scene.happen({ subjects: [subject({ kind: 'dispute', keys: ['du_1'] })], deliveries: [plan()] });
    await stage.scene.sendDue(2_000);
    await opened();
  }

  const tell = async (given: Partial<ReminderTell> = {}) =>
    stage.store.tellReminder({
      ...name,
      dueBy,
      rung: '7d',
      channel: 'finance',
      subjectId: 's1',
      version: (await stage.scene.versionOf('s1')).version,
      state: emptyState,
      changeKey: `desk/du_1/${given.rung ?? '7d'}/finance`,
      severity: 'high',
      mention: '<@U0ADA>',
      now,
      ...given,
    });

  describe('disputes', () => {
    test('wait until they are answered, decided or past due; the soonest first', async () => {
      const { store } = stage;
      await opened();
      await opened({ id: 'du_2', dueBy: dueBy - 100, amount: null, network: null });
      await opened({ id: 'du_3', dueBy: november - 5 });
      await opened({ id: 'du_4', dueBy: null });
      await opened({ id: 'du_5', status: 'warning_needs_response', dueBy: dueBy + 5 });
      await opened({ id: 'du_6', status: 'under_review' });
      expect((await store.openDisputes(now)).map(({ id }) => id)).toEqual(['du_2', 'du_1', 'du_5']);
      expect((await store.openDisputes(now))[1]).toEqual({ ...dispute(), ...name, assignee: null });
      await opened({ status: 'under_review', submissions: 1 });
      expect((await store.openDisputes(now)).map(({ id }) => id)).toEqual(['du_2', 'du_5']);
    });

    test('know to whom they were last assigned', async () => {
      const { store } = stage;
      await opened();
      for (const [id, assignee, at] of [
        ['a1', 'U0ADA', 1_200],
        ['a2', 'U0BEN', 1_300],
      ] as const) {
        await store.acceptAction({ id, dedup: id, kind: 'click', name: 'assign', actor: 'U1', payload: '{}', now: at });
        await store.moveAction({
          id,
          owner: null,
          from: ['received'],
          state: 'done',
          now: at,
          dueAt: null,
          subjectId: 's1',
          assignee,
        });
      }
      expect(await store.openDisputes(now)).toMatchObject([{ id: 'du_1', assignee: 'U0BEN' }]);
    });

    test('how they ended is counted by reason, and by whether they were answered', async () => {
      const { store } = stage;
      await opened({ status: 'won', submissions: 1 });
      await opened({ status: 'won', submissions: 1 });
      await opened({ id: 'du_2', status: 'won', submissions: 2 });
      await opened({ id: 'du_3', status: 'lost' });
      await opened({ id: 'du_4', status: 'lost', created: november - 100 });
      expect(await store.disputeOutcomes(november)).toEqual([
        { account: 'main', livemode: true, reason: 'fraudulent', status: 'lost', fought: false, count: 1 },
        { account: 'main', livemode: true, reason: 'fraudulent', status: 'won', fought: true, count: 2 },
      ]);
    });

    test('are counted beside payments, by network and month', async () => {
      const { store } = stage;
      await opened();
      await opened({ id: 'du_2', network: null });
      await opened({ id: 'du_3', status: 'warning_closed' });
      await opened({ id: 'du_4', created: Date.UTC(2026, 11, 1) / 1_000 });
      await happen({ kind: 'payment', at: november, network: 'visa' });
      await happen({ kind: 'payment', at: november + 5, network: 'visa' });
      await happen({ kind: 'payment', at: november, network: 'visa' }, false);
      await happen({ kind: 'payment', at: Date.UTC(2026, 9, 31, 23, 59, 59) / 1_000, network: 'visa' });
      await happen({ kind: 'fraud_report', at: november, network: 'visa' });
      const counts = { account: 'main', livemode: true, disputes: 0, payments: 0, fraudReports: 0 };
      const found = await store.networkMonths(['2026-11', '2026-10']);
      expect(found).toHaveLength(4);
      for (const row of [
        { ...counts, month: '2026-11', network: 'visa', disputes: 1, payments: 2, fraudReports: 1 },
        { ...counts, month: '2026-11', network: 'unknown', disputes: 1 },
        { ...counts, month: '2026-11', network: 'visa', livemode: false, payments: 1 },
        { ...counts, month: '2026-10', network: 'visa', payments: 1 },
      ]) {
        expect(found).toContainEqual(row);
      }
    });
  });

  describe('reminders', () => {
    test('a rung is told once for ever, in the thread of its card', async () => {
      await withCard();
      expect(await tell()).toBe('told');
      expect(await tell()).toBe('already');
      expect(await stage.scene.all('pending')).toMatchObject([
        {
          op: 'reply',
          channel: 'finance',
          lane,
          changeKey: 'desk/du_1/7d/finance',
          mention: '<@U0ADA>',
          severity: 'high',
        },
      ]);
      const store = await stage.reopen();
      expect(await tell()).toBe('already');
      expect(await store.remindersOf(name)).toEqual([
        { dueBy, rung: '7d', channel: 'finance', state: 'told', at: now },
      ]);
      expect(await tell({ rung: '3d' })).toBe('told');
      expect(await tell({ dueBy: dueBy + 86_400 })).toBe('told');
    });

    test('two processes that read the same state: one tells it', async () => {
      await withCard();
      const { version } = await stage.scene.versionOf('s1');
      const both = await Promise.all([tell({ version }), tell({ version, rung: '7d' }), tell({ version, rung: '3d' })]);
      expect(both.filter((one) => one === 'told')).toHaveLength(1);
      expect(await stage.scene.all('pending')).toHaveLength(1);
      expect(await tell({ version })).not.toBe('told');
    });

    test('without a card, or after a change of the subject, nothing is written', async () => {
      await withCard();
      expect(await tell({ channel: 'sales' })).toBe('no_card');
      const { version } = await stage.scene.versionOf('s1');
      await stage.scene.happen({ subjects: [subject({ kind: 'dispute', keys: ['du_1'] })] });
      expect(await tell({ version })).toBe('conflict');
      expect(await stage.store.remindersOf(name)).toEqual([]);
      expect(await stage.scene.all('pending')).toEqual([]);
      expect(await tell()).toBe('told');
    });

    test('what is passed over is never told', async () => {
      await withCard();
      await stage.store.passOverReminders({ ...name, dueBy, channel: 'finance', rungs: ['7d', '3d'], now });
      expect(await tell()).toBe('already');
      expect(await stage.store.remindersOf(name)).toMatchObject([
        { rung: '3d', state: 'passed' },
        { rung: '7d', state: 'passed' },
      ]);
    });
  });
}
