import { transactionFact } from '../../domain/balance-transaction.ts';
import type { StripeEvent } from '../../domain/event.ts';
import { idAt, isObject, listAt } from '../../domain/json.ts';
import type { LedgerFact, LedgerScope } from '../../domain/ledger.ts';
import { money, negate } from '../../domain/money.ts';

/** A dispute carries its balance transactions whole: what was withdrawn, what came back, and Stripe's fee. */
export function disputeFacts(
  event: StripeEvent,
  _type: string,
  scope: LedgerScope,
  _tags: readonly string[],
): readonly LedgerFact[] {
  const dispute = event.object ?? {};
  const amount = money(dispute['amount'], dispute['currency']);
  return listAt(dispute, 'balance_transactions')
    .filter(isObject)
    .flatMap((transaction) => {
      const fact = transactionFact(transaction, scope);
      if (fact === null) return [];
      const presented = amount === null ? null : fact.kind === 'dispute' ? negate(amount) : amount;
      return [{ ...fact, presented, detail: idAt(dispute, 'charge') }];
    });
}
