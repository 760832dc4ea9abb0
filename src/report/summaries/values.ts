import type { MinorUnits } from '../../domain/money.ts';
import { nothing, type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Amounts } from '../../domain/summary.ts';

/** A customer's name or e-mail, as the redaction may show it; null where nothing is known. */
export type NameOf = (customer: string) => Value | null;

export function amount(minor: MinorUnits, currency: string): Value {
  return { type: 'money', money: { minor, currency } };
}

export function count(value: number): Value {
  return { type: 'number', value };
}

/** "€12.00 + $3.00": amounts of several currencies side by side. */
export function amountsPhrase(amounts: readonly Pick<Amounts, 'currency' | 'minor'>[]): Phrase {
  return amounts.reduce<Phrase>((all, { currency, minor }) => {
    const one = say`${amount(minor, currency)}`;
    return all.length === 0 ? one : say`${all} + ${one}`;
  }, nothing);
}
