export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}

/** True for a plain JSON object: not null, not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `a.b.0.c`; undefined where any step is missing. Only own properties are followed, so `__proto__` leads nowhere. */
export function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let current: JsonValue | undefined = value;
  for (const step of path.split('.')) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as JsonObject)[step];
  }
  return current;
}

/** A non-empty string at `path`, else null. */
export function textAt(value: JsonValue | undefined, path: string): string | null {
  const found = at(value, path);
  return typeof found === 'string' && found !== '' ? found : null;
}

/** A finite number at `path`, else null. */
export function numberAt(value: JsonValue | undefined, path: string): number | null {
  const found = at(value, path);
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

/** An object at `path`, else null. */
export function objectAt(value: JsonValue | undefined, path: string): JsonObject | null {
  const found = at(value, path);
  return isObject(found) ? found : null;
}

/** A list at `path`; a Stripe list object (`{object:"list",data:[…]}`) counts as its data; else an empty list. */
export function listAt(value: JsonValue | undefined, path: string): JsonValue[] {
  const found = at(value, path);
  if (Array.isArray(found)) return found;
  if (isObject(found) && Array.isArray(found['data'])) return found['data'];
  return [];
}

/**
 * The id behind a Stripe reference that may be an id, an expanded object, a deleted stub or null
 * (expansion depends on the endpoint's API version, so both shapes are met in the wild).
 */
export function idAt(value: JsonValue | undefined, path: string): string | null {
  const found = at(value, path);
  if (typeof found === 'string' && found !== '') return found;
  return isObject(found) ? textAt(found, 'id') : null;
}
