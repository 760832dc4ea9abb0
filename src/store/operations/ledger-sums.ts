import { type MovementKind, movementKinds } from '../../domain/ledger.ts';
import type { LedgerFilter, LedgerSum, LedgerWindow } from '../ledger-store.ts';
import { cover, type Part } from './ledger-buckets.ts';
import { tagged, type Whole, where } from './ledger-filter.ts';
import { amountsOf } from './ledger-rows.ts';
import { listOf, rows, type Steps } from './query.ts';

export interface SumRecord {
  readonly kind: MovementKind;
  readonly currency: string;
  readonly settled: string;
  readonly count: Whole;
  readonly hi: Whole;
  readonly lo: Whole;
  readonly settled_hi: Whole;
  readonly settled_lo: Whole;
  readonly fee_hi: Whole;
  readonly fee_lo: Whole;
}

const sums = `sum(hi) AS hi, sum(lo) AS lo, sum(settled_hi) AS settled_hi, sum(settled_lo) AS settled_lo,
  sum(fee_hi) AS fee_hi, sum(fee_lo) AS fee_lo`;

export function* ledgerSums(query: { filter: LedgerFilter; windows: readonly LedgerWindow[] }): Steps<LedgerSum[][]> {
  const all: LedgerSum[][] = [];
  for (const { from, to } of query.windows) {
    const narrowed = query.filter.tags.length > 0;
    const parts: Part[] = narrowed ? [{ level: 'rows', from, to, sign: 1 }] : cover(from, to);
    const found: { record: SumRecord; sign: 1 | -1 }[] = [];
    for (const part of parts) {
      const records =
        part.level === 'rows' ? yield* sumRows(query.filter, part) : yield* sumBuckets(query.filter, part);
      for (const record of records) found.push({ record, sign: part.sign });
    }
    all.push(addUp(found));
  }
  return all;
}

function* sumBuckets(filter: LedgerFilter, part: Part): Steps<readonly SumRecord[]> {
  const own = where(filter);
  return yield* rows<SumRecord>(
    `SELECT kind, currency, settled, sum(count) AS count, ${sums} FROM movement_sums
     WHERE ${own.sql} AND level = ? AND bucket >= ? AND bucket < ? GROUP BY kind, currency, settled`,
    ...own.values,
    part.level,
    part.from,
    part.to,
  );
}

function* sumRows(filter: LedgerFilter, part: Part): Steps<readonly SumRecord[]> {
  const own = where(filter);
  const kinds = listOf(movementKinds);
  const tags = tagged(filter);
  return yield* rows<SumRecord>(
    `SELECT kind, currency, settled, count(*) AS count, ${sums} FROM movements
     WHERE ${own.sql} AND kind IN (${kinds.marks}) AND at >= ? AND at < ? ${tags.sql} GROUP BY kind, currency, settled`,
    ...own.values,
    ...kinds.values,
    part.from,
    part.to,
    ...tags.values,
  );
}

function addUp(found: readonly { record: SumRecord; sign: 1 | -1 }[]): LedgerSum[] {
  const totals = new Map<string, { sum: LedgerSum; minor: bigint; settled: bigint; fee: bigint; count: number }>();
  for (const { record, sign } of found) {
    const by = BigInt(sign);
    const key = `${record.kind} ${record.currency} ${record.settled}`;
    const total = totals.get(key);
    const amounts = amountsOf(record);
    const next = {
      count: (total?.count ?? 0) + sign * Number(record.count),
      minor: (total?.minor ?? 0n) + by * BigInt(amounts.minor),
      settled: (total?.settled ?? 0n) + by * BigInt(amounts.settledMinor),
      fee: (total?.fee ?? 0n) + by * BigInt(amounts.feeMinor),
    };
    const { kind, currency, settled } = record;
    totals.set(key, {
      ...next,
      sum: {
        kind,
        currency,
        settled,
        count: next.count,
        minor: `${next.minor}`,
        settledMinor: `${next.settled}`,
        feeMinor: `${next.fee}`,
      },
    });
  }
  return [...totals]
    .filter(([, { count, minor, settled, fee }]) => count !== 0 || minor !== 0n || settled !== 0n || fee !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { sum }]) => sum);
}
