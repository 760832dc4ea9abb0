import type Stripe from 'stripe';
import { exchange, exchangeRate } from '../exchange.ts';
import { newId, type Scope } from '../scope.ts';

const day = 86_400;

export interface MovementFacts {
  readonly type: Stripe.BalanceTransaction.Type;
  readonly category: string;
  /** Signed, in minor units of `currency`; what leaves the account is negative. */
  readonly amount: number;
  readonly currency: string;
  /** The account's own currency, in which the movement is booked. */
  readonly settlement: string;
  readonly source: string;
  /** Stripe's fee in minor units of the settlement currency. */
  readonly fee: number;
  readonly feeDescription?: string;
  readonly description?: string | null;
}

/** `net` is always `amount - fee`. */
export function buildBalanceTransaction(
  scope: Scope,
  facts: MovementFacts,
  given: Partial<Stripe.BalanceTransaction> = {},
): Stripe.BalanceTransaction {
  const amount = exchange(facts.amount, facts.currency, facts.settlement);
  return {
    id: newId(scope, 'txn'),
    object: 'balance_transaction',
    amount,
    available_on: scope.now() + 2 * day,
    balance_type: 'payments',
    created: scope.now(),
    currency: facts.settlement,
    description: facts.description ?? null,
    exchange_rate: facts.currency === facts.settlement ? null : exchangeRate(facts.currency, facts.settlement),
    fee: facts.fee,
    fee_details:
      facts.fee === 0
        ? []
        : [
            {
              amount: facts.fee,
              application: null,
              currency: facts.settlement,
              description: facts.feeDescription ?? 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - facts.fee,
    reporting_category: facts.category,
    source: facts.source,
    status: 'pending',
    type: facts.type,
    ...given,
  };
}

/** 1.5 % + €0.25, in minor units of the settlement currency (European cards; docs: stripe.com/pricing). */
export function processingFee(amount: number, currency: string, settlement: string): number {
  return Math.round(exchange(amount, currency, settlement) * 0.015) + exchange(25, 'eur', settlement);
}
