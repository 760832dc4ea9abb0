import type { Phrase, Value } from '../../domain/phrase.ts';
import { say } from '../../domain/phrase.ts';
import { readable, term } from '../naming/value.ts';

/** Looks a code of Stripe's up in a table of plain words; an unknown one is shown as it is, readable. Empty for null. */
export function wordsFor(table: Readonly<Record<string, Phrase>>, code: string | null): Phrase {
  if (code === null) return [];
  const known = Object.hasOwn(table, code) ? table[code] : undefined;
  return known ?? say`${codeTerm(code)}`;
}

/** `no_account` → `no account`; null where the text cannot be one of Stripe's codes, so that foreign text never poses as one. */
export function codeTerm(code: string | null): Value | null {
  return code !== null && /^[A-Za-z0-9][\w .:[\]-]{0,99}$/.test(code) ? term(readable(code)) : null;
}

/** An id as Stripe makes them; null for anything else. */
export function idTerm(id: string | null): Value | null {
  return id !== null && /^[A-Za-z0-9][\w.-]{1,99}$/.test(id) ? term(id) : null;
}
