import type { Clock } from '../domain/clock.ts';

export interface Throttle {
  /** Counts one try; true where the key has had too many. */
  tooMany(key: string): boolean;
  /** Forgets the tries of a key: it proved itself. */
  forgive(key: string): void;
}

/** How many keys are remembered; when there are more, all are forgotten but the whole stays counted. */
const mostKeys = 10_000;

/**
 * At most `most` tries of one key within `windowMs`. Above `mostInAll` of all keys together each has one try only: whoever has
 * many addresses is slowed down, and keeps nobody out who comes with the right word. One that is refused counts on, so that
 * only who stops trying is let in again.
 */
export function throttle(
  clock: Clock,
  limits: { readonly windowMs: number; readonly most: number; readonly mostInAll: number },
): Throttle {
  const tries = new Map<string, { count: number; until: number }>();
  const all = '*';

  function count(key: string): number {
    const now = clock.monotonic();
    const known = tries.get(key);
    if (known === undefined || known.until <= now) {
      if (tries.size > mostKeys) for (const one of tries.keys()) if (one !== all) tries.delete(one);
      tries.set(key, { count: 1, until: now + limits.windowMs });
      return 1;
    }
    known.count += 1;
    known.until = Math.max(known.until, now + limits.windowMs / 2);
    return known.count;
  }

  return {
    tooMany(key) {
      const inAll = count(all) > limits.mostInAll;
      const ofKey = count(`key ${key}`);
      return ofKey > limits.most || (inAll && ofKey > 1);
    },
    forgive(key) {
      tries.delete(`key ${key}`);
    },
  };
}
