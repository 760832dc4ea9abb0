import type { RatesConfig } from '../config/config.ts';
import { compare, decimalsOf, type Money } from '../domain/money.ts';

export type Comparison = { readonly order: -1 | 0 | 1 } | { readonly order: null; readonly missing: string };

/**
 * Orders two amounts, exactly. One currency needs no rates. Two are compared through the table's base currency, by the
 * newest rates not later than `at` (Unix seconds); without them there is no order, and `missing` names the currency. `settled`
 * is what Stripe made of `a`: where the configuration wants it and it is in the currency of `b`, it counts before any rate.
 */
export function compareAmounts(
  a: Money,
  b: Money,
  rates: RatesConfig | null,
  at: number,
  settled: Money | null = null,
): Comparison {
  if (a.currency === b.currency) return { order: compare(a, b) };
  if (rates?.settlement === true && settled?.currency === b.currency) return { order: compare(settled, b) };
  const left = inBase(a, rates, at);
  const right = inBase(b, rates, at);
  if (left === null) return { order: null, missing: a.currency };
  if (right === null) return { order: null, missing: b.currency };
  const scale = Math.max(left.scale, right.scale);
  const x = left.units * 10n ** BigInt(scale - left.scale);
  const y = right.units * 10n ** BigInt(scale - right.scale);
  return { order: x < y ? -1 : x > y ? 1 : 0 };
}

/** The value in the base currency as `units` / 10^`scale`. */
function inBase(amount: Money, rates: RatesConfig | null, at: number): { units: bigint; scale: number } | null {
  const rate = rateOf(amount.currency, rates, at);
  if (rate === null) return null;
  const [whole = '0', fraction = ''] = rate.split('.');
  return {
    units: BigInt(amount.minor) * BigInt(`${whole}${fraction}`),
    scale: decimalsOf(amount.currency) + fraction.length,
  };
}

function rateOf(currency: string, rates: RatesConfig | null, at: number): string | null {
  if (rates === null || rates.base === '') return null;
  if (currency === rates.base) return '1';
  const day = new Date(at * 1000).toISOString().slice(0, 10);
  let newest: string | null = null;
  let found: string | null = null;
  for (const [from, table] of Object.entries(rates.table)) {
    const rate = table[currency];
    if (rate === undefined || from > day || (newest !== null && from < newest)) continue;
    newest = from;
    found = rate;
  }
  return found;
}
