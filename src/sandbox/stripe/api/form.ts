import { isObject, type JsonObject, type JsonValue } from '../../../domain/json.ts';

/**
 * Stripe's form encoding: `a[b]=1`, `expand[]=x`, `items[0][id]=y`. All values stay strings. Null-prototype objects, so that
 * `__proto__` is a name like any other.
 */
export function parseForm(text: string): JsonObject {
  const root: JsonObject = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const [head = name, ...rest] = name.split('[');
    put(root, [head, ...rest.map((part) => part.replace(/\]$/, ''))], value);
  }
  return listsIn(root);
}

function put(target: JsonObject, path: readonly string[], value: string): void {
  const [name = '', ...rest] = path;
  // An empty step appends: `expand[]=a&expand[]=b`.
  const key = name === '' ? String(Object.keys(target).length) : name;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next: JsonObject = isObject(inner) ? inner : Object.create(null);
  target[key] = next;
  put(next, rest, value);
}

/** Objects whose keys count 0, 1, 2, … are lists. */
function listsIn(object: JsonObject): JsonObject {
  const result: JsonObject = Object.create(null);
  for (const [key, value] of Object.entries(object)) result[key] = isObject(value) ? listed(value) : value;
  return result;
}

function listed(object: JsonObject): JsonValue {
  const inner = listsIn(object);
  const keys = Object.keys(inner);
  const isList = keys.length > 0 && keys.every((key, index) => key === String(index));
  return isList ? keys.map((key) => inner[key] ?? null) : inner;
}
