import { describe, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import type { EventQuery, FeedEntry, SessionRow } from '../../src/store/console-store.ts';
import { type Happening, incoming, plan, subject } from './scene.ts';
import type { Stage } from './store.conformance.ts';

/** What the console remembers and searches. */
export function consoleKeeping(stage: Stage): void {
  const entry = (given: Partial<FeedEntry>): FeedEntry => ({
    channel: 'finance',
    ts: '1.0',
    threadTs: null,
    broadcast: false,
    subjectId: null,
    message: { text: 'hello', blocks: [], color: null },
    edited: false,
    at: 1_000,
    ...given,
  });

  describe('feed', () => {
    test('a change keeps its place and gets a new version; a removed message is forgotten', async () => {
      await stage.store.putFeed([entry({ ts: '1.0' }), entry({ ts: '2.0', subjectId: 's1' })]);
      const changed = { text: 'changed', blocks: [], color: null };
      const newest = await stage.store.putFeed([entry({ ts: '1.0', message: changed, edited: true, at: 2_000 })]);
      expect(newest).toBe(3);
      expect(await stage.store.feedVersion()).toBe(3);
      const page = await stage.store.listFeed({ limit: 10 });
      expect(page.rows).toMatchObject([
        { ts: '2.0', version: 2, subjectId: 's1', edited: false, postedAt: 1_000 },
        { ts: '1.0', version: 3, message: changed, edited: true, postedAt: 1_000, at: 2_000 },
      ]);
      await stage.store.putFeed([entry({ ts: '2.0', message: null })]);
      const [last] = await stage.store.feedAfter({ version: 3, limit: 10 });
      expect(last).toMatchObject({ ts: '2.0', removed: true, subjectId: 's1', message: { text: '' } });
    });

    test('pages hold whole threads, of one channel or of all', async () => {
      await stage.store.putFeed([
        entry({ ts: '1.0' }),
        entry({ ts: '2.0', channel: 'sales' }),
        entry({ ts: '1.1', threadTs: '1.0' }),
        entry({ ts: '3.0' }),
      ]);
      const first = await stage.store.listFeed({ channel: 'finance', limit: 1 });
      expect(first.rows.map(({ ts }) => ts)).toEqual(['3.0']);
      const second = await stage.store.listFeed({ channel: 'finance', limit: 1, before: first.before ?? 0 });
      expect(second.rows.map(({ ts }) => ts)).toEqual(['1.0', '1.1']);
      const third = await stage.store.listFeed({ channel: 'finance', limit: 1, before: second.before ?? 0 });
      expect(third).toEqual({ rows: [], before: null });
      expect((await stage.store.listFeed({ limit: 9 })).rows.map(({ ts }) => ts)).toEqual(['3.0', '2.0', '1.0', '1.1']);
      expect((await stage.store.feedThread({ channel: 'finance', ts: '1.0' })).map(({ ts }) => ts)).toEqual([
        '1.0',
        '1.1',
      ]);
    });

    test('survives a restart and the change of the key, and goes when its time is over', async () => {
      await stage.store.putFeed([entry({ at: 1_000 })]);
      await stage.store.putSession(session);
      await stage.store.putDialogue({ id: 'd1', now: 1_000, json: '{"a":1}' });
      const [before] = await stage.store.keysInUse();
      expect(before?.rows).toBe(3);
      const rotated = await stage.reopen({ encryptionKey: new Secret(Buffer.alloc(32, 7).toString('base64')) });
      expect(await rotated.rotateKeys(10)).toMatchObject({ rows: 3 });
      expect((await rotated.keysInUse()).map(({ keyId }) => keyId)).not.toContain(before?.keyId);
      expect((await stage.store.listFeed({ limit: 1 })).rows[0]?.message.text).toBe('hello');
      expect(await stage.store.getDialogue('d1')).toBe('{"a":1}');
      expect(await stage.store.getSession({ id: 'hash', kind: 'link', now: 1 })).toEqual(session);
      await stage.store.retain({ eventsBefore: 999_999, batch: 10 });
      expect((await stage.store.listFeed({ limit: 1 })).rows).toEqual([]);
      expect(await stage.store.getDialogue('d1')).toBeNull();
    });
  });

  const session: SessionRow = {
    id: 'hash',
    kind: 'link',
    expiresAt: 5_000,
    role: 'admin',
    via: 'link',
    name: 'Ada',
    slackUser: null,
  };

  describe('sessions', () => {
    test('known until its end, and only as what it is', async () => {
      await stage.store.putSession(session);
      expect(await stage.store.getSession({ id: 'hash', kind: 'link', now: 4_999 })).toEqual(session);
      expect(await stage.store.getSession({ id: 'hash', kind: 'session', now: 4_999 })).toBeNull();
      expect(await stage.store.getSession({ id: 'hash', kind: 'link', now: 5_000 })).toBeNull();
      expect(await stage.store.takeSession({ id: 'hash', kind: 'link', now: 5_000 })).toBeNull();
    });

    test('of several who take a link at once one gets it', async () => {
      await stage.store.putSession(session);
      const taken = await Promise.all(
        Array.from({ length: 5 }, () => stage.store.takeSession({ id: 'hash', kind: 'link', now: 1 })),
      );
      expect(taken.filter((one) => one !== null)).toEqual([session]);
    });
  });

  test('audit of the console pages backwards', async () => {
    for (const verb of ['console.payload', 'console.replay', 'console.park']) {
      const blank = { account: null, target: null, subjectId: null, before: null, after: null };
      await stage.store.noteAudit({ at: 1_000, actor: 'U1', verb, outcome: 'done', detail: '', ...blank });
    }
    const [newest, second] = await stage.store.listAudit({ limit: 2 });
    expect([newest?.verb, second?.verb]).toEqual(['console.park', 'console.replay']);
    const rest = await stage.store.listAudit({ limit: 2, before: second?.id ?? 0 });
    expect(rest.map(({ verb }) => verb)).toEqual(['console.payload']);
  });

  describe('search', () => {
    const ask = (query: Partial<EventQuery>) =>
      stage.store.searchEvents({ before: null, limit: 50, span: 1_000, ...query });
    const ids = async (query: Partial<EventQuery>) => (await ask(query)).rows.map(({ id }) => id);

    async function sale(id: string, given: Partial<Happening['event']> & { minor?: bigint; customer?: string } = {}) {
      const { minor = 1_000n, customer = null, ...event } = given;
      await stage.scene.happen({
        event: { id, ...event },
        subjects: [
          subject({
            id: `s_${id}`,
            keys: [`pi_${id}`],
            search: { customer, amount: { minor: `${minor}`, currency: 'eur' }, code: 'payment.succeeded' },
          }),
        ],
        deliveries: [plan({ subjectId: `s_${id}` })],
      });
    }

    test('by type, family, state, customer, amount, time, any id, alone and together', async () => {
      await sale('evt_1', { receivedAt: 1_000, customer: 'cus_1', minor: 500n });
      await sale('evt_2', { receivedAt: 2_000, type: 'charge.failed', minor: 99_999n });
      await sale('evt_3', { receivedAt: 3_000, type: 'invoice.paid', customer: 'cus_1', livemode: false });
      await stage.store.acceptEvent(incoming({ id: 'evt_4', receivedAt: 4_000, account: 'second' }));
      expect(await ids({})).toEqual(['evt_4', 'evt_3', 'evt_2', 'evt_1']);
      expect(await ids({ type: 'charge.failed' })).toEqual(['evt_2']);
      expect(await ids({ typePrefix: 'charge.' })).toEqual(['evt_4', 'evt_2', 'evt_1']);
      expect(await ids({ state: 'received' })).toEqual(['evt_4']);
      expect(await ids({ state: 'routed' })).toEqual(['evt_3', 'evt_2', 'evt_1']);
      expect(await ids({ customer: 'cus_1' })).toEqual(['evt_3', 'evt_1']);
      expect(await ids({ customer: 'cus_1', type: 'invoice.paid' })).toEqual(['evt_3']);
      expect(await ids({ amount: { currency: 'eur', min: 600, max: 100_000 } })).toEqual(['evt_3', 'evt_2']);
      expect(await ids({ amount: { currency: 'usd', min: 0, max: 100_000 } })).toEqual([]);
      expect(await ids({ since: 2_000, until: 4_000 })).toEqual(['evt_3', 'evt_2']);
      expect(await ids({ livemode: false })).toEqual(['evt_3']);
      expect(await ids({ account: 'second' })).toEqual(['evt_4']);
      expect(await ids({ subjectId: 's_evt_2' })).toEqual(['evt_2']);
      for (const id of ['evt_2', 'pi_evt_2', 's_evt_2']) {
        expect(await ids({ anyId: { id, accounts: ['main'] } })).toEqual(['evt_2']);
      }
      expect(await ids({ anyId: { id: 'cus_1', accounts: ['main'] } })).toEqual(['evt_3', 'evt_1']);
      expect(await ids({ anyId: { id: 'pi_nobody', accounts: ['main'] } })).toEqual([]);
      expect((await ask({ type: 'charge.failed' })).rows[0]).toMatchObject({
        amount: { minor: '99999', currency: 'eur' },
        customer: null,
        subjectId: 's_evt_2',
      });
    });

    test('looks through a span at a time and says how far it came', async () => {
      for (const number of [1, 2, 3, 4]) {
        await sale(`evt_${number}`, { receivedAt: number * 1_000, livemode: number !== 1 });
      }
      const first = await ask({ livemode: false, span: 2 });
      expect(first).toMatchObject({ rows: [], reachedAt: 3_000 });
      const second = await ask({ livemode: false, span: 2, before: first.reached });
      expect(second).toMatchObject({ rows: [{ id: 'evt_1' }], reached: null, reachedAt: null });
      const page = await ask({ limit: 3 });
      expect(page.rows.map(({ id }) => id)).toEqual(['evt_4', 'evt_3', 'evt_2']);
      expect(await ids({ limit: 3, before: page.reached })).toEqual(['evt_1']);
    });

    test('subjects: by kind, customer, any id; keyset pages', async () => {
      await sale('evt_1', { customer: 'cus_1' });
      await sale('evt_2');
      await stage.scene.happen({
        event: { id: 'evt_3' },
        subjects: [subject({ id: 's_d', kind: 'dispute', keys: ['dp_1'] })],
      });
      const found = async (query: object) =>
        (await stage.store.searchSubjects({ limit: 10, ...query })).map(({ id }) => id);
      expect((await found({})).toSorted()).toEqual(['s_d', 's_evt_1', 's_evt_2']);
      expect(await found({ kind: 'dispute' })).toEqual(['s_d']);
      expect((await found({ kind: 'payment' })).toSorted()).toEqual(['s_evt_1', 's_evt_2']);
      expect(await found({ customer: 'cus_1' })).toEqual(['s_evt_1']);
      expect(await found({ anyId: { id: 'dp_1', accounts: ['main'] } })).toEqual(['s_d']);
      expect(await found({ anyId: { id: 'cus_1', accounts: ['main'] } })).toEqual(['s_evt_1']);
      const [first] = await stage.store.searchSubjects({ limit: 1 });
      const before = { updatedAt: first?.updatedAt ?? 0, id: first?.id ?? '' };
      const rest = await found({ before });
      expect(rest).toHaveLength(2);
      expect(rest).not.toContain(first?.id);
    });

    test('tallies what became of events', async () => {
      await sale('evt_1', { receivedAt: 1_000 });
      await sale('evt_2', { receivedAt: 2_000 });
      const tally = await stage.store.tallyEvents({ since: 0, newest: 100 });
      expect(tally.groups).toEqual([{ state: 'routed', code: 'matched', text: expect.any(String), count: 2 }]);
      expect(tally.partial).toBe(false);
      expect(await stage.store.tallyEvents({ since: 0, newest: 1 })).toMatchObject({
        groups: [{ count: 1 }],
        partial: true,
      });
    });
  });

  test('parks only what waits; a release sends it on', async () => {
    await stage.scene.happen({ deliveries: [plan()] });
    const [waiting] = await stage.scene.all('pending');
    const id = waiting?.id ?? 0;
    expect(await stage.store.parkDeliveries({ ids: [id, 999], by: 'U1' })).toBe(1);
    expect(await stage.store.parkDeliveries({ ids: [id], by: 'U1' })).toBe(0);
    expect(await stage.store.describeDeliveries([id])).toEqual([
      { id, reason: { code: 'parked_by_person', text: expect.stringContaining('U1') }, sentAt: null, ts: null },
    ]);
    expect(await stage.store.replay({ deliveryIds: [id], states: ['parked'], now: 2_000 })).toMatchObject({
      deliveries: 1,
    });
    expect(await stage.scene.all('pending')).toHaveLength(1);
  });
}
