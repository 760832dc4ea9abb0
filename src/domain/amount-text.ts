import { decimalsOf, type MinorUnits, type Money } from './money.ts';

/**
 * `1000.00 EUR` as people write it in a configuration, exact; null where it is no amount, or has more decimal places than
 * its currency (`1.5 JPY`). Fewer are filled up: `1000 EUR`.
 */
export function parseAmountText(text: string): Money | null {
  const parts = /^(-?)(\d{1,15})(?:\.(\d{1,3}))? ?([A-Za-z]{3})$/.exec(text.trim());
  const [, sign, whole, fraction = '', code] = parts ?? [];
  if (sign === undefined || whole === undefined || code === undefined) return null;
  const decimals = decimalsOf(code);
  if (fraction.length > decimals) return null;
  const digits = BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
  const minor: MinorUnits = `${sign === '-' ? -digits : digits}`;
  return { minor, currency: code.toLowerCase() };
}
