import type { MinorUnits } from '../../domain/money.ts';
import type { LedgerFilter, LedgerWindow } from '../ledger-store.ts';
import { bigOf, minorOf } from './ledger-amount.ts';
import { cover, type Part } from './ledger-buckets.ts';
import { customerKinds, customerLevels } from './ledger-deltas.ts';
import { tagged, type Whole, where } from './ledger-filter.ts';
import { listOf, rows, type Steps } from './query.ts';

export function* ledgerCustomers(query: {
  filter: LedgerFilter;
  window: LedgerWindow;
  limit: number;
}): Steps<{ customer: string; currency: string; count: number; minor: MinorUnits }[]> {
  const { filter, window, limit } = query;
  const narrowed = filter.tags.length > 0;
  const parts: Part[] = narrowed
    ? [{ level: 'rows', ...window, sign: 1 }]
    : cover(window.from, window.to, customerLevels);
  const totals = new Map<string, { customer: string; currency: string; count: number; minor: bigint }>();
  for (const part of parts) {
    for (const { customer, currency, count, hi, lo } of yield* customersIn(filter, part)) {
      const key = `${currency} ${customer}`;
      const total = totals.get(key);
      totals.set(key, {
        customer,
        currency,
        count: (total?.count ?? 0) + part.sign * Number(count),
        minor: (total?.minor ?? 0n) + BigInt(part.sign) * bigOf(hi, lo),
      });
    }
  }
  const sorted = [...totals.values()]
    .filter(({ minor }) => minor > 0n)
    .sort((a, b) => (a.minor === b.minor ? (a.customer < b.customer ? -1 : 1) : a.minor > b.minor ? -1 : 1));
  const given = new Map<string, number>();
  return sorted
    .filter(({ currency }) => {
      const place = (given.get(currency) ?? 0) + 1;
      given.set(currency, place);
      return place <= limit;
    })
    .map(({ minor, ...one }) => ({ ...one, minor: `${minor}` as const }));
}

interface CustomerRecord {
  readonly customer: string;
  readonly currency: string;
  readonly count: Whole;
  readonly hi: Whole;
  readonly lo: Whole;
}

function* customersIn(filter: LedgerFilter, part: Part): Steps<readonly CustomerRecord[]> {
  const own = where(filter);
  if (part.level === 'rows') {
    const kinds = listOf(customerKinds);
    const tags = tagged(filter);
    return yield* rows<CustomerRecord>(
      `SELECT customer, currency, count(*) AS count, sum(hi) AS hi, sum(lo) AS lo FROM movements
       WHERE ${own.sql} AND kind IN (${kinds.marks}) AND at >= ? AND at < ? AND customer IS NOT NULL ${tags.sql}
       GROUP BY customer, currency`,
      ...own.values,
      ...kinds.values,
      part.from,
      part.to,
      ...tags.values,
    );
  }
  return yield* rows<CustomerRecord>(
    `SELECT customer, currency, sum(count) AS count, sum(hi) AS hi, sum(lo) AS lo FROM customer_sums
     WHERE ${own.sql} AND level = ? AND bucket >= ? AND bucket < ? GROUP BY customer, currency`,
    ...own.values,
    part.level,
    part.from,
    part.to,
  );
}

export function* ledgerOfEarlier(query: {
  filter: LedgerFilter;
  window: LedgerWindow;
}): Steps<{ kind: 'refund' | 'dispute'; currency: string; count: number; minor: MinorUnits }[]> {
  const { filter, window } = query;
  const own = where(filter, 'r.');
  const tags = tagged(filter, 'r.');
  const found = yield* rows<{ kind: 'refund' | 'dispute'; currency: string; count: Whole; hi: Whole; lo: Whole }>(
    `SELECT r.kind AS kind, r.currency AS currency, count(*) AS count, sum(r.hi) AS hi, sum(r.lo) AS lo FROM movements r
     LEFT JOIN movements c ON c.account = r.account AND c.livemode = r.livemode AND c.connect = r.connect
       AND c.id = 'charge:' || r.detail
     WHERE ${own.sql} AND r.kind IN ('refund', 'dispute') AND r.at >= ? AND r.at < ? AND r.detail IS NOT NULL
       AND coalesce(c.at, 0) < ? ${tags.sql} GROUP BY r.kind, r.currency ORDER BY r.kind, r.currency`,
    ...own.values,
    window.from,
    window.to,
    window.from,
    ...tags.values,
  );
  return found.map(({ kind, currency, count, hi, lo }) => ({
    kind,
    currency,
    count: Number(count),
    minor: minorOf(hi, lo),
  }));
}
