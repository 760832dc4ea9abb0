import {
  idAt,
  isObject,
  type JsonObject,
  type JsonValue,
  listAt,
  numberAt,
  objectAt,
  textAt,
} from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import { amountValue, catalog, joined, numberValue, term } from './value.ts';

/** Newest known objects by id, as Context has them. */
export type Known = Readonly<Record<string, JsonObject>>;

export function knownObject(known: Known, id: string | null): JsonObject | null {
  return id !== null && Object.hasOwn(known, id) ? (known[id] ?? null) : null;
}

/** The price (or old plan) of an invoice line, subscription item or checkout line, of any API version: object or bare id. */
export function priceOf(line: JsonObject, known: Known): { id: string | null; object: JsonObject | null } {
  const object =
    objectAt(line, 'price') ?? objectAt(line, 'pricing.price_details.price') ?? objectAt(line, 'plan') ?? null;
  const id =
    idAt(line, 'price') ??
    idAt(line, 'pricing.price_details.price') ??
    idAt(line, 'plan') ??
    textAt(object ?? {}, 'id');
  return { id, object: object ?? knownObject(known, id) };
}

/** The id of the product behind a line or a price. */
export function productIdOf(line: JsonObject, known: Known): string | null {
  return (
    idAt(line, 'pricing.price_details.product') ??
    idAt(line, 'price.product') ??
    idAt(line, 'plan.product') ??
    idAt(line, 'product') ??
    idAt(priceOf(line, known).object ?? {}, 'product')
  );
}

/** The product's name: from what is known of it, or where it came expanded. */
export function productName(line: JsonObject, known: Known): string | null {
  const expanded =
    objectAt(line, 'price.product') ?? objectAt(line, 'plan.product') ?? objectAt(line, 'product') ?? null;
  const own = expanded === null ? null : textAt(expanded, 'name');
  return own ?? textAt(knownObject(known, productIdOf(line, known)) ?? {}, 'name');
}

/** "Gold plan": the product's name, else the price's nickname; null where neither is known. */
export function planName(line: JsonObject, known: Known): string | null {
  const price = priceOf(line, known).object;
  return productName(line, known) ?? (price === null ? null : (textAt(price, 'nickname') ?? textAt(price, 'name')));
}

/** "month", "3 months"; empty for a one-time price. */
export function intervalPhrase(price: JsonObject): Phrase {
  const interval = textAt(price, 'recurring.interval') ?? textAt(price, 'interval');
  if (interval === null) return [];
  const count = numberAt(price, 'recurring.interval_count') ?? numberAt(price, 'interval_count') ?? 1;
  return count === 1 ? say`${term(interval)}` : say`${numberValue(count)} ${term(`${interval}s`)}`;
}

/** "€20.00 / month", "€50.00"; empty for prices without one amount (tiered, metered by fractions). */
export function pricePhrase(price: JsonObject): Phrase {
  const amount = amountValue(
    price['unit_amount'] ?? price['amount'] ?? wholeDecimal(price['unit_amount_decimal'] ?? price['amount_decimal']),
    price['currency'],
  );
  if (amount === null) return [];
  const interval = intervalPhrase(price);
  return interval.length === 0 ? say`${amount}` : say`${amount} / ${interval}`;
}

/** What the lines of an invoice, a session or a subscription are for: product names once each, else Stripe's own line texts. */
export function linesPhrase(lines: readonly JsonValue[], known: Known, more: boolean): Phrase {
  const seen = new Set<string>();
  for (const line of lines) {
    if (!isObject(line)) continue;
    const name = planName(line, known) ?? nameInDescription(textAt(line, 'description'));
    if (name !== null) seen.add(name);
  }
  const names = [...seen];
  const shown = names.slice(0, 3);
  const rest = names.length - shown.length;
  const list = joined(
    shown.map((name) => say`${catalog(name)}`),
    say`, `,
  );
  if (rest > 0) return more ? say`${list} and more` : say`${list} and ${numberValue(rest)} more`;
  return more && list.length > 0 ? say`${list} and more` : list;
}

/** Ids of the lines' products, prices and plans, for routing and for looking up their names. */
export function catalogIds(
  lines: readonly JsonValue[],
  known: Known,
): { products: string[]; prices: string[]; plans: string[] } {
  const [products, prices, plans] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const line of lines) {
    if (!isObject(line)) continue;
    const [product, price, plan] = [productIdOf(line, known), priceOf(line, known).id, idAt(line, 'plan')];
    if (product !== null) products.add(product);
    if (price !== null) prices.add(price);
    if (plan !== null) plans.add(plan);
  }
  return { products: [...products].sort(), prices: [...prices].sort(), plans: [...plans].sort() };
}

/** The lines of whichever object: invoice, subscription, quote, session with expanded lines. */
export function linesOf(object: JsonObject): JsonValue[] {
  for (const place of ['lines', 'items', 'line_items']) {
    const found = listAt(object, place);
    if (found.length > 0) return found;
  }
  return [];
}

/** Stripe's line texts: "1 × Gold plan (at $20.00 / month)" names the plan between the count and the price. */
function nameInDescription(description: string | null): string | null {
  if (description === null) return null;
  const name = description.replace(/^\d+ × /, '').replace(/ \(at [^()]*\)$/, '');
  return name === '' ? null : name;
}

function wholeDecimal(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'string' && /^-?\d+(\.0+)?$/.test(value) ? value.split('.')[0] : undefined;
}
