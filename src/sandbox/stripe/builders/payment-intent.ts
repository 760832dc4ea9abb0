import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

export interface PaymentIntentFacts {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly methodTypes?: string[];
  readonly description?: string | null;
  readonly receiptEmail?: string | null;
}

/** As created: waiting for its payment method. */
export function buildPaymentIntent(
  scope: Scope,
  facts: PaymentIntentFacts,
  given: Partial<Stripe.PaymentIntent> = {},
): Stripe.PaymentIntent {
  const id = newId(scope, 'pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: facts.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${scope.random.text(25)}`,
    confirmation_method: 'automatic',
    created: scope.now(),
    currency: facts.currency,
    customer: facts.customer,
    customer_account: null,
    description: facts.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: scope.livemode,
    managed_payments: { enabled: false },
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: facts.methodTypes ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: facts.receiptEmail ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
    ...given,
  };
}
