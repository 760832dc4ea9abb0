import type { Reason } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import { textAt } from '../domain/json.ts';
import type { Listed } from '../domain/stripe-lister.ts';

export type AllPages<T = JsonObject> =
  | { readonly kind: 'listed'; readonly objects: readonly T[]; readonly complete: boolean }
  | { readonly kind: 'refused' | 'unavailable'; readonly reason: Reason };

/**
 * Every page of a list, newest first as Stripe gives it; `complete` is false where `mostPages` were not enough. The pages
 * of a list that grows meanwhile still hold all that was there: each begins after an id, not at a number. `keep` says what
 * of a page is kept, so that a long list need not be held whole.
 */
export async function allPages<T>(
  page: (after: string | null) => Promise<Listed>,
  keep: (objects: readonly JsonObject[]) => readonly T[] | Promise<readonly T[]>,
  mostPages = Number.POSITIVE_INFINITY,
): Promise<AllPages<T>> {
  const objects: T[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const listed = await page(after);
    if (listed.kind !== 'page') return listed;
    objects.push(...(await keep(listed.objects)));
    const last = listed.objects.at(-1);
    after = last === undefined ? null : textAt(last, 'id');
    if (!listed.more || after === null) return { kind: 'listed', objects, complete: true };
  }
  return { kind: 'listed', objects, complete: false };
}
