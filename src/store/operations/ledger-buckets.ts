/** Quarter-hours, days and months of UTC. Every offset of a time zone in use is a multiple of 15 minutes. */
export const levels = ['m', 'd', 'q'] as const;
export type Level = (typeof levels)[number];

const quarter = 900;
const day = 86_400;

/** The beginning of the bucket that holds `at`; Unix seconds, as all times here. */
export function bucketOf(level: Level, at: number): number {
  if (level === 'q') return Math.floor(at / quarter) * quarter;
  if (level === 'd') return Math.floor(at / day) * day;
  const date = new Date(at * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
}

function nextBucket(level: Level, bucket: number): number {
  if (level === 'q') return bucket + quarter;
  if (level === 'd') return bucket + day;
  const date = new Date(bucket * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 1000;
}

/** Buckets of one level, or (`rows`) single movements, in [from, to), to be added (1) or taken away (-1). */
export interface Part {
  readonly level: Level | 'rows';
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
}

/**
 * [from, to) as few runs of buckets, coarse ones first. Where a window ends near the end of a coarse bucket the whole bucket
 * is added and the rest taken away: a month in Berlin is the month of UTC and a few quarter-hours. Only what lies within a
 * quarter-hour is left to the rows themselves. `coarsest` leaves out levels that are not kept.
 */
export function cover(from: number, to: number, kept: readonly Level[] = levels): Part[] {
  return from < to ? covered(from, to, kept, 1) : [];
}

function covered(from: number, to: number, kept: readonly Level[], sign: 1 | -1): Part[] {
  if (from === to) return [];
  const [level, ...finer] = kept;
  if (level === undefined) return [{ level: 'rows', from, to, sign }];
  const [first, last] = [nearest(level, from), nearest(level, to)];
  // Coarse buckets only where they leave less to the finer ones than there was.
  const left = Math.abs(from - first) + Math.abs(to - last);
  if (first >= last || left >= to - from) return covered(from, to, finer, sign);
  return [{ level, from: first, to: last, sign }, ...edge(from, first, finer, sign), ...edge(last, to, finer, sign)];
}

/** From `a` to `b`, added where it runs forward and taken away where it runs back. */
function edge(a: number, b: number, kept: readonly Level[], sign: 1 | -1): Part[] {
  return a <= b ? covered(a, b, kept, sign) : covered(b, a, kept, sign === 1 ? -1 : 1);
}

function nearest(level: Level, at: number): number {
  const before = bucketOf(level, at);
  if (before === at) return at;
  const after = nextBucket(level, before);
  return at - before < after - at ? before : after;
}
