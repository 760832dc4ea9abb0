import type { LedgerScope, MovementKind, ObjectFact, TransactionFact } from '../../domain/ledger.ts';
import type { MinorUnits, Money } from '../../domain/money.ts';

/** What an object said of a movement, as it is kept. */
export type Told = Omit<ObjectFact, 'type' | keyof LedgerScope>;
/** A balance transaction as it is kept with its movement. */
export type Transaction = Pick<
  TransactionFact,
  'id' | 'at' | 'amount' | 'fee' | 'presented' | 'customer' | 'source' | 'detail'
>;

/** Everything known of one movement. Normally one transaction; more where an object is captured or withdrawn in parts. */
export interface Known {
  readonly kind: MovementKind;
  readonly told: Told | null;
  /** By `at`, then id. */
  readonly transactions: readonly Transaction[];
}

/** One row of the ledger: what one movement, or one part of it, adds to the sums. */
export interface Entry {
  readonly id: string;
  readonly kind: MovementKind;
  readonly at: number;
  readonly amount: Money;
  /** Null while no balance transaction is known. */
  readonly settled: Money | null;
  readonly fee: MinorUnits;
  readonly source: string | null;
  readonly customer: string | null;
  readonly tags: readonly string[];
  readonly detail: string | null;
}

/** Commutative, associative and idempotent: the ledger does not depend on the order in which facts come. */
export function mergeTold(a: Told | null, b: Told): Told {
  if (a === null) return b;
  const stronger = strength(a, b) >= 0 ? a : b;
  return {
    kind: stronger.kind,
    source: a.source,
    at: stronger.rank > Math.min(a.rank, b.rank) ? stronger.at : Math.min(a.at, b.at),
    amount: stronger.amount,
    customer: later(a.customer, b.customer),
    rank: stronger.rank,
    tags: [...new Set([...a.tags, ...b.tags])].sort(),
    detail: a.rank === b.rank ? later(a.detail, b.detail) : stronger.detail,
  };
}

/** Greater than 0 where `a` holds against `b`: by rank, then the larger amount, then the currency's name. */
function strength(a: Told, b: Told): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  const [x, y] = [size(a.amount), size(b.amount)];
  if (x !== y) return x < y ? -1 : 1;
  if (a.amount.currency !== b.amount.currency) return a.amount.currency < b.amount.currency ? -1 : 1;
  return BigInt(a.amount.minor) < BigInt(b.amount.minor) ? -1 : 1;
}

function size(amount: Money): bigint {
  const minor = BigInt(amount.minor);
  return minor < 0n ? -minor : minor;
}

/** What is known before what is not; of two the greater text, so that both orders give the same. */
function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? b : a;
}

/** Adds a transaction, or what another report of it knows beside. */
export function withTransaction(known: readonly Transaction[], added: Transaction): readonly Transaction[] {
  const same = known.find(({ id }) => id === added.id);
  const one: Transaction =
    same === undefined
      ? added
      : {
          ...added,
          presented: added.presented ?? same.presented,
          customer: later(added.customer, same.customer),
          detail: later(added.detail, same.detail),
        };
  return [...known.filter(({ id }) => id !== added.id), one].sort(
    (a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id === b.id ? 0 : 1),
  );
}

/**
 * The rows that a movement comes to. Without a transaction one provisional row; with one its figures, at its second; the
 * amount in the customer's currency is the transaction's own where both currencies are one. Of several in a foreign currency
 * the first carries the whole amount: Stripe does not say which part of it each was.
 */
export function entriesOf(id: string, { told, transactions, ...known }: Known): Entry[] {
  const kind = told?.kind ?? known.kind;
  const detail = told?.detail ?? null;
  const tags = told?.tags ?? [];
  const [first] = transactions;
  if (first === undefined) {
    if (told === null) return [];
    const { at, amount, source, customer } = told;
    return [{ id, kind, at, amount, settled: null, fee: '0', source, customer, tags, detail }];
  }
  const presented = told?.amount ?? first.presented;
  const customer = transactions.reduce((found, one) => later(found, one.customer), told?.customer ?? null);
  return transactions.map((one, index) => ({
    id: index === 0 ? id : `${id}/${one.id}`,
    kind,
    at: one.at,
    amount: amountOf(one, presented, index === 0),
    settled: one.amount,
    fee: one.fee,
    source: one.source ?? told?.source ?? null,
    customer,
    tags,
    detail: detail ?? one.detail,
  }));
}

function amountOf(one: Transaction, presented: Money | null, first: boolean): Money {
  if (presented === null || presented.currency === one.amount.currency) return one.amount;
  return first ? presented : { minor: '0', currency: presented.currency };
}
