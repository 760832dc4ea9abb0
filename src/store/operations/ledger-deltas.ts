import type { MovementKind } from '../../domain/ledger.ts';
import { limbsOf } from './ledger-amount.ts';
import { bucketOf, type Level, levels } from './ledger-buckets.ts';
import type { Entry } from './ledger-merge.ts';
import type { Scope } from './ledger-rows.ts';
import { perform, type Steps } from './query.ts';

/** What the figures of customers are made of: what they paid, less what went back to them. */
export const customerKinds: readonly MovementKind[] = [
  'charge',
  'charge_reversal',
  'refund',
  'refund_reversal',
  'dispute',
  'dispute_reversal',
];

/** Months and days only: quarter-hours by customer would be as many rows as there are movements. */
export const customerLevels: readonly Level[] = ['m', 'd'];

interface Change {
  readonly scope: Scope;
  readonly level: Level;
  readonly bucket: number;
  readonly names: readonly string[];
  count: number;
  amount: bigint;
  settled: bigint;
  fee: bigint;
}

/** Gathers what a set of movements changes in the sums, so that each bucket is written once. */
export class Deltas {
  readonly #sums = new Map<string, Change>();
  readonly #customers = new Map<string, Change>();

  /** `sign` 1 for an entry that is there now, -1 for one that was. */
  add(scope: Scope, entry: Entry, sign: 1 | -1): void {
    const by = BigInt(sign);
    const amount = BigInt(entry.amount.minor) * by;
    for (const level of levels) {
      const names = [entry.kind, entry.amount.currency, entry.settled?.currency ?? ''];
      const change = this.#change(this.#sums, scope, level, entry.at, names);
      change.count += sign;
      change.amount += amount;
      change.settled += BigInt(entry.settled?.minor ?? '0') * by;
      change.fee += BigInt(entry.fee) * by;
    }
    if (entry.customer === null || !customerKinds.includes(entry.kind)) return;
    for (const level of customerLevels) {
      const change = this.#change(this.#customers, scope, level, entry.at, [entry.amount.currency, entry.customer]);
      change.count += sign;
      change.amount += amount;
    }
  }

  #change(into: Map<string, Change>, scope: Scope, level: Level, at: number, names: readonly string[]): Change {
    const bucket = bucketOf(level, at);
    const key = JSON.stringify([scope.account, scope.livemode, scope.connect, level, bucket, ...names]);
    const known = into.get(key);
    if (known !== undefined) return known;
    const made: Change = { scope, level, bucket, names, count: 0, amount: 0n, settled: 0n, fee: 0n };
    into.set(key, made);
    return made;
  }

  /** Writes the changes, in one order everywhere, so that two transactions never wait for each other in a circle. */
  *write(): Steps<void> {
    for (const [, change] of inOrder(this.#sums)) yield* writeSum(change);
    for (const [, change] of inOrder(this.#customers)) yield* writeCustomer(change);
  }
}

function inOrder(changes: Map<string, Change>): [string, Change][] {
  return [...changes]
    .filter(([, { count, amount, settled, fee }]) => count !== 0 || amount !== 0n || settled !== 0n || fee !== 0n)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function* writeSum({ scope, level, bucket, names, count, amount, settled, fee }: Change): Steps<void> {
  const [a, s, f] = [limbsOf(amount), limbsOf(settled), limbsOf(fee)];
  yield* perform(
    `INSERT INTO movement_sums (account, livemode, connect, level, bucket, kind, currency, settled, count, hi, lo,
       settled_hi, settled_lo, fee_hi, fee_lo) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, level, bucket, kind, currency, settled, connect) DO UPDATE SET
       count = movement_sums.count + excluded.count, hi = movement_sums.hi + excluded.hi,
       lo = movement_sums.lo + excluded.lo, settled_hi = movement_sums.settled_hi + excluded.settled_hi,
       settled_lo = movement_sums.settled_lo + excluded.settled_lo, fee_hi = movement_sums.fee_hi + excluded.fee_hi,
       fee_lo = movement_sums.fee_lo + excluded.fee_lo`,
    scope.account,
    scope.livemode,
    scope.connect,
    level,
    bucket,
    ...names,
    count,
    a.hi,
    a.lo,
    s.hi,
    s.lo,
    f.hi,
    f.lo,
  );
}

function* writeCustomer({ scope, level, bucket, names, count, amount }: Change): Steps<void> {
  const { hi, lo } = limbsOf(amount);
  yield* perform(
    `INSERT INTO customer_sums (account, livemode, connect, level, bucket, currency, customer, count, hi, lo)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, level, bucket, currency, customer, connect) DO UPDATE SET
       count = customer_sums.count + excluded.count, hi = customer_sums.hi + excluded.hi,
       lo = customer_sums.lo + excluded.lo`,
    scope.account,
    scope.livemode,
    scope.connect,
    level,
    bucket,
    ...names,
    count,
    hi,
    lo,
  );
}
