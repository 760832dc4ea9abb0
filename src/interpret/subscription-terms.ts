import { isObject, type JsonObject, type JsonValue, listAt, numberAt } from '../domain/json.ts';
import { compare, isZero, type Money } from '../domain/money.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import { canonicalText } from './canonical.ts';
import { itemsOf, type Mrr } from './mrr.ts';
import { priceOf } from './naming/price.ts';
import { amountValue } from './naming/value.ts';

/** The subscription as it was before an event: what `previous_attributes` names is put back; lists come whole. */
export function beforeOf(object: JsonObject, previous: JsonObject): JsonObject {
  const before = putBack(object, previous);
  // The oldest shape names plan and quantity at the top only: then the one item is as they say.
  const changedAtTop = Object.hasOwn(previous, 'plan') || Object.hasOwn(previous, 'quantity');
  if (changedAtTop && !Object.hasOwn(previous, 'items') && itemsOf(object).length <= 1) delete before['items'];
  return before;
}

function putBack(now: JsonObject, previous: JsonObject): JsonObject {
  const before: JsonObject = { ...now };
  for (const key of Object.keys(previous)) {
    if (key === '__proto__') continue;
    const [value, old] = [now[key], previous[key]];
    before[key] = isObject(value) && isObject(old) ? putBack(value, old) : old;
  }
  return before;
}

/** True where prices or quantities differ: a renewal changes the items' periods only. */
export function termsDiffer(before: JsonObject, after: JsonObject): boolean {
  return canonicalText(termsOf(before)) !== canonicalText(termsOf(after));
}

function termsOf(subscription: JsonObject): JsonValue[] {
  return itemsOf(subscription)
    .map((item) => [priceOf(item, {}).id, numberAt(item, 'quantity') ?? 1])
    .sort((a, b) => (canonicalText(a) < canonicalText(b) ? -1 : 1));
}

/** Whether the MRR grew; null where a figure is missing or the currencies differ. */
export function mrrCompared(before: Mrr, after: Mrr): -1 | 0 | 1 | null {
  const [a, b] = [single(before), single(after)];
  if (a === null || b === null || a.currency !== b.currency) return null;
  return compare(b, a);
}

/** "MRR €20.00 → €50.00", with what it leaves out; empty where either figure is unknown. */
export function mrrChange(before: Mrr, after: Mrr): Phrase {
  const [a, b] = [single(before), single(after)];
  if (a === null || b === null) return [];
  return say`MRR ${amountValue(a.minor, a.currency)} → ${amountValue(b.minor, b.currency)}${gapPhrase(before, after)}`;
}

/** "€49.00" or "€49.00 + $10.00", with what it leaves out; empty where unknown. */
export function mrrPhrase(mrr: Mrr): Phrase {
  const amounts = amountsPhrase(mrr);
  return amounts.length === 0 ? [] : say`${amounts}${gapPhrase(mrr)}`;
}

/** As `mrrPhrase` without what it leaves out; empty too where usage-based prices leave nothing to state. */
export function amountsPhrase(mrr: Mrr): Phrase {
  if (isUnknown(mrr) || (mrr.gaps.length > 0 && mrr.amounts.every(isZero))) return [];
  return mrr.amounts.reduce<Phrase>((all, amount) => {
    const value = amountValue(amount.minor, amount.currency);
    return all.length === 0 ? say`${value}` : say`${all} + ${value}`;
  }, []);
}

/** The amount that routes compare: null with several currencies or a missing price. */
export function single(mrr: Mrr): Money | null {
  const [amount] = mrr.amounts;
  return mrr.amounts.length === 1 && amount !== undefined && !isUnknown(mrr) ? amount : null;
}

function isUnknown(mrr: Mrr): boolean {
  return mrr.gaps.includes('unknown_price') || mrr.gaps.includes('more_items');
}

function gapPhrase(...all: readonly Mrr[]): Phrase {
  const gaps = new Set(all.flatMap((mrr) => mrr.gaps));
  const usage = gaps.has('metered') || gaps.has('tiered');
  if (usage && gaps.has('unknown_discount')) return say` (without usage-based prices, before discounts)`;
  if (usage) return say` (without usage-based prices)`;
  return gaps.has('unknown_discount') ? say` (before discounts)` : [];
}

/** End of the running period, Unix seconds: on the items since 2025, on the subscription before. */
export function periodEnd(subscription: JsonObject): number | null {
  const ends = listAt(subscription, 'items')
    .map((item) => numberAt(item, 'current_period_end'))
    .filter((end) => end !== null);
  return ends.length > 0 ? ends.reduce((a, b) => Math.max(a, b)) : numberAt(subscription, 'current_period_end');
}
