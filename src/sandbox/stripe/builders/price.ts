import type Stripe from 'stripe';
import { newId, type Scope } from '../scope.ts';
import { decimal } from '../wire.ts';

export interface PriceFacts {
  readonly product: string;
  /** Minor units; null for tiered and metered prices. */
  readonly amount: number | null;
  readonly currency: string;
  readonly interval: 'day' | 'week' | 'month' | 'year' | null;
  readonly nickname?: string | null;
  readonly usage?: 'licensed' | 'metered';
}

export function buildPrice(scope: Scope, facts: PriceFacts, given: Partial<Stripe.Price> = {}): Stripe.Price {
  return {
    id: newId(scope, 'price'),
    object: 'price',
    active: true,
    billing_scheme: facts.amount === null ? 'tiered' : 'per_unit',
    created: scope.now(),
    currency: facts.currency,
    custom_unit_amount: null,
    livemode: scope.livemode,
    lookup_key: null,
    metadata: {},
    nickname: facts.nickname ?? null,
    product: facts.product,
    recurring:
      facts.interval === null
        ? null
        : {
            interval: facts.interval,
            interval_count: 1,
            meter: null,
            trial_period_days: null,
            usage_type: facts.usage ?? 'licensed',
          },
    tax_behavior: 'unspecified',
    tiers_mode: facts.amount === null ? 'graduated' : null,
    transform_quantity: null,
    type: facts.interval === null ? 'one_time' : 'recurring',
    unit_amount: facts.amount,
    unit_amount_decimal: facts.amount === null ? null : decimal(String(facts.amount)),
    ...given,
  };
}

/** The older twin of a recurring price, which Stripe still sends beside it in subscription items. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? 'month',
    interval_count: price.recurring?.interval_count ?? 1,
    livemode: price.livemode,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: null,
    trial_period_days: null,
    usage_type: price.recurring?.usage_type ?? 'licensed',
  };
}
