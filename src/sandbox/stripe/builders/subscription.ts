import type Stripe from 'stripe';
import { intervalOf, later } from '../calendar.ts';
import { newId, newShortId, type Scope } from '../scope.ts';
import { embeddedList } from '../wire.ts';
import { planOf } from './price.ts';

export interface SubscriptionFacts {
  readonly customer: string;
  readonly price: Stripe.Price;
  readonly quantity?: number;
  /** Unix seconds; null without a trial. */
  readonly trialEnd?: number | null;
}

/** `active` from now, or `trialing` until the trial's end. One item. */
export function buildSubscription(
  scope: Scope,
  facts: SubscriptionFacts,
  given: Partial<Stripe.Subscription> = {},
): Stripe.Subscription {
  const id = given.id ?? newId(scope, 'sub');
  const trialEnd = facts.trialEnd ?? null;
  const item = buildSubscriptionItem(scope, {
    subscription: id,
    price: facts.price,
    quantity: facts.quantity ?? 1,
    ...(trialEnd === null ? {} : { periodEnd: trialEnd }),
  });
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: trialEnd ?? scope.now(),
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: 'charge_automatically',
    created: scope.now(),
    currency: facts.price.currency,
    customer: facts.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: embeddedList([item], `/v1/subscription_items?subscription=${id}`),
    latest_invoice: null,
    livemode: scope.livemode,
    managed_payments: { enabled: false },
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: 'off' },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: scope.now(),
    status: trialEnd === null ? 'active' : 'trialing',
    test_clock: null,
    transfer_data: null,
    trial_end: trialEnd,
    trial_settings: { end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' } },
    trial_start: trialEnd === null ? null : scope.now(),
    ...given,
  };
}

function buildSubscriptionItem(
  scope: Scope,
  facts: {
    readonly subscription: string;
    readonly price: Stripe.Price;
    readonly quantity: number;
    readonly periodStart?: number;
    readonly periodEnd?: number;
  },
  given: Partial<Stripe.SubscriptionItem> = {},
): Stripe.SubscriptionItem {
  const start = facts.periodStart ?? scope.now();
  return {
    id: newShortId(scope, 'si'),
    object: 'subscription_item',
    billing_thresholds: null,
    created: scope.now(),
    current_period_end: facts.periodEnd ?? later(start, intervalOf(facts.price.recurring?.interval)),
    current_period_start: start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(facts.price),
    price: facts.price,
    quantity: facts.quantity,
    subscription: facts.subscription,
    tax_rates: [],
    ...given,
  };
}
