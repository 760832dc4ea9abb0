import type { JsonObject, JsonValue } from '../../domain/json.ts';
import { idAt, isObject, listAt, objectAt, textAt } from '../../domain/json.ts';
import type { SubjectState } from '../../domain/subject.ts';
import { newest } from '../advance.ts';

// A card shows few names; more would only spend Stripe's limits (F44: the rest is said as "first 10").
const mostWanted = 12;

/**
 * Ids whose objects would complete the subject's card: its customer where the event gives no name, the products and prices
 * that it names by id only, its subscription; with `settlement` the balance transactions of its charges. Pure; in a stable
 * order.
 */
export function wantedIds(state: SubjectState, also: { readonly settlement: boolean }): string[] {
  const wanted = new Set<string>(also.settlement ? transactionsOf(state) : []);
  for (const id of Object.keys(state.objects).sort()) {
    const object = newest(state, id);
    if (object === null) continue;
    const customer = idAt(object, 'customer');
    if (customer !== null && !namesCustomer(object)) wanted.add(customer);
    const subscription = idAt(object, 'subscription') ?? idAt(object, 'parent.subscription_details.subscription');
    if (subscription !== null) wanted.add(subscription);
    for (const price of pricesOf(object)) wanted.add(price);
    for (const payment of paymentsBehind(object)) wanted.add(payment);
  }
  return [...wanted].slice(0, mostWanted);
}

/** A dispute, a warning and a review name their payment by id only; its amount and payer are what people ask for first. */
function paymentsBehind(object: JsonObject): string[] {
  if (!['dispute', 'radar.early_fraud_warning', 'review'].includes(textAt(object, 'object') ?? '')) return [];
  return ['charge', 'payment_intent'].map((path) => textAt(object, path)).filter((id) => id !== null);
}

function transactionsOf(state: SubjectState): string[] {
  return Object.keys(state.objects)
    .sort()
    .flatMap((id) => {
      const object = newest(state, id);
      const transaction = textAt(object, 'object') === 'charge' ? idAt(object ?? {}, 'balance_transaction') : null;
      return transaction === null ? [] : [transaction];
    });
}

function namesCustomer(object: JsonObject): boolean {
  return [
    'customer_name',
    'customer_email',
    'customer_details.name',
    'customer_details.email',
    'billing_details.name',
    'billing_details.email',
    'customer.name',
    'customer.email',
  ].some((path) => textAt(object, path) !== null);
}

/** Products and prices that lines and items mention by id; an expanded product needs no fetch. */
function pricesOf(object: JsonObject): string[] {
  const lines: JsonValue[] = [...listAt(object, 'lines'), ...listAt(object, 'items'), ...listAt(object, 'line_items')];
  return lines.filter(isObject).flatMap((line) => {
    const product = [objectAt(line, 'price'), objectAt(line, 'plan'), objectAt(line, 'pricing.price_details')]
      .map((holder) => (holder === null || objectAt(holder, 'product') !== null ? null : textAt(holder, 'product')))
      .find((id) => id !== null);
    return product === undefined || product === null ? [] : [product];
  });
}
