import type { Delivery, LaneHead } from '../store/store.ts';
import { criticalRank } from './order.ts';

export type FoldClass = LaneHead['folds'][number];

/**
 * The classes that must become digests: at the lane's pace some pending delivery of the class would miss its deadline, or
 * its scheduled time has come. A class found late takes one slot in the queue from then on, which may save the next one,
 * so the first late class is found, folded in thought, and the queue looked at again. A class of one is never folded: a
 * digest of one is a card. `queue` is in order of sending; `startAt` is when the first may leave.
 */
export function lateClasses(
  queue: readonly Delivery[],
  folds: readonly FoldClass[],
  startAt: number,
  gapMs: number,
): FoldClass[] {
  const waiting = new Map(folds.filter((fold) => mayFold(fold, queue)).map((fold) => [fold.foldClass, fold]));
  const late = [...waiting.values()].filter((fold) => fold.scheduled);
  for (const fold of late) waiting.delete(fold.foldClass);
  while (waiting.size > 0) {
    const next = firstLate(queue, waiting, new Set(late.map((fold) => fold.foldClass)), startAt, gapMs);
    if (next === null) break;
    late.push(next);
    waiting.delete(next.foldClass);
  }
  return late;
}

function mayFold(fold: FoldClass, queue: readonly Delivery[]): boolean {
  const members = queue.filter((delivery) => delivery.foldClass === fold.foldClass);
  if (members.some((delivery) => delivery.priority === criticalRank)) return false;
  // A scheduled digest of one is sent as a card where it is in sight; hidden behind the head it must be fetched by folding.
  return fold.count > 1 || (fold.scheduled && members.length === 0);
}

/** Walks the queue at the lane's pace; the first class of `waiting` that does not make it. */
function firstLate(
  queue: readonly Delivery[],
  waiting: ReadonlyMap<string, FoldClass>,
  folded: ReadonlySet<string>,
  startAt: number,
  gapMs: number,
): FoldClass | null {
  let leavesAt = startAt;
  const seen = new Map<string, number>();
  for (const delivery of queue) {
    const { foldClass } = delivery;
    if (foldClass !== null) {
      const before = seen.get(foldClass) ?? 0;
      seen.set(foldClass, before + 1);
      // Its digest took one slot where its first member stood.
      if (folded.has(foldClass) && before > 0) continue;
      const fold = waiting.get(foldClass);
      if (fold !== undefined && leavesAt > delivery.deadlineAt) return fold;
    }
    leavesAt += gapMs;
  }
  // What the head does not show comes after it.
  for (const fold of waiting.values()) {
    const hidden = fold.count - (seen.get(fold.foldClass) ?? 0);
    if (hidden <= 0) continue;
    if (leavesAt > fold.oldestDeadlineAt || leavesAt + (hidden - 1) * gapMs > fold.newestDeadlineAt) return fold;
  }
  return null;
}
