import { isObject, type JsonObject, type JsonValue, listAt, numberAt, objectAt, textAt } from '../domain/json.ts';
import { type Money, money } from '../domain/money.ts';
import { type Discount, discountsOf } from './mrr-discount.ts';
import { decimal, least, minus, plus, type Rational, roundHalfEven, times, whole, zero } from './rational.ts';

/**
 * Why a figure is not the whole truth: `metered` and `tiered` prices count as 0 because their amount is only known once
 * used; `unknown_price`, `unknown_discount` and `more_items` miss facts that the event did not carry.
 */
export type MrrGap = 'metered' | 'tiered' | 'unknown_price' | 'unknown_discount' | 'more_items';

export interface Mrr {
  /** One amount per currency of the items, in the currency's minor unit, each rounded half-even once. */
  readonly amounts: readonly Money[];
  /** False while nothing recurs yet or any more: trial, incomplete, paused, unpaid, cancelled. Past due still counts. */
  readonly counts: boolean;
  readonly gaps: readonly MrrGap[];
}

interface Line {
  readonly product: string | null;
  readonly currency: string;
  readonly perMonth: Rational;
  /** How many billing periods a month has. */
  readonly periods: Rational;
}

/**
 * The monthly recurring revenue that a subscription's items come to, whatever its status (`counts` says whether it is
 * earned now). A year is 365 days and 12 months, a week 7 days. Discounts that last (forever, or repeating and not yet
 * over at `now`, Unix seconds) are taken off where the event carries their coupon; those for one invoice are not.
 */
export function mrrOf(subscription: JsonObject, now: number | null): Mrr {
  const gaps = new Set<MrrGap>();
  let lines: Line[] = [];
  for (const item of itemsOf(subscription)) {
    const line = lineOf(item, gaps);
    if (line !== null) lines.push(...discounted([line], discountsOf(item, now, gaps), gaps));
  }
  lines = discounted(lines, discountsOf(subscription, now, gaps), gaps);
  if (objectAt(subscription, 'items')?.['has_more'] === true) gaps.add('more_items');
  const sums = new Map<string, Rational>();
  for (const line of lines) sums.set(line.currency, plus(sums.get(line.currency) ?? zero, line.perMonth));
  const amounts: Money[] = [];
  for (const [currency, sum] of sums) {
    const amount = money(roundHalfEven(sum), currency);
    if (amount !== null) amounts.push(amount);
  }
  return { amounts, counts: countsNow(subscription), gaps: [...gaps] };
}

/** The items; before 2018 and in short forms only `plan` and `quantity` at the top. */
export function itemsOf(subscription: JsonObject): JsonObject[] {
  const items = listAt(subscription, 'items').filter((item): item is JsonObject => isObject(item));
  if (items.length > 0) return items;
  const plan = subscription['plan'];
  return isObject(plan) ? [{ plan, quantity: subscription['quantity'] ?? 1 }] : [];
}

/** The price of an item in today's shape or as a `plan`; null where it is only an id. */
function priceOf(item: JsonObject): JsonObject | null {
  return objectAt(item, 'price') ?? objectAt(item, 'plan');
}

function countsNow(subscription: JsonObject): boolean {
  const status = textAt(subscription, 'status');
  return (status === 'active' || status === 'past_due') && objectAt(subscription, 'pause_collection') === null;
}

function lineOf(item: JsonObject, gaps: Set<MrrGap>): Line | null {
  const price = priceOf(item);
  const currency = textAt(price ?? undefined, 'currency')?.toLowerCase() ?? null;
  if (price === null || currency === null || !/^[a-z]{3}$/.test(currency)) {
    gaps.add('unknown_price');
    return null;
  }
  const product = typeof price['product'] === 'string' ? price['product'] : textAt(price, 'product.id');
  const line = { product, currency, perMonth: zero, periods: zero };
  if ((textAt(price, 'recurring.usage_type') ?? textAt(price, 'usage_type')) === 'metered') {
    gaps.add('metered');
    return line;
  }
  if (textAt(price, 'billing_scheme') === 'tiered') {
    gaps.add('tiered');
    return line;
  }
  const unit = unitAmount(price);
  const periods = periodsPerMonth(price);
  const quantity = quantityOf(item, price);
  if (unit === null || periods === null || quantity === null) {
    gaps.add('unknown_price');
    return line;
  }
  return { ...line, perMonth: times(times(unit, quantity), periods), periods };
}

function unitAmount(price: JsonObject): Rational | null {
  for (const name of ['unit_amount_decimal', 'amount_decimal', 'unit_amount', 'amount']) {
    const value = price[name];
    if (typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))) return decimal(`${value}`);
  }
  return null;
}

/** Months have 365/12 days, so that seven days and one week come to the same. */
function periodsPerMonth(price: JsonObject): Rational | null {
  const interval = textAt(price, 'recurring.interval') ?? textAt(price, 'interval');
  const count = numberAt(price, 'recurring.interval_count') ?? numberAt(price, 'interval_count') ?? 1;
  if (!Number.isInteger(count) || count < 1) return null;
  const every = BigInt(count);
  switch (interval ?? '') {
    case 'day':
      return { n: 365n, d: 12n * every };
    case 'week':
      return { n: 365n, d: 84n * every };
    case 'month':
      return { n: 1n, d: every };
    case 'year':
      return { n: 1n, d: 12n * every };
    default:
      return null;
  }
}

function quantityOf(item: JsonObject, price: JsonObject): Rational | null {
  const quantity = wholeNumber(item['quantity'] ?? 1);
  if (quantity === null) return null;
  const transform = objectAt(price, 'transform_quantity') ?? objectAt(price, 'transform_usage');
  const by = wholeNumber(transform?.['divide_by']);
  if (by === null || by <= 0n) return whole(quantity);
  const packages = quantity / by;
  return whole(transform?.['round'] === 'up' && quantity % by !== 0n ? packages + 1n : packages);
}

function wholeNumber(value: JsonValue | undefined): bigint | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? BigInt(value) : null;
}

/** Takes the discounts off one after the other, as Stripe does, never below zero. */
function discounted(lines: readonly Line[], discounts: readonly Discount[], gaps: Set<MrrGap>): Line[] {
  let result = [...lines];
  for (const discount of discounts) {
    let left: Rational | null = null;
    result = result.map((line) => {
      if (discount.products.length > 0 && !discount.products.includes(line.product ?? '')) return line;
      if (discount.rest !== null) return { ...line, perMonth: times(line.perMonth, discount.rest) };
      const off = discount.off[line.currency];
      if (off === undefined) {
        gaps.add('unknown_discount');
        return line;
      }
      // One amount a period for all lines together: what the first cannot take goes to the next.
      const available: Rational = left ?? times(off, line.periods);
      const taken = least(available, line.perMonth);
      left = minus(available, taken);
      return { ...line, perMonth: minus(line.perMonth, taken) };
    });
  }
  return result;
}
