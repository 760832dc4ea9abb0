import { decimalsOf, decimalText, type Money } from '../domain/money.ts';

/** Sent by Stripe times 100 for compatibility, though nobody pays fractions of them (docs.stripe.com/currencies). */
const paidInWholes = new Set(['isk', 'ugx']);

const formatters = new Map<string, Intl.NumberFormat>();

/**
 * An amount for people: `€42.00`, `42,00 €`, `¥500`, `KWD 1.234`; exact at any size. Decimal places follow Stripe, never
 * Intl (which gives none to HUF). An unknown locale falls back to en-US, an impossible currency to `42.00 X1`.
 */
export function formatMoney(money: Money, locale: string): string {
  const exact = decimalText(money);
  const whole = paidInWholes.has(money.currency.toLowerCase()) && exact.endsWith('.00');
  const decimal = whole ? exact.slice(0, -3) : exact;
  const formatter = formatterOf(locale, money.currency, whole ? 0 : decimalsOf(money.currency));
  if (formatter === null) return `${decimal} ${money.currency.toUpperCase()}`;
  // Intl takes a decimal string without going through a double; its type asks for proof that it is one.
  return formatter.format(decimal as Intl.StringNumericLiteral);
}

function formatterOf(locale: string, currency: string, decimals: number): Intl.NumberFormat | null {
  if (!/^[A-Za-z]{3}$/.test(currency)) return null;
  const key = `${locale} ${currency} ${decimals}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const options = {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  } as const;
  const made = new Intl.NumberFormat(supported(locale), options);
  formatters.set(key, made);
  return made;
}

/** The locale itself where it is well formed, else `en-US`: a message must not fail over it. */
export function supported(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A plain number in the locale's digits grouping: `1,234`. */
export function formatNumber(value: number, locale: string): string {
  const formatter = numbers.get(locale) ?? new Intl.NumberFormat(supported(locale), { maximumFractionDigits: 6 });
  numbers.set(locale, formatter);
  return formatter.format(value);
}
