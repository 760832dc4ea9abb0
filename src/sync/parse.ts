import type { SyncFieldConfig } from '../config/config.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import type { FieldText } from '../domain/synced-field.ts';

export type Parsed = { readonly value: FieldText } | { readonly problem: Phrase };

/**
 * What a person entered as the text that Stripe keeps, in one form only, so that both sides compare it letter by letter.
 * Nothing is cut or rounded: what does not fit is a problem, in words.
 */
export function parseInput(field: SyncFieldConfig, entered: string): Parsed {
  const text = entered.trim();
  if (text === '') return field.required ? problem(field, say`cannot be empty`) : { value: null };
  switch (field.input) {
    case 'text':
      return plain(field, text);
    case 'number':
      return decimal(field, text);
    case 'date':
      return date(field, text);
    case 'select':
      return field.options.some((option) => option.value === text)
        ? { value: text }
        : problem(field, say`must be one of the options`);
    case 'user':
      return /^[UW][A-Z0-9]{1,30}$/.test(text) ? { value: text } : problem(field, say`must be a person`);
    case null:
      return problem(field, say`cannot be edited`);
  }
}

function plain(field: SyncFieldConfig, text: string): Parsed {
  // Stripe counts characters, not bytes or halves of a surrogate pair.
  const length = Array.from(text).length;
  if (length <= field.longest) return { value: text };
  return problem(field, say`has ${count(length)} characters; at most ${count(field.longest)} fit`);
}

/** A decimal in its shortest form: 1.50 → 1.5, -0 → 0. Compared as whole numbers of its last place, never as a double. */
function decimal(field: SyncFieldConfig, text: string): Parsed {
  const [, sign = '', whole = '', places = ''] = /^(-?)(\d{1,15})(?:[.,](\d*))?$/.exec(text) ?? [];
  if (whole === '') return problem(field, say`must be a number`);
  const short = places.replace(/0+$/, '');
  if (short.length > field.decimals) {
    return problem(
      field,
      field.decimals === 0 ? say`must be a whole number` : say`has at most ${count(field.decimals)} decimal places`,
    );
  }
  const digits = `${whole.replace(/^0+(?=\d)/, '')}${short === '' ? '' : `.${short}`}`;
  const value = digits === '0' ? '0' : `${sign}${digits}`;
  const [low, high] = [field.min, field.max];
  if (low !== null && scaled(value) < scaled(low)) return problem(field, say`must be at least ${term(low)}`);
  if (high !== null && scaled(value) > scaled(high)) return problem(field, say`must be at most ${term(high)}`);
  return { value };
}

/** In units of 10⁻¹². */
function scaled(text: string): bigint {
  const [whole = '0', places = ''] = text.replace('-', '').split('.');
  const units = BigInt(`${whole}${places.padEnd(12, '0').slice(0, 12)}`);
  return text.startsWith('-') ? -units : units;
}

function date(field: SyncFieldConfig, text: string): Parsed {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (!Number.isFinite(time) || !new Date(time).toISOString().startsWith(text)) {
    return problem(field, say`must be a date such as 2026-12-31`);
  }
  return { value: field.store === 'unix' ? String(time / 1_000) : text };
}

/** What Stripe keeps as the input shows it: null where the input cannot show it, which is then said beside it. */
export function inputText(field: SyncFieldConfig, value: FieldText): FieldText {
  if (value === null) return null;
  const text = field.input === 'date' && field.store === 'unix' ? isoOf(value) : value;
  if (text === null) return null;
  const parsed = parseInput({ ...field, required: false, min: null, max: null }, text);
  return 'value' in parsed && parsed.value !== null ? text : null;
}

/** Unix seconds as the day in UTC; null where it is none, or not the first second of a day. */
function isoOf(value: string): string | null {
  const seconds = /^\d{1,11}$/.test(value) ? Number(value) : Number.NaN;
  return seconds % 86_400 === 0 ? new Date(seconds * 1_000).toISOString().slice(0, 10) : null;
}

function problem(field: SyncFieldConfig, words: Phrase): Parsed {
  return { problem: say`${{ type: 'catalog', text: field.label }}: ${words}.` };
}

function count(value: number): Phrase {
  return say`${{ type: 'number', value }}`;
}

function term(text: string): Phrase {
  return say`${{ type: 'term', text }}`;
}
