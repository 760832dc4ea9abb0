import type { MovementKind } from '../../domain/ledger.ts';
import type { Context } from './context.ts';
import { limbsOf, minorOf } from './ledger-amount.ts';
import type { Entry, Known, Told, Transaction } from './ledger-merge.ts';
import { first, perform, type Steps } from './query.ts';

/** Whose money, in the words of the columns. */
export interface Scope {
  readonly account: string;
  readonly livemode: number;
  readonly connect: string;
}

interface KnownRecord {
  readonly kind: MovementKind;
  readonly told: string | null;
  readonly txn: string | null;
}

/** What is known of a movement; null where nothing is. Nobody else changes it until this transaction ends. */
export function* readKnown(context: Context, scope: Scope, id: string): Steps<Known | null> {
  if (context.dialect.concurrent) yield* holdPlace(scope, id);
  const found = yield* first<KnownRecord>(
    `SELECT kind, told, txn FROM movements WHERE account = ? AND livemode = ? AND connect = ? AND id = ?
     ${context.dialect.forUpdate}`,
    scope.account,
    scope.livemode,
    scope.connect,
    id,
  );
  if (found === null || (found.told === null && found.txn === null)) return null;
  return {
    kind: found.kind,
    told: found.told === null ? null : (JSON.parse(found.told) as Told),
    transactions: found.txn === null ? [] : (JSON.parse(found.txn) as Transaction[]),
  };
}

/** Two transactions that bring the same new movement do so one after the other: an absent row cannot be locked. */
function* holdPlace(scope: Scope, id: string): Steps<void> {
  yield* perform(
    `INSERT INTO movements (account, livemode, connect, id, kind, at, currency, hi, lo, settled, settled_hi, settled_lo,
       fee_hi, fee_lo, tags, changed_at) VALUES (?, ?, ?, ?, '', 0, '', 0, 0, '', 0, 0, 0, 0, '', 0) ON CONFLICT DO NOTHING`,
    scope.account,
    scope.livemode,
    scope.connect,
    id,
  );
}

const updated = [
  'kind',
  'at',
  'currency',
  'hi',
  'lo',
  'settled',
  'settled_hi',
  'settled_lo',
  'fee_hi',
  'fee_lo',
  'source',
  'customer',
  'tags',
  'detail',
  'told',
  'txn',
  'changed_at',
]
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/** Writes one row; `known` is kept with the first row of a movement only. `now` in milliseconds. */
export function* writeEntry(scope: Scope, entry: Entry, known: Known | null, now: number): Steps<void> {
  const amount = limbsOf(BigInt(entry.amount.minor));
  const settled = limbsOf(BigInt(entry.settled?.minor ?? '0'));
  const fee = limbsOf(BigInt(entry.fee));
  yield* perform(
    `INSERT INTO movements (account, livemode, connect, id, kind, at, currency, hi, lo, settled, settled_hi, settled_lo,
       fee_hi, fee_lo, source, customer, tags, detail, told, txn, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, connect, id) DO UPDATE SET ${updated}`,
    scope.account,
    scope.livemode,
    scope.connect,
    entry.id,
    entry.kind,
    entry.at,
    entry.amount.currency,
    amount.hi,
    amount.lo,
    entry.settled?.currency ?? '',
    settled.hi,
    settled.lo,
    fee.hi,
    fee.lo,
    entry.source,
    entry.customer,
    tagsText(entry.tags),
    entry.detail,
    known?.told == null ? null : JSON.stringify(known.told),
    known === null || known.transactions.length === 0 ? null : JSON.stringify(known.transactions),
    now,
  );
}

export function* dropEntry(scope: Scope, id: string): Steps<void> {
  yield* perform(
    'DELETE FROM movements WHERE account = ? AND livemode = ? AND connect = ? AND id = ?',
    scope.account,
    scope.livemode,
    scope.connect,
    id,
  );
}

/** `|a|b|`: one tag is found by `LIKE '%|a|%'`. */
export function tagsText(tags: readonly string[]): string {
  return tags.length === 0 ? '' : `|${tags.map((tag) => tag.replaceAll('|', ' ')).join('|')}|`;
}

export function tagsOf(text: string): string[] {
  return text === '' ? [] : text.slice(1, -1).split('|');
}

/** The columns of `Movement` that are amounts. */
export function amountsOf(record: {
  readonly hi: number | bigint | string;
  readonly lo: number | bigint | string;
  readonly settled_hi: number | bigint | string;
  readonly settled_lo: number | bigint | string;
  readonly fee_hi: number | bigint | string;
  readonly fee_lo: number | bigint | string;
}) {
  return {
    minor: minorOf(record.hi, record.lo),
    settledMinor: minorOf(record.settled_hi, record.settled_lo),
    feeMinor: minorOf(record.fee_hi, record.fee_lo),
  };
}
