import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

export interface RefundFacts {
  readonly amount: number;
  readonly charge: Stripe.Charge;
  readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | null;
  readonly status?: 'pending' | 'succeeded' | 'failed' | 'canceled' | 'requires_action';
}

export function buildRefund(scope: Scope, facts: RefundFacts, given: Partial<Stripe.Refund> = {}): Stripe.Refund {
  const { charge } = facts;
  const card = charge.payment_method_details?.type === 'card';
  return {
    id: newId(scope, charge.id.startsWith('py_') ? 'pyr' : 're'),
    object: 'refund',
    amount: facts.amount,
    balance_transaction: null,
    charge: charge.id,
    created: scope.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: card
      ? {
          card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
          type: 'card',
        }
      : { type: charge.payment_method_details?.type ?? 'unknown' },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason: facts.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: facts.status ?? 'succeeded',
    transfer_reversal: null,
    ...given,
  };
}
