import { describe, expect, test } from 'vitest';
import type { SubjectState } from '../../src/domain/subject.ts';
import { plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const scope = { account: 'main', livemode: true };

export function subjects(stage: Stage): void {
  describe('subjects', () => {
    test('are found by any of their keys, with state and version', async () => {
      const state: SubjectState = {
        objects: {
          pi_1: [{ object: { id: 'pi_1', name: 'Żółć 😀' }, at: 5, event: 'evt_1', type: 't', previous: null }],
        },
        story: {},
      };
      await stage.scene.happen({ now: 1_234, subjects: [subject({ keys: ['pi_1', 'ch_1'], state })] });
      const found = await stage.store.findSubjects({ ...scope, keys: ['in_9', 'ch_1', 'pi_1'] });
      expect(found).toEqual([
        {
          id: 's1',
          account: 'main',
          livemode: true,
          kind: 'payment',
          version: 1,
          keys: ['ch_1', 'pi_1'],
          state,
          createdAt: 1_234,
        },
      ]);
      await stage.scene.happen({ subjects: [subject({ keys: ['in_1'] })] });
      expect(await stage.store.getSubject('s1')).toMatchObject({ version: 2, keys: ['ch_1', 'in_1', 'pi_1'] });
    });

    test('belong to one account and mode', async () => {
      await stage.scene.happen();
      expect(await stage.store.findSubjects({ account: 'second', livemode: true, keys: ['pi_1'] })).toEqual([]);
      expect(await stage.store.findSubjects({ account: 'main', livemode: false, keys: ['pi_1'] })).toEqual([]);
      await stage.scene.happen({ subjects: [subject({ id: 's2', livemode: false })] });
      expect(await stage.store.findSubjects({ ...scope, keys: ['pi_1'] })).toMatchObject([{ id: 's1' }]);
    });

    test('come oldest first', async () => {
      await stage.scene.happen({ now: 2_000, subjects: [subject({ id: 's-young', keys: ['ch_2'] })] });
      await stage.scene.happen({ now: 1_000, subjects: [subject({ id: 's-old', keys: ['ch_1'] })] });
      const found = await stage.store.findSubjects({ ...scope, keys: ['ch_2', 'ch_1'] });
      expect(found.map((one) => one.id)).toEqual(['s-old', 's-young']);
    });

    test('none for no keys or unknown ones', async () => {
      expect(await stage.store.findSubjects({ ...scope, keys: [] })).toEqual([]);
      expect(await stage.store.findSubjects({ ...scope, keys: ['pi_1'] })).toEqual([]);
      expect(await stage.store.getSubject('s1')).toBeNull();
      expect(await stage.store.cardsOf('s1')).toEqual([]);
    });

    test('keep what they are looked up by through an event that says nothing to people', async () => {
      const amount = { minor: '4200', currency: 'eur' } as const;
      const invoice = subject({ kind: 'invoice', search: { customer: 'cus_1', amount, code: 'payment.failed' } });
      await stage.scene.happen({ subjects: [invoice] });
      const asked = { ...scope, customer: 'cus_1', amount, since: 0 };
      expect(await stage.store.findInvoices(asked)).toEqual(['s1']);
      const silent = { customer: null, amount: null, code: null };
      await stage.scene.happen({ subjects: [subject({ kind: 'invoice', search: silent })] });
      expect(await stage.store.findInvoices(asked)).toEqual(['s1']);
    });

    test('a state that does not open is said, never taken for an empty one', async () => {
      await stage.scene.happen();
      await stage.database.damageSubject('s1');
      const store = await stage.reopen();
      await expect(store.getSubject('s1')).rejects.toMatchObject({ code: 'subject_unreadable' });
    });
  });

  describe('commitEvent: conflicts', () => {
    test('a version that is not the newest', async () => {
      await stage.scene.happen();
      await stage.scene.happen();
      const stale = subject({ base: [{ id: 's1', version: 1 }], keys: ['pi_1', 'ch_7'] });
      const { seq, outcome } = await stage.scene.tryCommit({ subjects: [stale], deliveries: [plan()] });
      expect(outcome).toBe('conflict');
      expect(await stage.scene.all()).toEqual([]);
      expect(await stage.store.findSubjects({ ...scope, keys: ['ch_7'] })).toEqual([]);
      expect(await stage.store.listEvents({ limit: 1 })).toMatchObject([{ seq, state: 'received', subjectId: null }]);
    });

    test('a new subject whose id is there already, and one read that is gone', async () => {
      await stage.scene.happen();
      expect((await stage.scene.tryCommit({ subjects: [subject()] })).outcome).toBe('conflict');
      const gone = subject({ id: 's9', keys: ['x'], base: [{ id: 's9', version: 1 }] });
      expect((await stage.scene.tryCommit({ subjects: [gone] })).outcome).toBe('conflict');
    });

    test('a key that belongs to a subject that was not read', async () => {
      await stage.scene.happen();
      const other = subject({ id: 's2', keys: ['in_1', 'pi_1'] });
      expect((await stage.scene.tryCommit({ subjects: [other] })).outcome).toBe('conflict');
      expect(await stage.store.getSubject('s2')).toBeNull();
    });

    test('of the second subject leaves nothing of the first', async () => {
      await stage.scene.happen();
      const writes = [subject({ id: 's2', keys: ['dp_1'] }), subject({ base: [{ id: 's1', version: 7 }] })];
      expect((await stage.scene.tryCommit({ subjects: writes })).outcome).toBe('conflict');
      expect(await stage.store.getSubject('s2')).toBeNull();
    });

    test('of two commits from one version, at once, one wins', async () => {
      await stage.scene.happen();
      const base = [await stage.scene.versionOf('s1')];
      const events = [await stage.scene.claimed(), await stage.scene.claimed()];
      const outcomes = await Promise.all(
        events.map(({ seq }) =>
          stage.store.commitEvent({
            seq,
            owner: 'process-a',
            now: 1_000,
            state: 'suppressed',
            reason: { code: 'x', text: '' },
            late: true,
            decision: null,
            subjects: [subject({ base })],
            deliveries: [],
          }),
        ),
      );
      expect(outcomes.toSorted()).toEqual(['committed', 'conflict']);
    });
  });

  describe('enrichment cache', () => {
    const entry = { account: 'main', id: 'cus_1', json: '{"name":"Ada"}', expiresAt: 5_000 };

    test('gives what was put until it expires', async () => {
      const { store } = stage;
      expect(await store.getCached({ ...entry, now: 1 })).toBeNull();
      await store.putCached(entry);
      expect(await store.getCached({ ...entry, now: 4_999 })).toBe(entry.json);
      expect(await store.getCached({ ...entry, now: 5_000 })).toBeNull();
      await store.putCached({ ...entry, json: '{}', expiresAt: 9_000 });
      expect(await store.getCached({ ...entry, now: 5_000 })).toBe('{}');
      expect(await store.getCached({ account: 'second', id: 'cus_1', now: 1 })).toBeNull();
      await store.dropCached(entry);
      expect(await store.getCached({ ...entry, now: 1 })).toBeNull();
    });
  });
}
