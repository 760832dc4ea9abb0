import type { MovementKind } from '../../domain/ledger.ts';
import type { LedgerChange, LedgerFilter, LedgerWindow, Movement } from '../ledger-store.ts';
import { tagged, where } from './ledger-filter.ts';
import { amountsOf, tagsOf } from './ledger-rows.ts';
import type { SumRecord } from './ledger-sums.ts';
import { listOf, rows, type Steps } from './query.ts';

interface MovementRecord extends SumRecord {
  readonly account: string;
  readonly connect: string;
  readonly id: string;
  readonly at: number;
  readonly source: string | null;
  readonly customer: string | null;
  readonly tags: string;
  readonly detail: string | null;
  readonly changed_at: number;
}

export function* listMovements(query: {
  filter: LedgerFilter;
  window: LedgerWindow;
  kinds: readonly MovementKind[];
  limit: number;
  after?: { readonly at: number; readonly id: string };
}): Steps<Movement[]> {
  if (query.kinds.length === 0) return [];
  const own = where(query.filter);
  const kinds = listOf(query.kinds);
  const tags = tagged(query.filter);
  const { after } = query;
  const found = yield* rows<MovementRecord>(
    `SELECT account, connect, id, kind, at, currency, hi, lo, settled, settled_hi, settled_lo, fee_hi, fee_lo, source,
       customer, tags, detail, changed_at, 1 AS count FROM movements
     WHERE ${own.sql} AND kind IN (${kinds.marks}) AND at >= ? AND at < ? ${tags.sql}
       ${after === undefined ? '' : 'AND (at > ? OR (at = ? AND id > ?))'} ORDER BY at, id LIMIT ?`,
    ...own.values,
    ...kinds.values,
    query.window.from,
    query.window.to,
    ...tags.values,
    ...(after === undefined ? [] : [after.at, after.at, after.id]),
    query.limit,
  );
  return found.map((record) => ({
    account: record.account,
    connect: record.connect,
    id: record.id,
    kind: record.kind,
    at: Number(record.at),
    currency: record.currency,
    settled: record.settled,
    count: 1,
    ...amountsOf(record),
    source: record.source,
    customer: record.customer,
    tags: tagsOf(record.tags),
    detail: record.detail,
    changedAt: Number(record.changed_at),
  }));
}

export function* ledgerScopes(): Steps<{ account: string; livemode: boolean }[]> {
  const found = yield* rows<{ account: string; livemode: number }>(
    `SELECT DISTINCT account, livemode FROM movement_sums WHERE level = 'm' ORDER BY account, livemode`,
  );
  return found.map(({ account, livemode }) => ({ account, livemode: Number(livemode) === 1 }));
}

/** Days are told apart, so that one old correction does not seem to concern everything since. */
export function* ledgerChanges(since: number): Steps<LedgerChange[]> {
  const found = yield* rows<{ account: string; livemode: number; first: number; last: number; changed: number }>(
    `SELECT account, livemode, min(at) AS first, max(at) AS last, max(changed_at) AS changed FROM movements
     WHERE changed_at >= ? AND kind <> '' GROUP BY account, livemode, at / 86400 ORDER BY first LIMIT 1000`,
    since,
  );
  return found.map(({ account, livemode, first, last, changed }) => ({
    account,
    livemode: Number(livemode) === 1,
    from: Number(first),
    to: Number(last),
    changedAt: Number(changed),
  }));
}
