import { describe, expect, test } from 'vitest';
import { incoming, lane, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const hour = 3_600_000;

export function reconciling(stage: Stage): void {
  describe('eventFates', () => {
    test('tells what became of the known ones, in the order of their arrival, and is silent about the others', async () => {
      await stage.scene.happen({
        event: { id: 'evt_shown' },
        subjects: [subject({ id: 's1', keys: ['pi_1'] })],
        deliveries: [plan({ subjectId: 's1' })],
      });
      await stage.scene.happen({ event: { id: 'evt_hushed', origin: 'reconcile' }, state: 'suppressed' });
      await stage.store.acceptEvent(incoming({ id: 'evt_new' }));
      await stage.store.acceptEvent(incoming({ id: 'evt_new', body: Buffer.from('{"id":"evt_new","other":1}') }));
      await stage.store.acceptEvent(incoming({ id: 'evt_elsewhere', account: 'second' }));
      const ids = ['evt_unknown', 'evt_new', 'evt_hushed', 'evt_shown', 'evt_elsewhere'];
      expect(await stage.store.eventFates({ account: 'main', ids })).toMatchObject([
        { id: 'evt_shown', state: 'routed', origin: 'webhook', deliveries: { pending: 1 } },
        { id: 'evt_hushed', state: 'suppressed', origin: 'reconcile', deliveries: {} },
        { id: 'evt_new', state: 'received', reason: null, deliveries: {} },
      ]);
      expect(await stage.store.eventFates({ account: 'main', ids: [] })).toEqual([]);
      expect(await stage.store.eventFates({ account: 'third', ids })).toEqual([]);
    });
  });

  describe('one event by webhook and by list, whose bytes differ', () => {
    const event = { id: 'evt_both', type: 'charge.succeeded', created: 1_000, api_version: 'x' };
    const told = {
      webhook: Buffer.from(JSON.stringify({ ...event, pending_webhooks: 1 }, null, 2)),
      reconcile: Buffer.from(JSON.stringify({ pending_webhooks: 0, ...event })),
    } as const;

    test.each([
      ['webhook', 'reconcile'],
      ['reconcile', 'webhook'],
    ] as const)('%s first: the %s is a duplicate', async (first, second) => {
      const accept = (origin: 'webhook' | 'reconcile') =>
        stage.store.acceptEvent(incoming({ id: event.id, origin, body: told[origin] }));
      const { seq } = await accept(first);
      expect(await accept(second)).toEqual({ outcome: 'duplicate', seq });
      expect(await stage.store.eventFates({ account: 'main', ids: [event.id] })).toMatchObject([{ origin: first }]);
      expect((await stage.store.counts()).conflicts).toBe(0);
    });
  });

  describe('the stream of webhooks', () => {
    test('counts those of an account, in a window, that came as webhooks', async () => {
      const { store } = stage;
      await store.acceptEvent(incoming({ receivedAt: hour }));
      await store.acceptEvent(incoming({ receivedAt: 2 * hour - 1 }));
      await store.acceptEvent(incoming({ receivedAt: 2 * hour }));
      await store.acceptEvent(incoming({ receivedAt: hour + 1, origin: 'reconcile' }));
      await store.acceptEvent(incoming({ receivedAt: 3 * hour, account: 'second', connectAccount: 'acct_2' }));
      await store.acceptEvent(incoming({ receivedAt: 3 * hour, connectAccount: 'acct_1' }));
      expect(await store.countArrivals({ account: 'main', from: hour, to: 2 * hour })).toBe(2);
      expect(await store.lastArrival('main')).toBe(3 * hour);
      expect(await store.lastArrival('third')).toBeNull();
      expect(await store.connectAccounts({ account: 'main', since: 3 * hour })).toEqual([
        { id: 'acct_1', firstAt: 1_000 },
      ]);
      expect(await store.connectAccounts({ account: 'main', since: 3 * hour + 1 })).toEqual([]);
    });

    test('a noted hour stays as it was noted; old ones are forgotten', async () => {
      const { store } = stage;
      for (const [at, arrivals] of [
        [10, 3],
        [11, 4],
        [11, 9],
        [12, 5],
      ] as const) {
        await store.noteStreamHour({ account: 'main', hour: at, arrivals, keepFromHour: 11 });
      }
      expect(await store.streamHours({ account: 'main', sinceHour: 0 })).toEqual([
        { hour: 11, arrivals: 4 },
        { hour: 12, arrivals: 5 },
      ]);
      expect(await store.streamHours({ account: 'main', sinceHour: 12 })).toEqual([{ hour: 12, arrivals: 5 }]);
      expect(await store.streamHours({ account: 'second', sinceHour: 0 })).toEqual([]);
    });
  });

  describe('backlog', () => {
    test('nothing behind: nothing', async () => {
      expect(await stage.store.backlog(1_000)).toEqual({ oldestReceivedAt: null, overdue: [], parked: [] });
    });

    test('an event that waits, a delivery past its deadline; not one that is not due yet', async () => {
      await stage.scene.happen({
        event: { id: 'evt_1' },
        subjects: [subject({ id: 's1', keys: ['pi_1'] })],
        deliveries: [plan({ subjectId: 's1', notBefore: 1_000, deadlineAt: 6_000 })],
      });
      await stage.store.acceptEvent(incoming({ receivedAt: 2_000 }));
      expect(await stage.store.backlog(6_000)).toMatchObject({ oldestReceivedAt: 2_000, overdue: [] });
      expect((await stage.store.backlog(6_001)).overdue).toEqual([{ lane, deadlineAt: 6_000 }]);
      await stage.store.pauseWorkspace({ workspace: 'T1', reason: { code: 'token_revoked', text: '' }, now: 7_000 });
      expect((await stage.store.backlog(7_000)).overdue).toEqual([]);
    });
  });

  describe('holdTurn', () => {
    test('one owner holds it, renews it, and loses it when it does not', async () => {
      const { store } = stage;
      const turn = (owner: string, now: number, until: number) => store.holdTurn({ name: 'events', owner, now, until });
      expect(await Promise.all([turn('a', 0, 100), turn('b', 0, 100)])).toEqual([true, false]);
      expect(await turn('b', 99, 200)).toBe(false);
      expect(await turn('a', 99, 200)).toBe(true);
      expect(await turn('b', 199, 300)).toBe(false);
      expect(await turn('b', 200, 300)).toBe(true);
      expect(await turn('a', 250, 400)).toBe(false);
      expect(await store.holdTurn({ name: 'objects', owner: 'a', now: 250, until: 400 })).toBe(true);
    });
  });
}
