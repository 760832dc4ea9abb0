import { describe, expect, test } from 'vitest';
import type { ActionApproval, ActionMove, AuditEntry, IncomingAction } from '../../src/store/action-store.ts';
import { far, fine, owner, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const record: AuditEntry = {
  actor: 'U1',
  verb: 'refund',
  account: 'main',
  target: 'ch_1',
  subjectId: 's1',
  outcome: 'approved',
  detail: 'confirmed',
  before: { status: 'succeeded' },
  after: null,
};

function click(given: Partial<IncomingAction> = {}): IncomingAction {
  return {
    id: 'a1',
    dedup: `d-${given.id ?? 'a1'}`,
    kind: 'click',
    name: 'refund',
    actor: 'U1',
    payload: '{"note":"private words"}',
    now: 1_000,
    ...given,
  };
}

function approval(given: Partial<ActionApproval> = {}): ActionApproval {
  return {
    id: 'a1',
    from: ['received', 'draft', 'waiting'],
    to: 'approved',
    intent: 'refund ch_1',
    approver: null,
    payload: '{}',
    now: 1_100,
    dueAt: 1_100,
    audit: record,
    ...given,
  };
}

function closing(given: Partial<ActionMove> = {}): ActionMove {
  return { id: 'a1', owner: null, from: ['approved'], state: 'done', now: 1_200, dueAt: null, reason: fine, ...given };
}

export function acting(stage: Stage): void {
  describe('actions', () => {
    const claim = (now = 1_000, by = owner) =>
      stage.store.claimActions({ owner: by, now, until: now + 10_000, limit: 10 });

    test('F79 what Slack sends again is known', async () => {
      expect(await stage.store.acceptAction(click())).toEqual({ outcome: 'accepted', id: 'a1' });
      expect(await stage.store.acceptAction(click({ id: 'a2', dedup: 'd-a1' }))).toEqual({
        outcome: 'duplicate',
        id: 'a1',
      });
      expect(await claim()).toHaveLength(1);
    });

    test('one is claimed by one, until its lease ends; a restart sets it free', async () => {
      await stage.store.acceptAction(click());
      expect(await claim()).toMatchObject([{ id: 'a1', tries: 0, payload: '{"note":"private words"}' }]);
      expect(await claim(1_000, 'other')).toEqual([]);
      expect(await claim(11_000, 'other')).toMatchObject([{ id: 'a1', tries: 1 }]);
      await stage.reopen();
      // Where processes share, the dead one's lease must end first.
      expect(await claim(stage.database.shared ? 21_000 : 1_000)).toHaveLength(1);
    });

    test('F78 of two that would do the same one is executed, before and after it is done', async () => {
      for (const id of ['a1', 'a2', 'a3']) await stage.store.acceptAction(click({ id, actor: `U-${id}` }));
      const both = await Promise.all([
        stage.store.approveAction(approval()),
        stage.store.approveAction(approval({ id: 'a2' })),
      ]);
      expect(both.map((one) => one.outcome).toSorted()).toEqual(['approved', 'taken']);
      expect(await stage.store.moveAction(closing())).toBe('moved');
      expect(await stage.store.approveAction(approval({ id: 'a3' }))).toEqual({
        outcome: 'taken',
        id: 'a1',
        by: 'U-a1',
        state: 'done',
      });
      expect(await stage.store.actionOfIntent('refund ch_1')).toMatchObject({ id: 'a1', state: 'done' });
    });

    test('the key is kept through every retry, and new after Stripe refused', async () => {
      for (const id of ['a1', 'a2']) await stage.store.acceptAction(click({ id }));
      await stage.store.approveAction(approval());
      const first = await stage.store.getAction('a1');
      await stage.store.moveAction(closing({ state: 'sending', dueAt: 1_200, sentAt: 1_150 }));
      await stage.store.moveAction(closing({ from: ['sending'], state: 'sending', dueAt: 1_300, sentAt: 9_999 }));
      expect(await stage.store.getAction('a1')).toMatchObject({
        idempotencyKey: first?.idempotencyKey,
        sentAt: 1_150,
      });
      await stage.store.moveAction(closing({ from: ['sending'], state: 'failed' }));
      expect(await stage.store.approveAction(approval({ id: 'a2' }))).toEqual({ outcome: 'approved' });
      const second = await stage.store.getAction('a2');
      expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
      expect(first?.idempotencyKey?.length).toBeLessThan(256);
    });

    test('a move tells the thread of each posted card, once, and has the cards made true', async () => {
      await stage.scene.happen({ deliveries: [plan()] });
      await stage.scene.sendDue(1_000);
      await stage.store.acceptAction(click());
      await stage.store.approveAction(approval());
      const found = await stage.store.getSubject('s1');
      const change = { key: 'action/refund/a1/end', at: 1, phrase: [], severity: 'normal', broadcast: false } as const;
      const tell = {
        subjectId: 's1',
        version: found?.version ?? 0,
        state: { objects: {}, story: { [change.key]: change } },
        changeKey: change.key,
        severity: 'normal',
      } as const;
      expect(await stage.store.moveAction(closing({ tell: { ...tell, version: 99 } }))).toBe('conflict');
      expect(await stage.store.getAction('a1')).toMatchObject({ state: 'approved' });
      expect(await stage.store.moveAction(closing({ tell, audit: { ...record, outcome: 'done' } }))).toBe('moved');
      expect(await stage.store.moveAction(closing({ tell }))).toBe('elsewhere');
      expect((await stage.store.getSubject('s1'))?.state.story).toEqual({ [change.key]: change });
      expect((await stage.scene.all('pending')).map(({ op, changeKey }) => [op, changeKey])).toEqual([
        ['reply', change.key],
        ['card', null],
      ]);
      expect((await stage.store.listAudit({ limit: 9 })).map(({ outcome, before }) => [outcome, before])).toEqual([
        ['done', { status: 'succeeded' }],
        ['approved', { status: 'succeeded' }],
      ]);
    });

    test('a lost lease moves nothing', async () => {
      await stage.store.acceptAction(click());
      await claim(1_000);
      await claim(11_000, 'other');
      expect(await stage.store.moveAction(closing({ owner, from: ['received'] }))).toBe('elsewhere');
      expect(await stage.store.moveAction(closing({ owner: 'other', from: ['received'] }))).toBe('moved');
    });

    test('the newest assignment counts', async () => {
      await stage.scene.happen({ subjects: [subject({ kind: 'dispute', keys: ['dp_1'] })] });
      for (const [id, assignee, now] of [['a1', 'U1', 1_100] as const, ['a2', 'U2', 1_200] as const]) {
        await stage.store.acceptAction(click({ id, name: 'assign' }));
        await stage.store.moveAction(closing({ id, from: ['received'], now, assignee, subjectId: 's1' }));
      }
      expect(await stage.store.assignedTo('U1', 9)).toEqual([]);
      expect(await stage.store.assignedTo('U2', 9)).toEqual(['s1']);
      expect(await stage.store.listSubjects({ kind: 'dispute', limit: 9 })).toEqual(['s1']);
      expect(await stage.store.listSubjects({ kind: 'payout', limit: 9 })).toEqual([]);
    });

    test('closed actions go with their retention, open ones and the record stay', async () => {
      for (const id of ['a1', 'a2']) await stage.store.acceptAction(click({ id }));
      await stage.store.moveAction(closing({ from: ['received'], audit: record }));
      await stage.store.retain({ eventsBefore: far, batch: 10 });
      expect(await stage.store.getAction('a1')).toBeNull();
      expect(await stage.store.getAction('a2')).toMatchObject({ state: 'received' });
      expect(await stage.store.listAudit({ subjectId: 's1', limit: 9 })).toHaveLength(1);
    });

    test('F114 the key that seals a payload counts as in use', async () => {
      await stage.store.acceptAction(click());
      expect(await stage.store.keysInUse()).toMatchObject([{ rows: 1 }]);
    });
  });
}
