import { isObject, type JsonObject, type JsonValue } from '../domain/json.ts';

/** Entries kept of a Stripe list object; Stripe itself sends ten by default. */
const listEntries = 10;
/** Entries kept of a bare array: a balance in every currency must stay whole, a thousand metadata-like rows need not. */
const arrayEntries = 100;
/** Stripe's objects nest 8 deep; whatever is deeper was not meant to be read. */
const deepest = 24;
/** Characters kept of one text; dispute evidence runs to 150,000. */
const textLength = 2_000;

// Whoever holds one of these can act as the customer or as us. `number` and `cvc` are those of an issued card.
const neverKept = new Set([
  '__proto__',
  'client_secret',
  'secret',
  'ephemeral_key',
  'ephemeral_key_secret',
  'customer_session_client_secret',
  'cvc',
  'pin',
  'encrypted_number',
  'use_stripe_sdk',
  'redirect_to_url',
]);
const cardNumber = /^\d{12,19}$/;

/**
 * The object as a subject's state keeps it: without nulls and empty containers, Stripe lists cut to ten entries (then
 * `has_more` is true), long texts cut, and without anything that is a secret. Applying it twice changes nothing.
 */
export function prune(object: JsonObject): JsonObject {
  return pruneObject(object, 0, false) ?? {};
}

/** `previous_attributes` cut the same way, but with its nulls: "was null before" is what it says. Null where empty. */
export function prunePrevious(previous: JsonObject | null): JsonObject | null {
  return previous === null ? null : pruneObject(previous, 0, true);
}

function pruneObject(object: JsonObject, depth: number, keepNulls: boolean): JsonObject | null {
  const kept: JsonObject = {};
  let any = false;
  const cut = object['object'] === 'list' && Array.isArray(object['data']) && object['data'].length > listEntries;
  for (const key of Object.keys(object)) {
    const value = pruneMember(key, cut && key === 'data' ? firstOf(object[key]) : object[key], depth, keepNulls);
    if (value === undefined) continue;
    kept[key] = value;
    any = true;
  }
  if (cut) kept['has_more'] = true;
  return any ? kept : null;
}

function firstOf(data: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(data) ? data.slice(0, listEntries) : data;
}

function pruneMember(
  key: string,
  value: JsonValue | undefined,
  depth: number,
  keepNulls: boolean,
): JsonValue | undefined {
  if (neverKept.has(key)) return undefined;
  if (key === 'number' && typeof value === 'string' && cardNumber.test(value)) return undefined;
  return pruneValue(value, depth, keepNulls);
}

function pruneValue(value: JsonValue | undefined, depth: number, keepNulls: boolean): JsonValue | undefined {
  if (value === undefined) return undefined;
  if (value === null) return keepNulls ? null : undefined;
  if (typeof value === 'string') return value.length > textLength ? cutText(value) : value;
  if (typeof value !== 'object') return value;
  if (depth >= deepest) return undefined;
  if (isObject(value)) return pruneObject(value, depth + 1, keepNulls) ?? (keepNulls ? null : undefined);
  const entries: JsonValue[] = [];
  for (const entry of value.slice(0, arrayEntries)) {
    const kept = pruneValue(entry, depth + 1, keepNulls);
    if (kept !== undefined) entries.push(kept);
  }
  return entries.length > 0 || keepNulls ? entries : undefined;
}

function cutText(text: string): string {
  const last = text.charCodeAt(textLength - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? textLength - 1 : textLength);
}
