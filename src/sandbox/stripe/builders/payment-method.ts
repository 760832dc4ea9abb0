import type Stripe from 'stripe';
import type { Person } from '../people.ts';
import type { Random } from '../random.ts';
import { newId, type Scope } from '../scope.ts';
import { billingDetailsOf } from './customer.ts';

/** The card as Stripe knows it: never its number. */
export interface CardFacts {
  readonly brand: 'visa' | 'mastercard' | 'amex';
  readonly last4: string;
  readonly country: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly fingerprint: string;
  readonly wallet: 'apple_pay' | 'google_pay' | null;
}

export function anyCard(random: Random, country: string): CardFacts {
  return {
    brand: random.pick(['visa', 'visa', 'mastercard', 'amex'] as const),
    last4: random.digits(4),
    country,
    expMonth: random.int(1, 12),
    expYear: random.int(2028, 2034),
    funding: random.pick(['credit', 'debit', 'debit', 'prepaid'] as const),
    fingerprint: random.text(16),
    wallet: random.pick([null, null, null, 'apple_pay', 'google_pay'] as const),
  };
}

export function buildCardMethod(
  scope: Scope,
  person: Person,
  card: CardFacts,
  given: Partial<Stripe.PaymentMethod> = {},
): Stripe.PaymentMethod {
  return {
    id: newId(scope, 'pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetailsOf(person),
    card: {
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: 'pass', cvc_check: 'pass' },
      country: card.country,
      display_brand: card.brand,
      exp_month: card.expMonth,
      exp_year: card.expYear,
      fingerprint: card.fingerprint,
      funding: card.funding,
      generated_from: null,
      last4: card.last4,
      networks: { available: [card.brand], preferred: null },
      regulated_status: 'unregulated',
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: scope.now(),
    customer: null,
    customer_account: null,
    livemode: scope.livemode,
    metadata: {},
    type: 'card',
    ...given,
  };
}

export function buildSepaMethod(
  scope: Scope,
  person: Person,
  given: Partial<Stripe.PaymentMethod> = {},
): Stripe.PaymentMethod {
  return {
    id: newId(scope, 'pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: billingDetailsOf(person),
    created: scope.now(),
    customer: null,
    customer_account: null,
    livemode: scope.livemode,
    metadata: {},
    sepa_debit: {
      bank_code: '37040044',
      branch_code: '',
      country: 'DE',
      fingerprint: scope.random.text(16),
      generated_from: { charge: null, setup_attempt: null },
      last4: scope.random.digits(4),
    },
    type: 'sepa_debit',
    ...given,
  };
}
