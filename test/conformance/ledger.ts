import { describe, expect, test } from 'vitest';
import type { LedgerFact, ObjectFact, SubscriptionFact, TransactionFact } from '../../src/domain/ledger.ts';
import type { PeriodFigures } from '../../src/domain/summary.ts';
import type { LedgerFilter } from '../../src/store/ledger-store.ts';
import type { SummaryBody } from '../../src/store/summary-store.ts';
import { fine, lane, owner } from './scene.ts';
import type { Stage } from './store.conformance.ts';

const scope = { account: 'main', livemode: true, connect: '' };
const filter: LedgerFilter = { account: 'main', livemode: true, connected: false, tags: [] };
/** 2026-03-10T00:00:00Z. */
const day = 1_773_100_800;
const all = { from: 0, to: 4_000_000_000 };

function charge(given: Partial<ObjectFact> = {}): ObjectFact {
  return {
    type: 'object',
    ...scope,
    kind: 'charge',
    source: 'ch_1',
    at: day + 36_000,
    amount: { minor: '1000', currency: 'eur' },
    customer: 'cus_1',
    rank: 0,
    tags: ['prod_1'],
    detail: null,
    ...given,
  };
}

function booked(given: Partial<TransactionFact> = {}): TransactionFact {
  return {
    type: 'transaction',
    ...scope,
    id: 'txn_1',
    kind: 'charge',
    source: 'ch_1',
    at: day + 36_002,
    amount: { minor: '1000', currency: 'eur' },
    fee: '40',
    presented: null,
    customer: null,
    detail: null,
    ...given,
  };
}

function paying(at: number, minor: string | null, given: Partial<SubscriptionFact> = {}): SubscriptionFact {
  return {
    type: 'subscription',
    ...scope,
    subscription: 'sub_1',
    at,
    order: '3',
    mrr: minor === null ? [] : [{ minor: minor as `${bigint}`, currency: 'eur' }],
    before: [],
    customer: 'cus_1',
    tags: [],
    detail: null,
    ...given,
  };
}

function body(): SummaryBody {
  const figures: PeriodFigures = {
    view: 'charged',
    currencies: [],
    paid: 0,
    failed: 0,
    payouts: [],
    mrr: [],
    recovered: [],
    lost: [],
  };
  return {
    request: { accounts: [], connected: false, tags: [] },
    corrections: [],
    summary: {
      period: 'daily',
      timezone: 'UTC',
      window: { from: day, to: day + 86_400 },
      figures,
      previous: figures,
      weekBefore: null,
      series: [],
      largest: [],
      gains: [],
      losses: [],
      churn: [],
      openDisputes: [],
      ofEarlier: [],
      tieOut: { kind: 'not_compared', reason: fine },
      test: false,
    },
  };
}

