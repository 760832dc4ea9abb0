import type { Finding } from './deps.ts';
import type { Taken } from './fill-gaps.ts';

/** One episode of gaps is over when none was found for so long, in milliseconds. */
export const gapsOverAfterMs = 3_600_000;

const shownTypes = 5;

/** One notice an episode, however many gaps and rounds it has: how many the first round found, and of which types. Pure. */
export function gapsFinding(
  account: string,
  taken: readonly Taken[],
  lastAt: number | null,
  now: number,
): readonly Finding[] {
  if (lastAt === null || now - lastAt >= gapsOverAfterMs) return [];
  const one = taken.length === 1;
  return [
    {
      code: 'gaps',
      scope: account,
      severity: 'high',
      text: `${one ? 'One event' : `${taken.length} events`} of the account "${account}" did not come by webhook: fetched from Stripe and told now (${typesOf(taken)}). To see what is missing: tillbell verify --since 24h`,
      over: null,
    },
  ];
}

/** `charge.succeeded ×3, payout.paid`: the most frequent first. */
export function typesOf(taken: readonly Taken[]): string {
  const counted = new Map<string, number>();
  for (const { type } of taken) counted.set(type, (counted.get(type) ?? 0) + 1);
  const sorted = [...counted].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const named = sorted.slice(0, shownTypes).map(([type, count]) => (count === 1 ? type : `${type} ×${count}`));
  const more = sorted.length - shownTypes;
  return more > 0 ? `${named.join(', ')} and ${more} more types` : named.join(', ');
}
