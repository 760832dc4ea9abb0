import { decimalsOf, decimalText, type MinorUnits, type Money } from '../../../domain/money.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** `€1,234.50`: decimal places are Stripe's, never Intl's; the value goes in as text, so no amount is rounded. */
export function moneyText(amount: Money): string {
  const decimals = decimalsOf(amount.currency);
  let format = formats.get(amount.currency);
  if (format === undefined) {
    format = new Intl.NumberFormat('en', {
      style: 'currency',
      currency: amount.currency.toUpperCase(),
      currencyDisplay: 'symbol',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    formats.set(amount.currency, format);
  }
  return format.format(decimalText(amount) as `${number}`);
}

/** For axes and small places: `€12.4k`. It rounds, so never beside a figure that must tie out. */
export function shortMoney(minor: MinorUnits, currency: string): string {
  const value = Number(minor) / 10 ** decimalsOf(currency);
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: currency.toUpperCase(),
    currencyDisplay: 'symbol',
    notation: 'compact',
    maximumFractionDigits: Math.abs(value) < 1_000 ? 0 : 1,
  }).format(value);
}

const whole = new Intl.NumberFormat('en');

export function countText(count: number): string {
  return whole.format(count);
}
