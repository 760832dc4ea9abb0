import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';
import type { Decline } from './decline.ts';

/** What decides a charge; all else follows from it. */
export interface ChargeFacts {
  readonly amount: number;
  readonly currency: string;
  readonly method: Stripe.PaymentMethod;
  readonly customer: string | null;
  readonly paymentIntent: string | null;
  readonly status: 'succeeded' | 'pending' | 'failed';
  readonly decline?: Decline;
  readonly description?: string | null;
  readonly receiptEmail?: string | null;
  readonly captured?: boolean;
}

/** A card's charge is `ch_…`, any other method's `py_…`. */
export function buildCharge(scope: Scope, facts: ChargeFacts, given: Partial<Stripe.Charge> = {}): Stripe.Charge {
  const captured = facts.captured ?? facts.status !== 'failed';
  return {
    id: newId(scope, facts.method.type === 'card' ? 'ch' : 'py'),
    object: 'charge',
    amount: facts.amount,
    amount_captured: captured ? facts.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: facts.method.billing_details,
    calculated_statement_descriptor: 'EXAMPLE SHOP',
    captured,
    created: scope.now(),
    currency: facts.currency,
    customer: facts.customer,
    description: facts.description ?? null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: facts.decline?.code ?? null,
    failure_message: facts.decline?.message ?? null,
    fraud_details: {},
    livemode: scope.livemode,
    metadata: {},
    on_behalf_of: null,
    outcome: outcomeOf(scope, facts),
    paid: facts.status !== 'failed',
    payment_intent: facts.paymentIntent,
    payment_method: facts.method.id,
    payment_method_details: detailsOf(facts),
    receipt_email: facts.receiptEmail ?? null,
    receipt_number: null,
    receipt_url: facts.status === 'failed' ? null : `https://pay.stripe.com/receipts/payment/${scope.random.text(40)}`,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: facts.status,
    transfer_data: null,
    transfer_group: null,
    ...given,
  };
}

function outcomeOf(scope: Scope, facts: ChargeFacts): Stripe.Charge.Outcome {
  const { decline } = facts;
  return {
    advice_code: decline?.advice ?? null,
    network_advice_code: null,
    network_decline_code: decline?.networkCode ?? null,
    network_status: decline === undefined ? 'approved_by_network' : 'declined_by_network',
    reason: decline?.declineCode ?? null,
    risk_level: 'normal',
    risk_score: scope.random.int(1, 60),
    seller_message:
      decline === undefined ? 'Payment complete.' : `The bank returned the decline code \`${decline.declineCode}\`.`,
    type: decline === undefined ? 'authorized' : 'issuer_declined',
  };
}

function detailsOf(facts: ChargeFacts): Stripe.Charge.PaymentMethodDetails {
  const { method } = facts;
  if (method.sepa_debit !== undefined) {
    const { bank_code, branch_code, country, fingerprint, last4 } = method.sepa_debit;
    return { sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: null }, type: 'sepa_debit' };
  }
  const card = method.card;
  if (card === undefined) return { type: method.type };
  return {
    card: {
      amount_authorized: facts.status === 'failed' ? null : facts.amount,
      authorization_code: facts.status === 'failed' ? null : '123456',
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      extended_authorization: { status: 'disabled' },
      fingerprint: card.fingerprint ?? null,
      funding: card.funding,
      incremental_authorization: { status: 'unavailable' },
      installments: null,
      last4: card.last4,
      mandate: null,
      multicapture: { status: 'unavailable' },
      network: card.brand,
      network_token: { used: false },
      network_transaction_id: null,
      overcapture: { maximum_amount_capturable: facts.amount, status: 'unavailable' },
      regulated_status: 'unregulated',
      three_d_secure: null,
      transaction_link_id: null,
      wallet: null,
    },
    type: 'card',
  };
}
