import { isObject, type JsonObject, type JsonValue, listAt, numberAt, objectAt, textAt } from '../domain/json.ts';
import type { MrrGap } from './mrr.ts';
import { decimal, minus, type Rational, whole } from './rational.ts';

/** A lasting discount. `rest` is the share that stays to be paid (percentage), `off` an amount per period and currency. */
export interface Discount {
  readonly rest: Rational | null;
  readonly off: Readonly<Record<string, Rational>>;
  /** Only these products; empty for all. */
  readonly products: readonly string[];
}

/**
 * The lasting discounts of a subscription or an item: `discounts` today, `discount` before. One that is only an id, or
 * whose coupon is, cannot be read and is flagged.
 */
export function discountsOf(holder: JsonObject, now: number | null, gaps: Set<MrrGap>): Discount[] {
  const listed = listAt(holder, 'discounts');
  const single = holder['discount'];
  const all: JsonValue[] = listed.length > 0 || single === undefined || single === null ? listed : [single];
  return all.flatMap((entry) => {
    const coupon = isObject(entry) ? couponOf(entry) : null;
    if (!isObject(entry) || coupon === null) {
      gaps.add('unknown_discount');
      return [];
    }
    const end = numberAt(entry, 'end');
    if (textAt(coupon, 'duration') === 'once' || (end !== null && now !== null && end <= now)) return [];
    const discount = discountOf(coupon);
    if (discount === null) gaps.add('unknown_discount');
    return discount === null ? [] : [discount];
  });
}

/** The coupon behind a discount: `coupon` until 2025, `source.coupon` since; null where it is only an id. */
export function couponOf(discount: JsonObject): JsonObject | null {
  return objectAt(discount, 'coupon') ?? objectAt(discount, 'source.coupon');
}

function discountOf(coupon: JsonObject): Discount | null {
  const products = listAt(coupon, 'applies_to.products').filter((id): id is string => typeof id === 'string');
  const percent = decimal(`${numberAt(coupon, 'percent_off') ?? ''}`);
  if (percent !== null) {
    if (percent.n < 0n || percent.n > 100n * percent.d) return null;
    return { rest: minus(whole(1n), { n: percent.n, d: percent.d * 100n }), off: {}, products };
  }
  const off: Record<string, Rational> = {};
  for (const [currency, option] of Object.entries(objectAt(coupon, 'currency_options') ?? {})) {
    const amount = numberAt(option, 'amount_off');
    if (amount !== null && Number.isInteger(amount) && amount >= 0) off[currency.toLowerCase()] = whole(BigInt(amount));
  }
  const [amount, currency] = [numberAt(coupon, 'amount_off'), textAt(coupon, 'currency')];
  if (amount !== null && currency !== null && Number.isInteger(amount) && amount >= 0) {
    off[currency.toLowerCase()] = whole(BigInt(amount));
  }
  return Object.keys(off).length > 0 ? { rest: null, off, products } : null;
}
