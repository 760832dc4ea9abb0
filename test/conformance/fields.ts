import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { NewFieldMark } from '../../src/domain/synced-field.ts';
import type { ActionMove, IncomingAction } from '../../src/store/action-store.ts';
import { fine, owner, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const at = { account: 'main', object: 'du_1' };

function mark(given: Partial<NewFieldMark> = {}): NewFieldMark {
  return {
    field: 'metadata.owner',
    value: 'U0ADA',
    origin: 'slack',
    changedAt: 100,
    settledAt: 101,
    wantedAt: 0,
    told: false,
    actor: 'U1',
    restores: 0,
    restoredAt: 0,
    ...given,
  };
}

function check(id: string, now = 1_000): IncomingAction {
  return { id, dedup: `sync ${id}`, kind: 'sync', name: 'sync', actor: 'stripe', payload: '{"private":"words"}', now };
}

function move(id: string, given: Partial<ActionMove> = {}): ActionMove {
  return { id, owner: null, from: ['received'], state: 'done', now: 1_200, dueAt: null, reason: fine, ...given };
}

export function fieldKeeping(stage: Stage): void {
  describe('fields that people edit on both sides', () => {
    test('a mark is written with the action that led to it, and its version grows', async () => {
      const { store } = stage;
      await store.acceptAction(check('a1'));
      await store.moveAction(move('a1', { state: 'received', dueAt: 1_300, fields: { ...at, marks: [mark()] } }));
      expect(await store.fieldMarks(at)).toEqual([{ ...mark(), version: 1 }]);
      const later = mark({ value: null, origin: 'stripe', actor: null, told: true });
      await store.moveAction(move('a1', { fields: { ...at, marks: [later, mark({ field: 'description' })] } }));
      expect(await store.fieldMarks(at)).toEqual([
        { ...mark({ field: 'description' }), version: 1 },
        { ...later, version: 2 },
      ]);
      expect(await store.fieldMarks({ ...at, object: 'du_2' })).toEqual([]);
    });

    test('a move that does not happen leaves no mark and keeps the lock', async () => {
      const { store } = stage;
      await store.acceptAction(check('a1'));
      expect(await store.lockFields({ ...at, actionId: 'a1' })).toBe(true);
      const elsewhere = move('a1', { from: ['sending'], fields: { ...at, marks: [mark()] } });
      expect(await store.moveAction(elsewhere)).toBe('elsewhere');
      expect(await store.fieldMarks(at)).toEqual([]);
      await store.acceptAction(check('a2'));
      expect(await store.lockFields({ ...at, actionId: 'a2' })).toBe(false);
    });

    test('one open action at a time holds an object; it lets go when it is closed, or says so', async () => {
      const { store } = stage;
      for (const id of ['a1', 'a2', 'a3']) await store.acceptAction(check(id));
      expect(await store.lockFields({ ...at, actionId: 'a1' })).toBe(true);
      expect(await store.lockFields({ ...at, actionId: 'a1' })).toBe(true);
      expect(await store.lockFields({ ...at, actionId: 'a2' })).toBe(false);
      expect(await store.lockFields({ ...at, object: 'du_2', actionId: 'a2' })).toBe(true);
      await store.moveAction(move('a1', { state: 'received', dueAt: 2_000, unlock: true }));
      expect(await store.lockFields({ ...at, actionId: 'a2' })).toBe(true);
      await store.moveAction(move('a2'));
      expect(await store.lockFields({ ...at, actionId: 'a3' })).toBe(true);
      expect(await store.lockFields({ ...at, object: 'du_2', actionId: 'a3' })).toBe(true);
    });

    test('a check is stored with its event, once, and an action is found by its key', async () => {
      const { store, scene } = stage;
      await scene.happen({ subjects: [subject()], check: check('a1') });
      const [claimed] = await store.claimActions({ owner, now: 1_000, until: 2_000, limit: 10 });
      expect(claimed).toMatchObject({ id: 'a1', kind: 'sync', actor: 'stripe', payload: '{"private":"words"}' });
      await store.approveAction({
        id: 'a1',
        from: ['received'],
        to: 'approved',
        intent: 'restore a1',
        approver: null,
        payload: '{}',
        now: 1_100,
        dueAt: 1_100,
        audit: {
          actor: 'stripe',
          verb: 'edit_fields',
          account: 'main',
          target: 'du_1',
          subjectId: 's1',
          outcome: 'restore',
          detail: '',
          before: null,
          after: null,
        },
      });
      const key = (await store.getAction('a1'))?.idempotencyKey ?? '';
      expect(await store.actionOfKey(key)).toMatchObject({ id: 'a1', state: 'approved' });
      expect(await store.actionOfKey('tillbell-other')).toBeNull();
    });

    test('a new key covers the marks; past the retention they go with their object', async () => {
      const { store, scene } = stage;
      await store.acceptAction(check('a1'));
      await scene.happen({ subjects: [subject({ keys: ['du_1'] })] });
      await store.moveAction(move('a1', { fields: { ...at, marks: [mark()] } }));
      const rotated = await stage.reopen({ encryptionKey: new Secret(Buffer.alloc(32, 7).toString('base64')) });
      await rotated.rotateKeys(10);
      expect(await rotated.keysInUse()).toHaveLength(1);
      expect(await rotated.fieldMarks(at)).toMatchObject([{ value: 'U0ADA' }]);
      await rotated.retain({ eventsBefore: 900, batch: 100 });
      expect(await rotated.fieldMarks(at)).toHaveLength(1);
      await rotated.retain({ eventsBefore: 90_000_000, batch: 100 });
      await rotated.retain({ eventsBefore: 90_000_000, batch: 100 });
      expect(await rotated.fieldMarks(at)).toEqual([]);
    });
  });
}
