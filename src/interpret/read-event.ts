import { TillbellError } from '../domain/errors.ts';
import type { StripeEvent } from '../domain/event.ts';
import { at, isObject, type JsonObject, type JsonValue, numberAt, objectAt, textAt } from '../domain/json.ts';

/** Stripe's objects nest 8 deep. Deeper input would overflow the stack of whatever walks it. */
const deepest = 32;

/**
 * Parses a verified body. Tolerant: whatever is missing, null or of an unexpected type reads as absent (F15, F16, F18, F19).
 * Throws TillbellError `event_unreadable` where it is not a JSON object with an id and a type.
 */
export function readEvent(body: Uint8Array): StripeEvent {
  const envelope = parse(new TextDecoder('utf-8').decode(body));
  const [id, type] = [textAt(envelope, 'id'), textAt(envelope, 'type')];
  if (id === null || type === null) throw unreadable('it has no id or no type');
  const thin = isThin(envelope);
  const previous = objectAt(envelope, 'data.previous_attributes');
  return {
    id,
    type,
    created: secondsAt(envelope, 'created'),
    livemode: at(envelope, 'livemode') === true,
    apiVersion: textAt(envelope, 'api_version'),
    connectAccount: connectAccount(envelope),
    kind: thin ? 'thin' : 'snapshot',
    object: thin ? null : tame(objectAt(envelope, 'data.object')),
    related: related(envelope),
    previous: previous === null || Object.keys(previous).length === 0 ? null : tame(previous),
    ...ownKey(envelope),
  };
}

/**
 * A thin notification with the object that it names, as fetched. `fetchedAt` (Unix seconds) is the second that the object
 * shows; without it the event's own. Null where it could not be had: the event is then told without it (F20).
 */
export function withFetched(event: StripeEvent, object: JsonObject | null, fetchedAt?: number): StripeEvent {
  const fetched = { ...event, object: object === null ? null : tame(object) };
  return object === null || fetchedAt === undefined ? fetched : { ...fetched, observedAt: fetchedAt };
}

/** Our own keys begin with our name (store/operations/actions.ts); what others call theirs says nothing to us. */
function ownKey(envelope: JsonObject): Pick<StripeEvent, 'ownKey'> {
  const key = textAt(envelope, 'request.idempotency_key') ?? textAt(envelope, 'reason.request.idempotency_key');
  return key !== null && /^tillbell-[A-Za-z0-9_-]{1,240}$/.test(key) ? { ownKey: key } : {};
}

function parse(text: string): JsonObject {
  const parsed = parseExactly(text);
  if (!isObject(parsed)) throw unreadable('it is not a JSON object');
  return parsed;
}

function parseExactly(text: string): unknown {
  try {
    // Only where a long integer occurs: a reviver makes parsing several times slower.
    return /[:[,\s]-?\d{16,}/.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch (error) {
    if (error instanceof RangeError) return parseDeep(text);
    throw unreadable('it is not JSON');
  }
}

/** A reviver recurses; plain parsing does not. A document that deep has no amounts worth keeping exact. */
function parseDeep(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('it is not JSON');
  }
}

/** An integer that a double cannot hold stays as its digits: `money` takes both. */
function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  const unsafe = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return unsafe && context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

function unreadable(why: string): TillbellError {
  return new TillbellError('event_unreadable', `the event cannot be read: ${why}`, {
    hint: 'it is kept as received; send it again from the Stripe dashboard if it came from there',
  });
}

function isThin(envelope: JsonObject): boolean {
  if (textAt(envelope, 'object') === 'v2.core.event') return true;
  return objectAt(envelope, 'data.object') === null && objectAt(envelope, 'related_object') !== null;
}

/** Unix seconds from a number or, in a thin notification, an ISO time; 0 where there is neither. */
function secondsAt(envelope: JsonObject, path: string): number {
  const seconds = numberAt(envelope, path);
  if (seconds !== null) return Math.floor(seconds);
  const parsed = Date.parse(textAt(envelope, path) ?? '');
  return Number.isFinite(parsed) ? Math.floor(parsed / 1000) : 0;
}

function connectAccount(envelope: JsonObject): string | null {
  const account = textAt(envelope, 'account') ?? textAt(envelope, 'context');
  return account !== null && /^acct_[A-Za-z0-9]+$/.test(account) ? account : null;
}

function related(envelope: JsonObject): StripeEvent['related'] {
  const [id, type] = [textAt(envelope, 'related_object.id'), textAt(envelope, 'related_object.type')];
  return id === null || type === null ? null : { id, type, url: textAt(envelope, 'related_object.url') };
}

/** The object itself, or a copy without what is too deep and without `__proto__`, if it has any of that. */
function tame(object: JsonObject | null): JsonObject | null {
  return object === null || isTame(object, 0) ? object : tameObject(object, 0);
}

function isTame(value: JsonValue | undefined, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.every((entry) => isTame(entry, depth + 1));
  return !Object.hasOwn(value, '__proto__') && Object.values(value).every((entry) => isTame(entry, depth + 1));
}

function tameObject(object: JsonObject, depth: number): JsonObject {
  const kept: JsonObject = {};
  for (const key of Object.keys(object)) {
    if (key !== '__proto__') kept[key] = tameValue(object[key], depth + 1);
  }
  return kept;
}

function tameValue(value: JsonValue | undefined, depth: number): JsonValue {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (depth > deepest) return null;
  return Array.isArray(value) ? value.map((entry) => tameValue(entry, depth + 1)) : tameObject(value, depth);
}
