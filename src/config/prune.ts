import type { Path } from './fault.ts';

/**
 * The data without what is wrong in itself, so that the rest can still be checked: one round tells every fault. A wrong item
 * takes its list with it where the list holds plain values; entries of `routes` and the like stay, and fail alone.
 */
export function prune(data: unknown, wrong: readonly Path[]): unknown {
  const copy = clone(data);
  for (const path of wrong) remove(copy, path);
  return copy;
}

function remove(data: unknown, path: Path): void {
  let length = path.length;
  while (length > 0 && typeof path[length - 1] === 'number') length -= 1;
  const listed = length < path.length;
  // `routes[3]` is no mapping: the list of routes must not go with it.
  if (listed && length === 1) return;
  let current = data;
  for (const step of path.slice(0, length - 1)) {
    if (typeof current !== 'object' || current === null) return;
    current = (current as Readonly<Record<string | number, unknown>>)[step];
  }
  const key = path[length - 1];
  if (typeof current !== 'object' || current === null || Array.isArray(current) || key === undefined) return;
  if (listed && key === 'routes') return;
  delete (current as Record<string | number, unknown>)[key];
}

function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clone);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value)) copy[key] = clone(inner);
  return copy;
}