export function ledger(stage: Stage): void {
  const record = (...facts: readonly LedgerFact[]) => stage.store.recordLedger({ now: 5_000, facts });
  const sums = async (window = all, given: Partial<LedgerFilter> = {}) => {
    const [found] = await stage.store.ledgerSums({ filter: { ...filter, ...given }, windows: [window] });
    return (found ?? []).map(({ kind, currency, settled, count, minor, settledMinor, feeMinor }) =>
      [kind, currency, settled, count, minor, settledMinor, feeMinor].join(' '),
    );
  };

  describe('summaries', () => {
    const firing = {
      id: 'finance/daily/2026-03-11',
      series: 'finance/daily',
      channel: 'finance',
      lane,
      dueAt: 9_000,
      now: 10_000,
      body: body(),
    };

    test('F100 a firing is written once for ever, with its one delivery', async () => {
      const { store } = stage;
      expect(await store.lastFiring(firing.series)).toBeNull();
      const fired = await Promise.all([store.fireSummary(firing), store.fireSummary({ ...firing, now: 10_001 })]);
      expect(fired.filter(Boolean)).toHaveLength(1);
      const again = await stage.reopen();
      expect(await again.fireSummary(firing)).toBe(false);
      expect(await again.lastFiring(firing.series)).toBe(9_000);
      const all = await stage.scene.all();
      expect(all.map(({ op, note, changeKey }) => [op, note, changeKey])).toEqual([['summary', firing.id, firing.id]]);
    });

    test('one that is passed over is on record, and nothing is posted', async () => {
      const { store, scene } = stage;
      expect(await store.fireSummary({ ...firing, body: null })).toBe(true);
      expect(await store.lastFiring(firing.series)).toBe(9_000);
      expect(await store.getSummary(firing.id)).toBeNull();
      expect(await store.postedSummaries(0)).toEqual([]);
      expect(await scene.all()).toEqual([]);
    });

    test('F95 a correction replaces the figures once and is told where the summary stands', async () => {
      const { store, scene } = stage;
      await store.fireSummary(firing);
      await scene.sendDue(10_000, '77.1');
      expect((await store.getSummary(firing.id))?.ts).toBe('77.1');
      const correction = {
        version: 2,
        at: 11,
        changes: [{ figure: 'gross', currency: 'eur', from: '1', to: '2' }],
      } as const;
      const corrected = {
        id: firing.id,
        version: 2,
        body: { ...body(), corrections: [correction] },
        now: 12_000,
        tell: true,
      };
      expect(await store.correctSummary(corrected)).toBe(true);
      expect(await store.correctSummary(corrected)).toBe(false);
      const row = await store.getSummary(firing.id);
      expect([row?.version, row?.ts, row?.body.corrections.length]).toEqual([2, '77.1', 1]);
      expect((await scene.all()).map(({ changeKey }) => changeKey)).toEqual([firing.id, `${firing.id}#2`]);
      expect((await store.postedSummaries(day + 86_400)).map(({ id }) => id)).toEqual([firing.id]);
      expect(await store.postedSummaries(day + 86_401)).toEqual([]);
    });
  });

  describe('ledger', () => {
    test('an event is provisional until its balance transaction comes, and counts once', async () => {
      await record(charge());
      expect(await sums()).toEqual(['charge eur  1 1000 0 0']);
      expect(await record(booked())).toEqual({ changed: 1 });
      expect(await sums()).toEqual(['charge eur eur 1 1000 1000 40']);
      expect(await record(charge(), booked())).toEqual({ changed: 0 });
      expect(await sums()).toEqual(['charge eur eur 1 1000 1000 40']);
    });

    test('any order and repetition of the same facts gives the same ledger', async () => {
      const facts: LedgerFact[] = [
        charge({ amount: { minor: '5000', currency: 'usd' } }),
        charge({ at: day + 36_500, customer: null, tags: ['route:sales'], amount: { minor: '5000', currency: 'usd' } }),
        booked({ amount: { minor: '4600', currency: 'eur' } }),
        charge({ kind: 'refund', source: 're_1', amount: { minor: '-5000', currency: 'usd' }, detail: 'ch_1' }),
        booked({ id: 'txn_2', kind: 'refund', source: 're_1', amount: { minor: '-4601', currency: 'eur' }, fee: '0' }),
        charge({ kind: 'lost', source: 'in_1', rank: 1, at: day }),
        charge({ kind: 'recovered', source: 'in_1', rank: 2, at: day + 90_000 }),
        paying(day, '2000'),
        paying(day + 90_000, '3000', { before: null }),
        paying(day + 180_000, null, { before: null, detail: 'involuntary:payment_failed' }),
      ];
      const expected = async () => ({
        sums: await sums(),
        day: await sums({ from: day, to: day + 86_400 }),
        movements: (
          await stage.store.listMovements({ filter, window: all, kinds: ['charge', 'mrr_churn'], limit: 10 })
        ).map((movement) => ({ ...movement, changedAt: 0 })),
        customers: await stage.store.ledgerCustomers({ filter, window: all, limit: 5 }),
      });
      for (const fact of facts) await record(fact);
      const first = await expected();
      expect(first.sums).toEqual([
        'charge usd eur 1 5000 4600 40',
        'mrr_churn eur  1 -3000 0 0',
        'mrr_expansion eur  1 1000 0 0',
        'mrr_new eur  1 2000 0 0',
        'recovered eur  1 1000 0 0',
        'refund usd eur 1 -5000 -4601 0',
      ]);
      expect(first.movements.map(({ tags }) => tags)).toEqual([['prod_1', 'route:sales'], []]);
      const orders = [facts.toReversed(), [...facts, ...facts], facts.toSorted((a, b) => b.at - a.at)];
      for (const [index, order] of orders.entries()) {
        const connect = `acct_${index}`;
        for (const fact of order) await record({ ...fact, connect });
        const own = await stage.store.listMovements({
          filter: { ...filter, connected: true },
          window: all,
          kinds: ['charge', 'refund', 'recovered', 'lost', 'mrr_new', 'mrr_expansion', 'mrr_churn'],
          limit: 100,
        });
        const bare = own.filter((one) => one.connect === connect).map((one) => ({ ...one, connect: '', changedAt: 0 }));
        const mine = own.filter((one) => one.connect === '').map((one) => ({ ...one, connect: '', changedAt: 0 }));
        expect(bare).toEqual(mine);
      }
      expect(await expected()).toEqual(first);
    });

    test('a balance transaction moves its movement into the second that Stripe booked it', async () => {
      await record(charge({ at: day - 1 }));
      expect(await sums({ from: day - 86_400, to: day })).toEqual(['charge eur  1 1000 0 0']);
      await record(booked({ at: day + 1 }));
      expect(await sums({ from: day - 86_400, to: day })).toEqual([]);
      expect(await sums({ from: day, to: day + 86_400 })).toEqual(['charge eur eur 1 1000 1000 40']);
    });

    test('several transactions of one object are parts of it; one without a source stands for itself', async () => {
      await record(
        charge({ amount: { minor: '3000', currency: 'eur' } }),
        booked({ id: 'txn_b', at: day + 200_000, amount: { minor: '2000', currency: 'eur' }, fee: '10' }),
        booked({ id: 'txn_a', amount: { minor: '1000', currency: 'eur' }, fee: '20' }),
        booked({ id: 'txn_fee', kind: 'fee', source: null, amount: { minor: '-99', currency: 'eur' }, fee: '0' }),
      );
      expect(await sums()).toEqual(['charge eur eur 2 3000 3000 30', 'fee eur eur 1 -99 -99 0']);
      expect(await sums({ from: day, to: day + 86_400 })).toEqual([
        'charge eur eur 1 1000 1000 20',
        'fee eur eur 1 -99 -99 0',
      ]);
    });

    test('any window is the exact sum of its movements, whatever buckets it crosses', async () => {
      const facts = Array.from({ length: 300 }, (_, index) =>
        charge({
          source: `ch_${index}`,
          at: day + index * 18_137,
          amount: { minor: `${BigInt(index * 7 + 1)}`, currency: 'jpy' },
        }),
      );
      await record(...facts);
      const windows = Array.from({ length: 120 }, (_, index) => {
        const from = day + ((index * 7_919_003) % 5_000_000) - 40_000;
        return { from, to: from + ((index * 104_729 * 31) % 4_000_000) + (index % 5 === 0 ? 1 : 900) };
      });
      const found = await stage.store.ledgerSums({ filter, windows });
      windows.forEach(({ from, to }, index) => {
        const inside = facts.filter(({ at }) => at >= from && at < to);
        const minor = inside.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
        expect([found[index]?.[0]?.count ?? 0, found[index]?.[0]?.minor ?? '0']).toEqual([inside.length, `${minor}`]);
      });
    });

    test('sums beyond what a JavaScript number holds stay exact', async () => {
      const minor = '999999999999999999';
      const many = Array.from({ length: 50 }, (_, index) =>
        charge({ source: `ch_${index}`, amount: { minor, currency: 'idr' } }),
      );
      await record(...many, charge({ source: 'ch_absurd', amount: { minor: '1000000000000000000', currency: 'idr' } }));
      expect(await sums()).toEqual([`charge idr  50 ${BigInt(minor) * 50n} 0 0`]);
      const [customer] = await stage.store.ledgerCustomers({ filter, window: all, limit: 1 });
      expect(customer?.minor).toBe(`${BigInt(minor) * 50n}`);
    });

    test('a late event of a subscription changes what followed it as well', async () => {
      await record(paying(day, '2000'), paying(day + 200, '5000', { before: null }));
      await record(paying(day + 100, null, { before: null, detail: 'voluntary:unused' }));
      expect(await sums()).toEqual([
        'mrr_churn eur  1 -2000 0 0',
        'mrr_new eur  1 2000 0 0',
        'mrr_reactivation eur  1 5000 0 0',
      ]);
    });

    test('what counted before the first event known is no new revenue', async () => {
      const before = [{ minor: '2000', currency: 'eur' }] as const;
      await record(paying(day, '3000', { before }), paying(day, '4000', { subscription: 'sub_2', before: null }));
      expect(await sums()).toEqual(['mrr_expansion eur  1 1000 0 0']);
    });

    test('customers are summed less what went back, by currency, largest first; connected accounts only where asked', async () => {
      await record(
        charge(),
        charge({ source: 'ch_2', customer: 'cus_2', amount: { minor: '3000', currency: 'eur' } }),
        charge({ kind: 'refund', source: 're_2', customer: 'cus_2', amount: { minor: '-2500', currency: 'eur' } }),
        charge({ source: 'ch_3', customer: 'cus_3', amount: { minor: '9', currency: 'usd' } }),
        charge({ source: 'ch_4', customer: 'cus_4', connect: 'acct_1' }),
      );
      const customers = (connected: boolean) =>
        stage.store.ledgerCustomers({
          filter: { ...filter, connected },
          window: { from: day, to: day + 86_400 },
          limit: 1,
        });
      expect(await customers(false)).toEqual([
        { customer: 'cus_1', currency: 'eur', count: 1, minor: '1000' },
        { customer: 'cus_3', currency: 'usd', count: 1, minor: '9' },
      ]);
      expect(await sums(all, { connected: true })).toEqual([
        'charge eur  3 5000 0 0',
        'charge usd  1 9 0 0',
        'refund eur  1 -2500 0 0',
      ]);
    });

    test('tags narrow sums, customers and movements; wildcards in them are letters', async () => {
      await record(charge(), charge({ source: 'ch_2', tags: ['prod_2', 'route:100%'] }));
      expect(await sums(all, { tags: ['prod_1'] })).toEqual(['charge eur  1 1000 0 0']);
      expect(await sums(all, { tags: ['prodX1', '%', 'route:100_'] })).toEqual([]);
      expect(await sums(all, { tags: ['route:100%'] })).toEqual(['charge eur  1 1000 0 0']);
    });

    test('F99 refunds and disputes of earlier payments are told apart', async () => {
      await record(
        charge({ at: day - 500 }),
        charge({
          kind: 'refund',
          source: 're_1',
          at: day + 5,
          amount: { minor: '-400', currency: 'eur' },
          detail: 'ch_1',
        }),
        charge({ source: 'ch_2', at: day + 1 }),
        charge({
          kind: 'refund',
          source: 're_2',
          at: day + 6,
          amount: { minor: '-70', currency: 'eur' },
          detail: 'ch_2',
        }),
        charge({
          kind: 'refund',
          source: 're_3',
          at: day + 7,
          amount: { minor: '-1', currency: 'eur' },
          detail: 'ch_0',
        }),
      );
      expect(await stage.store.ledgerOfEarlier({ filter, window: { from: day, to: day + 86_400 } })).toEqual([
        { kind: 'refund', currency: 'eur', count: 2, minor: '-401' },
      ]);
    });

    test('movements come in pages, oldest first, and changes by day', async () => {
      await record(charge(), charge({ source: 'ch_2' }), charge({ source: 'ch_3', at: day - 5 }));
      const query = { filter, window: all, kinds: ['charge'] as const, limit: 2 };
      const first = await stage.store.listMovements(query);
      const last = first.at(-1);
      const next = await stage.store.listMovements({ ...query, after: { at: last?.at ?? 0, id: last?.id ?? '' } });
      expect([...first, ...next].map(({ id }) => id)).toEqual(['charge:ch_3', 'charge:ch_1', 'charge:ch_2']);
      expect(await stage.store.ledgerScopes()).toEqual([{ account: 'main', livemode: true }]);
      expect(await stage.store.ledgerChanges(5_001)).toEqual([]);
      const changes = await stage.store.ledgerChanges(5_000);
      expect(changes.map(({ from, to }) => [from, to])).toEqual([
        [day - 5, day - 5],
        [day + 36_000, day + 36_000],
      ]);
    });

    test('an event that conflicts, or is interpreted again, writes no second movement', async () => {
      const { seq } = await stage.scene.claimed();
      const commit = {
        seq,
        owner,
        now: 1_000,
        state: 'suppressed',
        reason: fine,
        late: false,
        decision: null,
        subjects: [],
        deliveries: [],
        ledger: [charge()],
      } as const;
      expect(await stage.store.commitEvent(commit)).toBe('committed');
      await stage.store.replay({ eventIds: [], now: 2_000 });
      const again = await stage.scene.claimed();
      await stage.store.commitEvent({ ...commit, seq: again.seq });
      expect(await sums()).toEqual(['charge eur  1 1000 0 0']);
    });
  });
}
