import type Stripe from 'stripe';
import { day } from '../calendar.ts';
import { newId, type Scope } from '../scope.ts';

export function buildPayout(
  scope: Scope,
  facts: { readonly amount: number; readonly currency: string },
  given: Partial<Stripe.Payout> = {},
): Stripe.Payout {
  const today = scope.now() - (scope.now() % day);
  return {
    id: newId(scope, 'po'),
    object: 'payout',
    amount: facts.amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: today + 2 * day,
    automatic: true,
    balance_transaction: null,
    created: scope.now(),
    currency: facts.currency,
    description: 'STRIPE PAYOUT',
    destination: newId(scope, 'ba'),
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: scope.livemode,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'in_progress',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
    ...given,
  };
}
