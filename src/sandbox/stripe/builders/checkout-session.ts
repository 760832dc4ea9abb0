import type Stripe from 'stripe';
import type { Person } from '../people.ts';
import type { Scope } from '../scope.ts';
import { addressOf } from './customer.ts';

const day = 86_400;

export interface CheckoutFacts {
  readonly mode: 'payment' | 'subscription' | 'setup';
  /** Null in setup mode, where nothing is sold. */
  readonly amount: number | null;
  readonly currency: string | null;
}

/** As opened. Stripe sends no event for that: only completed or expired sessions speak. */
export function buildCheckoutSession(
  scope: Scope,
  facts: CheckoutFacts,
  given: Partial<Stripe.Checkout.Session> = {},
): Stripe.Checkout.Session {
  const id = `cs_${scope.livemode ? 'live' : 'test'}_a1${scope.random.text(56)}`;
  return {
    id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: true },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: null,
    amount_subtotal: facts.amount,
    amount_total: facts.amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    cancel_url: 'https://shop.example.com/cart',
    client_reference_id: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: scope.now(),
    currency: facts.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: null,
    customer_account: null,
    customer_creation: facts.mode === 'payment' ? 'if_required' : 'always',
    customer_details: null,
    customer_email: null,
    discounts: [],
    expires_at: scope.now() + day,
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: scope.livemode,
    locale: null,
    managed_payments: { enabled: false },
    metadata: {},
    mode: facts.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: facts.mode === 'payment' ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    payment_status: facts.mode === 'setup' ? 'no_payment_required' : 'unpaid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: 'open',
    submit_type: null,
    subscription: null,
    success_url: 'https://shop.example.com/thanks',
    total_details: facts.amount === null ? null : { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: `https://checkout.stripe.com/c/pay/${id}`,
    wallet_options: null,
    ...given,
  };
}

/** What the session learns of its customer when it completes. */
export function checkoutCustomerOf(person: Person): Stripe.Checkout.Session.CustomerDetails {
  return {
    address: addressOf(person),
    business_name: null,
    email: person.email,
    individual_name: null,
    name: person.name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  };
}
