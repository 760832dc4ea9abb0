import type { FailureHour } from '../../domain/incident.ts';

/** Weeks that a baseline looks back: a season's change must not be compared with the season before. */
export const weeksBack = 8;
const weekHours = 168;
/** Makes the MAD of a normal distribution its standard deviation. */
const consistency = 1.4826;

export interface Baseline {
  readonly median: number;
  /** Median of the absolute deviations from the median. */
  readonly mad: number;
  /** Weeks that it was computed from. */
  readonly weeks: number;
}

/**
 * What is usual of a code (null: of all together) in this hour of the week. An hour of which nothing is stored had no
 * failure, if it is not before `firstHour`, the first one in which anything was counted; weeks before that are no samples.
 */
export function baselineOf(
  hours: readonly FailureHour[],
  code: string | null,
  hour: number,
  firstHour: number,
): Baseline {
  const samples: number[] = [];
  for (let week = 1; week <= weeksBack; week += 1) {
    const then = hour - week * weekHours;
    if (then < firstHour) break;
    samples.push(
      hours.reduce(
        (sum, one) =>
          one.hour === then && one.code !== 'paid' && (code === null || one.code === code) ? sum + one.count : sum,
        0,
      ),
    );
  }
  const middle = median(samples);
  return { median: middle, mad: median(samples.map((one) => Math.abs(one - middle))), weeks: samples.length };
}

/** Above this an hour is no longer usual: six deviations, but at least thrice the usual and `least`. */
export function thresholdOf(baseline: Baseline, least: number): number {
  return Math.max(least, Math.ceil(3 * baseline.median), Math.ceil(baseline.median + 6 * consistency * baseline.mad));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [upper = 0, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (upper + lower) / 2;
}
