import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';

export function buildCoupon(scope: Scope, percentOff: number, given: Partial<Stripe.Coupon> = {}): Stripe.Coupon {
  return {
    id: scope.random.text(8),
    object: 'coupon',
    amount_off: null,
    created: scope.now(),
    currency: null,
    duration: 'repeating',
    duration_in_months: 3,
    livemode: scope.livemode,
    max_redemptions: null,
    metadata: {},
    name: `${percentOff} % off for three months`,
    percent_off: percentOff,
    redeem_by: null,
    times_redeemed: 0,
    valid: true,
    ...given,
  };
}

/** A coupon at work on a subscription. */
export function buildDiscount(
  scope: Scope,
  facts: { readonly coupon: string; readonly customer: string; readonly subscription: string | null },
  given: Partial<Stripe.Discount> = {},
): Stripe.Discount {
  return {
    id: newId(scope, 'di'),
    object: 'discount',
    checkout_session: null,
    customer: facts.customer,
    customer_account: null,
    end: null,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: facts.coupon, type: 'coupon' },
    start: scope.now(),
    subscription: facts.subscription,
    subscription_item: null,
    ...given,
  };
}
