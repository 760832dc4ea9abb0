import type { AnomalyMeasure, AnomalySeries } from '../../domain/anomaly.ts';
import { sameNow } from './decide.ts';
import type { FigureSource } from './figures.ts';
import { type AnomalyLimits, measuresOf } from './measure.ts';
import { spansAt } from './scene.ts';

const points = 8;

/** The course of a measure up to now: windows side by side, each beside what was usual for it then. */
export async function seriesOf(
  measure: AnomalyMeasure,
  source: FigureSource,
  now: number,
  zone: string,
  limits: AnomalyLimits,
): Promise<AnomalySeries> {
  const course: { at: number; value: number; usual: number }[] = [];
  for (let back = points - 1; back >= 0; back -= 1) {
    const at = now - back * measure.hours * 3_600;
    const all = measuresOf(await spansAt(source, at, zone), { ...limits, weeks: 1, judgesAll: true });
    const then = sameNow(measure, all);
    // Where nothing was sold in any of the weeks, nothing is usual.
    if (then === undefined && measure.kind === 'revenue_pace') course.push({ at, value: 0, usual: 0 });
    if (then !== undefined) course.push({ at, value: then.shown.value, usual: then.shown.usual });
  }
  return course;
}
