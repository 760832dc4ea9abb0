import { priorityOf } from '../domain/severity.ts';
import type { Delivery } from '../store/store.ts';

/** An update of a card that stands may wait behind news for so long, then counts as news itself: it must not starve. */
export const refreshPatienceMs = 30_000;

export const criticalRank = priorityOf('critical');
const refreshRank = priorityOf('low') + 1;

/** Whether a delivery only makes true what stands in the channel already. */
export function isRefresh(delivery: Delivery): boolean {
  return delivery.op === 'retract' || (delivery.op === 'card' && delivery.posted);
}

/** Smaller goes first: the priority, and behind all news a refresh that has not waited long yet. */
export function rankOf(delivery: Delivery, now: number): number {
  if (isRefresh(delivery) && now - delivery.createdAt < refreshPatienceMs) return refreshRank + delivery.priority;
  return delivery.priority;
}

/** Rank, then age. The id decides between equals, so that the order is the same whoever asks. */
export function inOrder(deliveries: readonly Delivery[], now: number): Delivery[] {
  return deliveries.toSorted((a, b) => rankOf(a, now) - rankOf(b, now) || a.createdAt - b.createdAt || a.id - b.id);
}
