import { type MovementKind, movementKinds, type TransactionFact } from '../../domain/ledger.ts';
import type { MinorUnits } from '../../domain/money.ts';
import type { Amounts, SummaryWindow, TieOut, TieOutLine } from '../../domain/summary.ts';
import type { LedgerFilter, LedgerStore, LedgerSum } from '../../store/ledger-store.ts';
import { type BalanceAccount, readBalance } from './read-balance.ts';

/** Kinds that change the balance at Stripe: those that are compared. */
const balanceKinds: ReadonlySet<MovementKind> = new Set(movementKinds.slice(0, movementKinds.indexOf('failed')));

/** A hundred a page: more would keep a summary waiting for minutes. Its days were compared when they closed. */
const mostListed = 20_000;

export interface TieOutDeps {
  readonly store: Pick<LedgerStore, 'recordLedger' | 'ledgerSums'>;
  /** Null where the account has no API key. */
  readonly accountOf: (name: string) => BalanceAccount | null;
  readonly now: () => number;
}

/**
 * Lists Stripe's balance transactions of a window once more, takes in what is new, and compares their sum with what the
 * ledger's sums say of the same window. Not an identity: the one adds up Stripe's list, the other what events, back-fills
 * and earlier lists left in the roll-ups; a movement counted twice, lost or put into another day shows as a difference.
 */
export async function tieOut(
  window: SummaryWindow,
  scopes: readonly Pick<LedgerFilter, 'account' | 'livemode' | 'connected'>[],
  deps: TieOutDeps,
): Promise<TieOut> {
  const listed = new Map<string, { count: number; minor: bigint }>();
  const sums: LedgerSum[] = [];
  for (const scope of scopes) {
    const account = deps.accountOf(scope.account);
    if (account === null) return notCompared('no_api_key', `the account "${scope.account}" has no API key`);
    const filter = { ...scope, connected: false, tags: [] };
    const [held = []] = await deps.store.ledgerSums({ filter, windows: [window] });
    if (held.reduce((all, { count }) => all + count, 0) > mostListed) {
      return notCompared('too_many', `more than ${mostListed} balance transactions are not listed a second time`);
    }
    const seen = new Set<string>();
    const onPage = ({ facts }: { readonly facts: readonly TransactionFact[] }) => {
      for (const fact of facts) if (!seen.has(fact.id)) addUp(listed, fact, seen);
    };
    const read = await readBalance(deps.store, account, window, { onPage, now: deps.now });
    if (read.kind !== 'read') return { kind: 'not_compared', reason: read.reason };
    sums.push(...((await deps.store.ledgerSums({ filter, windows: [window] }))[0] ?? []));
  }
  const balance = sums.filter(({ kind }) => balanceKinds.has(kind));
  return { kind: 'compared', lines: linesOf(listed, balance), pending: pendingOf(balance) };
}

function notCompared(code: string, text: string): TieOut {
  return { kind: 'not_compared', reason: { code, text } };
}

function addUp(listed: Map<string, { count: number; minor: bigint }>, fact: TransactionFact, seen: Set<string>): void {
  seen.add(fact.id);
  const { currency, minor } = fact.amount;
  const known = listed.get(currency);
  listed.set(currency, {
    count: (known?.count ?? 0) + 1,
    minor: (known?.minor ?? 0n) + BigInt(minor) - BigInt(fact.fee),
  });
}

function linesOf(
  listed: ReadonlyMap<string, { count: number; minor: bigint }>,
  sums: readonly LedgerSum[],
): TieOutLine[] {
  const booked = sums.filter(({ settled }) => settled !== '');
  const currencies = [...new Set([...listed.keys(), ...booked.map(({ settled }) => settled)])].sort();
  return currencies.map((currency) => {
    const stripe = listed.get(currency);
    const ledger = booked
      .filter(({ settled }) => settled === currency)
      .reduce((sum, one) => sum + BigInt(one.settledMinor) - BigInt(one.feeMinor), 0n);
    return {
      currency,
      transactions: stripe?.count ?? 0,
      stripe: text(stripe?.minor ?? 0n),
      ledger: text(ledger),
      difference: text(ledger - (stripe?.minor ?? 0n)),
    };
  });
}

function pendingOf(sums: readonly LedgerSum[]): Amounts[] {
  const open = sums.filter(({ settled, count }) => settled === '' && count > 0);
  return [...new Set(open.map(({ currency }) => currency))].sort().map((currency) => {
    const own = open.filter((one) => one.currency === currency);
    return {
      currency,
      count: own.reduce((all, { count }) => all + count, 0),
      minor: text(own.reduce((all, { minor }) => all + BigInt(minor), 0n)),
    };
  });
}

const text = (minor: bigint): MinorUnits => `${minor}`;
