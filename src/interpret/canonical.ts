import { isObject, type JsonValue } from '../domain/json.ts';

/**
 * JSON with its keys sorted: equal values give equal text whatever the order in which they were built, so it serves both as
 * an identity and as the last, arbitrary but stable, tie-break between two values.
 */
export function canonicalText(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isObject(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Order of plain strings by code unit: independent of the machine's locale, unlike localeCompare. */
export function compareText(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}
