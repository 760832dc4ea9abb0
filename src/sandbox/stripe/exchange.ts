import { decimalsOf } from '../../domain/money.ts';
import { type TradedCurrency, tradedCurrencies } from './people.ts';

/** How many euros one unit of the currency buys. Fixed, so that every run settles the same. */
const euros: Readonly<Record<TradedCurrency, number>> = {
  eur: 1,
  usd: 0.92,
  gbp: 1.16,
  jpy: 0.0062,
  kwd: 2.98,
  huf: 0.0026,
  isk: 0.0067,
};

/** Units of `to` for one unit of `from`, in whole units (not minor ones); 1 where either is not traded here. */
export function exchangeRate(from: string, to: string): number {
  if (from === to) return 1;
  return Number((eurosFor(from) / eurosFor(to)).toPrecision(8));
}

/** Minor units of `from` in minor units of `to`, rounded to the nearest. */
export function exchange(minor: number, from: string, to: string): number {
  return Math.round(minor * exchangeRate(from, to) * 10 ** (decimalsOf(to) - decimalsOf(from)));
}

/** A price of about so many euros, in the currency's own minor units; no fractions where it has none (ISK, HUF). */
export function about(eurosWanted: number, currency: string): number {
  const units = eurosWanted / eurosFor(currency);
  if (currency === 'isk' || currency === 'huf') return Math.round(units) * 100;
  const minor = Math.round(units * 10 ** decimalsOf(currency));
  // Stripe takes three-decimal amounts only where the last digit is 0 (docs.stripe.com/currencies#three-decimal).
  return decimalsOf(currency) === 3 ? Math.round(minor / 10) * 10 : minor;
}

function eurosFor(currency: string): number {
  const known = tradedCurrencies.find((one) => one === currency);
  return known === undefined ? 1 : euros[known];
}
