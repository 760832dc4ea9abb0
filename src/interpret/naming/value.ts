import { money } from '../../domain/money.ts';
import type { Phrase, Value } from '../../domain/phrase.ts';

// One constructor for each kind of value, null where there is nothing to say: `say` leaves nulls out.

// Stripe's codes, names and ids are short and plain; whatever is not was written by somebody else.
const plain = /^[\p{L}\p{N}][\p{L}\p{N} ._·/()&'+:#%,-]{0,99}$/u;

/** Stripe's own vocabulary or an id. Text that cannot be that is taken for foreign text, which is never shown unasked. */
export function term(text: string | null): Value | null {
  if (text === null || text === '') return null;
  return plain.test(text) ? { type: 'term', text } : free(text, 'code');
}

/** What the company itself named: product, plan, coupon. */
export function catalog(text: string | null): Value | null {
  return text === null || text === '' ? null : { type: 'catalog', text };
}

/** Text that a customer or an integration wrote; `key` is the name under which a channel may allow it. */
export function free(text: string | null, key: string): Value | null {
  return text === null || text === '' ? null : { type: 'free', text, key };
}

export function numberValue(value: number, unit?: string): Value {
  return unit === undefined ? { type: 'number', value } : { type: 'number', value, unit };
}

/** `at` in Unix seconds; null where it is not a time that a calendar knows. */
export function dateValue(at: number | null, style: 'date' | 'time' | 'left'): Value | null {
  return at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e12 ? null : { type: 'date', at, style };
}

/** An amount in minor units with its currency, as Stripe states it; null where either is missing. */
export function amountValue(minor: unknown, currency: unknown): Value | null {
  const found = money(minor, currency);
  return found === null ? null : { type: 'money', money: found };
}

/** `insufficient_funds` → `insufficient funds`. */
export function readable(code: string): string {
  return code.replaceAll(/[_.]+/g, ' ').trim();
}

/** Phrases with a separator between them; empty ones are left out. */
export function joined(parts: readonly Phrase[], separator: Phrase): Phrase {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? [...part] : [...separator, ...part]));
}
