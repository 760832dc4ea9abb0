import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

export function buildReview(scope: Scope, charge: Stripe.Charge, given: Partial<Stripe.Review> = {}): Stripe.Review {
  return {
    id: newId(scope, 'prv'),
    object: 'review',
    billing_zip: charge.billing_details.address?.postal_code ?? null,
    charge: charge.id,
    closed_reason: null,
    created: scope.now(),
    // RFC 5737 keeps this network for documentation.
    ip_address: `203.0.113.${scope.random.int(1, 254)}`,
    ip_address_location: { city: 'Lagos', country: 'NG', latitude: 6.45, longitude: 3.39, region: 'LA' },
    livemode: scope.livemode,
    open: true,
    opened_reason: 'rule',
    ...(charge.payment_intent === null ? {} : { payment_intent: charge.payment_intent }),
    reason: 'rule',
    session: { browser: 'Chrome', device: 'Other', platform: 'Windows', version: '140.0' },
    ...given,
  };
}
