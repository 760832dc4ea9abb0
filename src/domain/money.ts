/** A whole number of a currency's minor unit, in decimal digits: JSON keeps it exact at any size. */
export type MinorUnits = `${bigint}`;

/** An amount as Stripe states it: integer minor units and a lower-case ISO 4217 code. */
export interface Money {
  readonly minor: MinorUnits;
  readonly currency: string;
}

/** Null unless `amount` is an integer (a number, or digits in a string) and `currency` three letters. */
export function money(amount: unknown, currency: unknown): Money | null {
  if (typeof currency !== 'string' || !/^[A-Za-z]{3}$/.test(currency)) return null;
  if (typeof amount === 'bigint' || (typeof amount === 'number' && Number.isInteger(amount))) {
    return { minor: `${BigInt(amount)}`, currency: currency.toLowerCase() };
  }
  if (typeof amount === 'string' && /^-?\d{1,30}$/.test(amount)) {
    return { minor: `${BigInt(amount)}`, currency: currency.toLowerCase() };
  }
  return null;
}

// Source of both lists: docs.stripe.com/currencies. Intl must not be asked: it gives HUF, COP, IDR and ISK none.
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));

/** How many decimal places Stripe's minor unit stands for: 0, 2 or 3. ISK and UGX are sent times 100, hence 2. */
export function decimalsOf(currency: string): 0 | 2 | 3 {
  const code = currency.toLowerCase();
  if (zeroDecimal.has(code)) return 0;
  return threeDecimal.has(code) ? 3 : 2;
}

/** The amount as a plain decimal string, exact: `-12.34`, `500` (JPY), `1.234` (KWD). */
export function decimalText(amount: Money): string {
  const decimals = decimalsOf(amount.currency);
  const negative = amount.minor.startsWith('-');
  const digits = (negative ? amount.minor.slice(1) : amount.minor).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  return `${negative ? '-' : ''}${whole}${fraction}`;
}

/** Sum of two amounts of one currency. Throws a RangeError on two currencies: they are never added. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`cannot add ${a.currency} and ${b.currency}`);
  return { minor: `${BigInt(a.minor) + BigInt(b.minor)}`, currency: a.currency };
}

/** `a` less `b`, of one currency. */
export function subtract(a: Money, b: Money): Money {
  return add(a, negate(b));
}

export function negate(a: Money): Money {
  return { minor: `${-BigInt(a.minor)}`, currency: a.currency };
}

export function isZero(a: Money): boolean {
  return BigInt(a.minor) === 0n;
}

/** -1, 0 or 1; amounts of two currencies have no order and throw a RangeError. */
export function compare(a: Money, b: Money): -1 | 0 | 1 {
  if (a.currency !== b.currency) throw new RangeError(`cannot compare ${a.currency} and ${b.currency}`);
  const [x, y] = [BigInt(a.minor), BigInt(b.minor)];
  return x < y ? -1 : x > y ? 1 : 0;
}
