import type Stripe from 'stripe';
import type { Person } from '../people.ts';
import { newShortId, type Scope } from '../scope.ts';

export function buildCustomer(scope: Scope, person: Person, given: Partial<Stripe.Customer> = {}): Stripe.Customer {
  return {
    id: newShortId(scope, 'cus'),
    object: 'customer',
    address: addressOf(person),
    balance: 0,
    created: scope.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: person.email,
    invoice_prefix: scope.random.hex(8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: scope.livemode,
    metadata: {},
    name: person.name,
    next_invoice_sequence: 1,
    phone: person.phone,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...given,
  };
}

export function addressOf(person: Person): Stripe.Address {
  return {
    city: person.city,
    country: person.country,
    line1: person.line1,
    line2: null,
    postal_code: person.postalCode,
    state: null,
  };
}

/** What a payment says of its payer. */
export function billingDetailsOf(person: Person): Stripe.Charge.BillingDetails {
  return { address: addressOf(person), email: person.email, name: person.name, phone: null, tax_id: null };
}
