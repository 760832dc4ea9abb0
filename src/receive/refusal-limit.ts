import { isIPv6 } from 'node:net';
import type { Clock } from '../domain/clock.ts';

/** How many refused requests an address may make before it is turned away early, and how fast it gets them back. */
export interface RefusalLimits {
  readonly burst: number;
  readonly perMinute: number;
}

/** A rolled secret makes Stripe be refused now and then; dozens a minute from one address are no accident. */
export const refusalLimits: RefusalLimits = { burst: 60, perMinute: 60 };

/** Most addresses that are remembered; the one that was seen least lately is forgotten for a new one. */
const mostAddresses = 10_000;

export interface RefusalLimit {
  /** Whether this address has been refused too often of late. */
  exceeded(address: string): boolean;
  /** Counts a refused request; true where it is the one that exceeds the limit, so that it is told once. */
  refused(address: string): boolean;
}

/**
 * Counts what is refused by address. It never stands in the way of a request with a right signature: whoever shares an address
 * with an attacker is heard all the same. Memory is bounded whatever comes.
 */
export function createRefusalLimit(
  clock: Pick<Clock, 'monotonic'>,
  limits: RefusalLimits = refusalLimits,
): RefusalLimit {
  const used = new Map<string, { level: number; at: number }>();

  function levelOf(key: string): number {
    const entry = used.get(key);
    if (entry === undefined) return 0;
    return Math.max(0, entry.level - ((clock.monotonic() - entry.at) / 60_000) * limits.perMinute);
  }

  return {
    exceeded: (address) => levelOf(networkOf(address)) >= limits.burst,
    refused(address) {
      const key = networkOf(address);
      const before = levelOf(key);
      used.delete(key);
      const [oldest] = used.keys();
      if (used.size >= mostAddresses && oldest !== undefined) used.delete(oldest);
      // Bounded, so that a flood is forgiven as soon as a trickle.
      const level = Math.min(before + 1, 2 * limits.burst);
      used.set(key, { level, at: clock.monotonic() });
      return before < limits.burst && level >= limits.burst;
    },
  };
}

/** An IPv6 client has a whole /64 to choose from: that counts as one address. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  if (address.startsWith('::ffff:')) return address.slice(7);
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}
