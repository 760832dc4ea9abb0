import type Stripe from 'stripe';
import { createRandom, type Random } from './random.ts';
import type { DayEntry } from './trading-day.ts';

export interface ShuffleOptions {
  readonly seed?: number | string;
  /** Longest usual way of an event to the endpoint, in milliseconds; events overtake each other within it. Default 3000. */
  readonly spreadMs?: number;
  /** Share of events that arrive again under the same id. Default 0.03. */
  readonly duplicates?: number;
  /** Share of changes that Stripe reports under two ids. Default 0.01. */
  readonly twins?: number;
  /** Share of events that come minutes late. Default 0.005. */
  readonly late?: number;
}

export interface Delivery {
  /** Milliseconds since the day began. */
  readonly offset: number;
  readonly event: Stripe.Event;
  readonly kind: 'first' | 'duplicate' | 'twin';
}

/** How Stripe delivers: neither in order nor once. Every event comes at least once; the same seed shuffles the same. */
export function shuffleDeliveries(entries: readonly DayEntry[], options: ShuffleOptions = {}): Delivery[] {
  const random = createRandom(`shuffle/${options.seed ?? 1}`);
  const deliveries = entries.flatMap(({ offset, happening: { event } }) => {
    const spread = random.chance(options.late ?? 0.005) ? 600_000 : (options.spreadMs ?? 3000);
    const arrive = () => offset + wayOf(random, spread);
    const all: Delivery[] = [{ offset: arrive(), event, kind: 'first' }];
    if (random.chance(options.duplicates ?? 0.03)) all.push({ offset: arrive(), event, kind: 'duplicate' });
    if (random.chance(options.twins ?? 0.01)) {
      // Only the envelope is copied: twins share their object, as they do at Stripe.
      all.push({ offset: arrive(), event: { ...event, id: twinId(random, event.id) }, kind: 'twin' });
    }
    return all;
  });
  return deliveries.sort((a, b) => a.offset - b.offset);
}

/** Most are quick, few take the whole spread. */
function wayOf(random: Random, spread: number): number {
  return Math.round(random.next() ** 3 * spread);
}

function twinId(random: Random, id: string): string {
  return `${id.slice(0, -8)}${random.text(8)}`;
}
