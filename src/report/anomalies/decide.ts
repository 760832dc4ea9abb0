import type { AnomalyKind, AnomalyMeasure } from '../../domain/anomaly.ts';
import { isBack, isBeyond } from './measure.ts';

/** Unix seconds at which the last anomaly of a kind ended. */
export type Ended = ReadonlyMap<string, number>;

/**
 * Which anomalies begin: at most one of each kind, by the shortest window that shows it. A window that reaches back before
 * the end of the last one of its kind still holds what was told, and opens nothing.
 */
export function openings(
  measures: readonly AnomalyMeasure[],
  now: number,
  open: ReadonlySet<AnomalyKind>,
  ended: Ended,
): AnomalyMeasure[] {
  const found = new Map<AnomalyKind, AnomalyMeasure>();
  for (const measure of measures.toSorted((a, b) => a.hours - b.hours)) {
    const { kind, hours } = measure;
    if (open.has(kind) || found.has(kind) || !isBeyond(measure)) continue;
    if (now - hours * 3_600 < (ended.get(kind) ?? Number.NEGATIVE_INFINITY)) continue;
    found.set(kind, measure);
  }
  return [...found.values()];
}

/** The same thing measured now; undefined where it cannot be measured any more. */
export function sameNow(opened: AnomalyMeasure, measures: readonly AnomalyMeasure[]): AnomalyMeasure | undefined {
  return measures.find(
    (one) =>
      one.kind === opened.kind &&
      one.hours === opened.hours &&
      one.currency === opened.currency &&
      one.direction === opened.direction,
  );
}

/** It is half of the way back to what is usual, or can no longer be measured. */
export function isOver(opened: AnomalyMeasure, measures: readonly AnomalyMeasure[]): boolean {
  const now = sameNow(opened, measures);
  return now === undefined || isBack(now);
}
