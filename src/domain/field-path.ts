import { at, isObject, type JsonObject, type JsonValue, objectAt, textAt } from './json.ts';
import type { FieldText } from './synced-field.ts';

const metadata = 'metadata.';

/** The key of metadata that a path names, dots and all; null for another field. */
export function metadataKey(path: string): string | null {
  return path.startsWith(metadata) ? path.slice(metadata.length) : null;
}

/** What an object has at the path, as text; an id for what may be expanded. Null where there is none. */
export function fieldText(object: JsonObject, path: string): FieldText {
  return textOf(valueAt(object, path) ?? null);
}

/** What `previous_attributes` say was at the path before; undefined where they say nothing of it. */
export function previousText(previous: JsonObject | null, path: string): FieldText | undefined {
  if (previous === null) return undefined;
  const found = valueAt(previous, path);
  if (found !== undefined) return textOf(found);
  // Where the whole was null before, so was each of its parts.
  const [head = ''] = path.split('.');
  return previous[head] === null ? null : undefined;
}

function valueAt(object: JsonObject, path: string): JsonValue | undefined {
  const key = metadataKey(path);
  if (key === null) return at(object, path);
  const values = objectAt(object, 'metadata');
  return values !== null && Object.hasOwn(values, key) ? values[key] : undefined;
}

function textOf(value: JsonValue): FieldText {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return isObject(value) ? textAt(value, 'id') : null;
}

/** The parameters of an update that set these fields; an empty text takes a value away. */
export function fieldParams(values: readonly { readonly field: string; readonly wanted: FieldText }[]): JsonObject {
  const params: JsonObject = {};
  for (const { field, wanted } of values) {
    const key = metadataKey(field);
    const [head = '', ...rest] = key === null ? field.split('.') : ['metadata', key];
    const inner = rest.join('.');
    if (inner === '') params[head] = wanted ?? '';
    else params[head] = { ...objectAt(params, head), [inner]: wanted ?? '' };
  }
  return params;
}
