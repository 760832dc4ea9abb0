import { transactionFact } from '../../domain/balance-transaction.ts';
import type { Reason } from '../../domain/event.ts';
import { type JsonObject, textAt } from '../../domain/json.ts';
import type { TransactionFact } from '../../domain/ledger.ts';
import type { StripeLister } from '../../domain/stripe-lister.ts';
import type { SummaryWindow } from '../../domain/summary.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';

/** One account, or a connected account of it, whose balance can be read. */
export interface BalanceAccount {
  readonly name: string;
  /** Null where the configuration does not say; then events of test mode are taken for test. */
  readonly livemode: boolean | null;
  readonly lister: Pick<StripeLister, 'balanceTransactions'>;
}

export type BalanceRead =
  | { readonly kind: 'read'; readonly transactions: number; readonly changed: number }
  | { readonly kind: 'refused' | 'unavailable'; readonly reason: Reason };

export interface ReadOptions {
  /** Id of the last transaction that an earlier run took in: the list goes on after it. */
  readonly after?: string | null;
  /** Called after each page, when it is in the ledger. */
  readonly onPage?: (page: {
    readonly facts: readonly TransactionFact[];
    readonly last: string;
  }) => Promise<void> | void;
  readonly now: () => number;
}

/**
 * Takes Stripe's balance transactions of [from, to) into the ledger, newest first as Stripe lists them, page by page. Their
 * source objects come with them where the key may read those: by them a payment in another currency keeps its own amount.
 */
export async function readBalance(
  store: Pick<LedgerStore, 'recordLedger'>,
  account: BalanceAccount,
  window: SummaryWindow,
  options: ReadOptions,
): Promise<BalanceRead> {
  let after = options.after ?? null;
  let withSource = true;
  let [transactions, changed] = [0, 0];
  for (;;) {
    const query = { from: window.from, to: window.to - 1, after, connectAccount: null };
    const page = await account.lister.balanceTransactions({ ...query, withSource });
    if (page.kind === 'refused' && withSource && page.reason.code === 'stripe_permission_missing') {
      // The transactions alone may be allowed where the charges behind them are not.
      withSource = false;
      continue;
    }
    if (page.kind !== 'page') return page;
    const facts = factsOf(page.objects, account);
    if (facts.length > 0) changed += (await store.recordLedger({ now: options.now(), facts })).changed;
    transactions += facts.length;
    const last = textAt(page.objects.at(-1), 'id');
    if (last !== null) await options.onPage?.({ facts, last });
    if (!page.more || last === null) return { kind: 'read', transactions, changed };
    after = last;
  }
}

function factsOf(objects: readonly JsonObject[], account: BalanceAccount): TransactionFact[] {
  const scope = { account: account.name, livemode: account.livemode ?? true, connect: '' };
  return objects.map((object) => transactionFact(object, scope)).filter((fact) => fact !== null);
}
