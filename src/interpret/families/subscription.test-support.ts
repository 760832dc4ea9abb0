import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { eventOf } from './told.test-support.ts';

export const day = 86_400;
export const now = 1_785_585_660; // 2026-08-01

export function item(unit: number, quantity = 1, more: JsonObject = {}): JsonObject {
  return {
    id: `si_${unit}`,
    object: 'subscription_item',
    quantity,
    current_period_end: now + 31 * day,
    price: {
      id: `price_${unit}`,
      object: 'price',
      currency: 'eur',
      nickname: `Plan ${unit}`,
      product: 'prod_1',
      unit_amount: unit,
      unit_amount_decimal: `${unit}`,
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    },
    ...more,
  };
}

export function list(...items: JsonObject[]): JsonObject {
  return { object: 'list', data: items, has_more: false };
}

export function subscription(more: JsonObject = {}): JsonObject {
  return {
    id: 'sub_1',
    object: 'subscription',
    status: 'active',
    customer: 'cus_1',
    currency: 'eur',
    start_date: now - 90 * day,
    items: list(item(2000)),
    cancel_at: null,
    cancel_at_period_end: false,
    ...more,
  };
}

export function event(verb: string, more: JsonObject = {}, rest: Partial<StripeEvent> = {}): StripeEvent {
  return eventOf(`customer.subscription.${verb}`, subscription(more), rest);
}

export const updated = (previous: JsonObject, more: JsonObject = {}): StripeEvent =>
  event('updated', more, { previous });
