import type Stripe from 'stripe';

/**
 * A decimal as it travels. Stripe's JSON carries decimals as strings, while the SDK's types name the class that its client
 * makes of them; these objects are bodies, so a string it is. The only place where the stand-in leaves the SDK's types.
 */
export function decimal(text: string): Stripe.Decimal {
  const wire: unknown = text;
  return wire as Stripe.Decimal;
}

/** A complete list as it is embedded in an object. */
export function embeddedList<T>(data: T[], url: string, hasMore = false): Stripe.ApiList<T> {
  return { object: 'list', data, has_more: hasMore, url };
}
