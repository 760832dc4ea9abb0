import type { JsonObject } from '../../../domain/json.ts';
import { textAt } from '../../../domain/json.ts';
import { missing, refuse } from './api-error.ts';
import { integerParam } from './params.ts';

export const pageParams = ['limit', 'starting_after', 'ending_before'] as const;

export interface Page<T> {
  readonly object: 'list';
  readonly url: string;
  readonly has_more: boolean;
  readonly data: readonly T[];
}

/** One page of a list that is sorted newest first. `ending_before` gives the page that lies just before that object. */
export function pageOf<T extends { readonly id: string }>(
  all: readonly T[],
  params: JsonObject,
  url: string,
  kind: string,
): Page<T> {
  const limit = integerParam(params, 'limit', 1) ?? 10;
  if (limit > 100)
    throw refuse('Limit cannot be greater than 100', { code: 'parameter_invalid_integer', param: 'limit' });
  const after = textAt(params, 'starting_after');
  const before = textAt(params, 'ending_before');
  if (after !== null && before !== null) throw refuse('You can only pass one of starting_after and ending_before');
  if (before !== null) {
    const end = indexOf(all, before, kind, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', url, has_more: start > 0, data: all.slice(start, end) };
  }
  const start = after === null ? 0 : indexOf(all, after, kind, 'starting_after') + 1;
  return { object: 'list', url, has_more: start + limit < all.length, data: all.slice(start, start + limit) };
}

function indexOf(all: readonly { readonly id: string }[], id: string, kind: string, param: string): number {
  const index = all.findIndex((one) => one.id === id);
  if (index < 0) throw missing(kind, id, param);
  return index;
}
