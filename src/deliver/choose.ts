import type { Delivery, LaneHead } from '../store/store.ts';
import { type FoldClass, lateClasses } from './lateness.ts';
import { criticalRank, inOrder, rankOf } from './order.ts';

export interface LaneView {
  readonly head: LaneHead;
  /** Milliseconds since the epoch, as all times here. */
  readonly now: number;
  /** Between two requests of the lane; 0 = unpaced. */
  readonly gapMs: number;
  /** How many deliveries may start now. */
  readonly free: number;
  /** Subjects that something is in flight for: two operations on one card never run at once. */
  readonly busySubjects: ReadonlySet<string>;
  /** Ambiguous deliveries that are not to be looked for before a time. */
  readonly probeAt: ReadonlyMap<number, number>;
  /** When each class last became a digest. */
  readonly foldedAt: ReadonlyMap<string, number>;
  /** When the workspace may next look for a message, change one, remove one. */
  readonly methodAt: { readonly find: number; readonly update: number; readonly remove: number };
}

export type Choice =
  /** Nobody knows whether it arrived: look for it. */
  | { readonly kind: 'probe'; readonly delivery: Delivery }
  /** Of different subjects. */
  | { readonly kind: 'send'; readonly deliveries: readonly Delivery[] }
  | { readonly kind: 'fold'; readonly foldClass: string }
  /** Nothing may go now; null: not before something in flight ends or something new comes. */
  | { readonly kind: 'wait'; readonly until: number | null };

/**
 * What a lane does next. Ambiguous sends are looked for first, so that nothing overtakes them; then critical; then, by
 * priority and age, single deliveries, or the digest of a class that would be late. Pure.
 */
export function choose(view: LaneView): Choice {
  const { head, now } = view;
  const ambiguous = head.due.filter((delivery) => delivery.state === 'ambiguous');
  const probe = ambiguous.find((delivery) => probeReadyAt(view, delivery) <= now && !isBusy(view, delivery));
  if (probe !== undefined) return { kind: 'probe', delivery: probe };

  const pending = inOrder(
    head.due.filter((delivery) => delivery.state !== 'ambiguous'),
    now,
  );
  const late = lateClasses(pending, head.folds, now, view.gapMs);
  const inLateClass = new Set(late.map((fold) => fold.foldClass));
  const singles = startable(
    view,
    pending.filter((delivery) => delivery.foldClass === null || !inLateClass.has(delivery.foldClass)),
    ambiguous,
  );
  const first = singles[0];
  const fold = mostUrgent(
    late.filter((one) => foldReadyAt(view, one) <= now),
    pending,
    now,
  );
  if (fold !== null && (first === undefined || foldGoesFirst(fold, first, view))) {
    return { kind: 'fold', foldClass: fold.fold.foldClass };
  }
  if (first !== undefined) return { kind: 'send', deliveries: singles.slice(0, Math.max(1, view.free)) };
  return { kind: 'wait', until: nextReadyAt(view, { pending, ambiguous, late }) };
}

/** In order; one a subject, none of a busy one, none before its card or before its method is free. */
function startable(view: LaneView, ordered: readonly Delivery[], ambiguous: readonly Delivery[]): Delivery[] {
  const taken = new Set(view.busySubjects);
  for (const delivery of ambiguous) if (delivery.subjectId !== null) taken.add(delivery.subjectId);
  const cardFirst = new Set<string>();
  for (const delivery of ordered) {
    if (delivery.op === 'card' && !delivery.posted && delivery.subjectId !== null) cardFirst.add(delivery.subjectId);
  }
  const chosen: Delivery[] = [];
  for (const delivery of ordered) {
    if (methodReadyAt(view, delivery) > view.now) continue;
    const subject = delivery.subjectId;
    if (subject !== null) {
      if (taken.has(subject)) continue;
      if (delivery.op === 'reply' && cardFirst.has(subject)) continue;
      taken.add(subject);
    }
    chosen.push(delivery);
  }
  return chosen;
}

interface UrgentFold {
  readonly fold: FoldClass;
  readonly rank: number;
  readonly oldest: number;
}

function mostUrgent(late: readonly FoldClass[], pending: readonly Delivery[], now: number): UrgentFold | null {
  let best: UrgentFold | null = null;
  for (const fold of late) {
    const members = pending.filter((delivery) => delivery.foldClass === fold.foldClass);
    const rank = Math.min(...members.map((delivery) => rankOf(delivery, now)), 3);
    const oldest = Math.min(...members.map((delivery) => delivery.createdAt), fold.oldestDeadlineAt);
    const better =
      best === null || rank < best.rank || (rank === best.rank && fold.oldestDeadlineAt < best.fold.oldestDeadlineAt);
    if (better) best = { fold, rank, oldest };
  }
  return best;
}

/**
 * A digest that would be late by one more slot goes before what is not more urgent, and before what is but has the time;
 * else the order rules. So a backlog that cannot be folded (replies, updates) still gets the slots in between.
 */
function foldGoesFirst(urgent: UrgentFold, single: Delivery, { now, gapMs }: LaneView): boolean {
  const rank = rankOf(single, now);
  if (rank === criticalRank) return false;
  const afterNextSlot = now + 2 * gapMs;
  const hurry = urgent.fold.scheduled || urgent.fold.oldestDeadlineAt < afterNextSlot;
  if (rank < urgent.rank) return hurry && single.deadlineAt >= afterNextSlot;
  if (rank > urgent.rank) return true;
  return hurry || urgent.oldest <= single.createdAt;
}

function isBusy(view: LaneView, delivery: Delivery): boolean {
  return delivery.subjectId !== null && view.busySubjects.has(delivery.subjectId);
}

function probeReadyAt(view: LaneView, delivery: Delivery): number {
  return Math.max(view.probeAt.get(delivery.id) ?? Number.NEGATIVE_INFINITY, view.methodAt.find);
}

function methodReadyAt(view: LaneView, delivery: Delivery): number {
  if (delivery.op === 'retract') return view.methodAt.remove;
  return delivery.op === 'card' && delivery.posted ? view.methodAt.update : Number.NEGATIVE_INFINITY;
}

function nextReadyAt(
  view: LaneView,
  waiting: { pending: readonly Delivery[]; ambiguous: readonly Delivery[]; late: readonly FoldClass[] },
): number | null {
  const times = [
    ...waiting.pending.map((delivery) => methodReadyAt(view, delivery)),
    ...waiting.ambiguous.map((delivery) => probeReadyAt(view, delivery)),
    ...waiting.late.map((fold) => foldReadyAt(view, fold)),
  ].filter((at) => at > view.now);
  return times.length === 0 ? null : Math.min(...times);
}

/**
 * A sale that goes on would make a digest in every slot. Every second slot tells as much in half the messages and leaves the
 * other free, so that what is critical finds it free; but a digest never rests until it would be late.
 */
function foldReadyAt(view: LaneView, fold: FoldClass): number {
  const rested = (view.foldedAt.get(fold.foldClass) ?? Number.NEGATIVE_INFINITY) + 2 * view.gapMs;
  return fold.scheduled ? view.now : Math.min(rested, fold.oldestDeadlineAt - 2 * view.gapMs);
}
