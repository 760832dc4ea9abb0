import { parseAmountText } from '../domain/amount-text.ts';
import type { Money } from '../domain/money.ts';
import { type Build, list } from './build.ts';
import type { Path } from './fault.ts';
import { shown } from './shown.ts';

/** Amounts of which each currency has at most one; what is wrong or the second of its currency is a fault. */
export function amountsByCurrency(build: Build, value: string | readonly string[], path: Path): Money[] {
  const seen = new Set<string>();
  return list<string>(value).flatMap((text, index) => {
    const amount = parseAmountText(text);
    if (amount !== null && !seen.has(amount.currency)) {
      seen.add(amount.currency);
      return [amount];
    }
    build.fault({
      code: 'bad_value',
      path: Array.isArray(value) ? [...path, index] : path,
      message:
        amount === null
          ? `${shown(text)} has more decimal places than its currency`
          : `${shown(text)} is the second amount of its currency`,
      suggestion: amount === null ? 'write "20.00 EUR"' : 'keep one of the two',
    });
    return [];
  });
}
