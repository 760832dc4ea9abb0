import { Temporal } from 'temporal-polyfill';
import { type FigureSource, isEmpty, paidCount, type Window, type WindowFigures } from './figures.ts';

/** Weeks that a baseline looks back: a season's change must not be compared with the season before. */
export const weeksBack = 8;
/** Windows of these lengths, all of which end now. */
export const spanHours = [1, 4, 24] as const;
export type SpanHours = (typeof spanHours)[number];

const hour = 3_600;
const week = 168 * hour;

/** A window that ends now, and the same window of past weeks. */
export interface Span {
  readonly hours: SpanHours;
  readonly current: WindowFigures;
  /** Of the weeks that are known, newest first; `growth` is the last seven days' payments over those of that week. */
  readonly past: readonly { readonly figures: WindowFigures; readonly growth: number }[];
}

/** A week in which the business was another one does not say what is usual now. */
const growthBounds = { least: 0.5, most: 2 };

/**
 * What is known at `now` (Unix seconds), in windows by the zone's own hours of the week: a week ago at 9:00 is 9:00 also
 * where the clock was changed in between.
 */
export async function spansAt(source: FigureSource, now: number, zone: string): Promise<Span[]> {
  const shifts = Array.from({ length: weeksBack }, (_, index) => shiftOf(now, index + 1, zone));
  const windows: Window[] = [];
  for (const hours of spanHours) {
    for (const shift of [0, ...shifts]) windows.push({ from: now - shift - hours * hour, to: now - shift });
  }
  for (const shift of [0, ...shifts]) windows.push({ from: now - shift - week, to: now - shift });
  const figures = await source(windows);
  const row = (index: number) => figures.slice(index * (weeksBack + 1), (index + 1) * (weeksBack + 1));
  const [thisWeek, ...weeks] = row(spanHours.length);
  return spanHours.flatMap((hours, index): Span[] => {
    const [current, ...past] = row(index);
    if (current === undefined || thisWeek === undefined) return [];
    return [
      {
        hours,
        current,
        past: past.flatMap((one, at) => {
          const then = weeks[at];
          return then === undefined || isEmpty(then) ? [] : [{ figures: one, growth: growthOf(thisWeek, then) }];
        }),
      },
    ];
  });
}

function growthOf(now: WindowFigures, then: WindowFigures): number {
  const before = paidCount(then);
  if (before === 0) return 1;
  return Math.min(growthBounds.most, Math.max(growthBounds.least, paidCount(now) / before));
}

/** Seconds from the same local time so many weeks ago to `at`. */
function shiftOf(at: number, weeks: number, zone: string): number {
  if (zone === 'UTC') return weeks * week;
  const local = Temporal.Instant.fromEpochMilliseconds(at * 1_000).toZonedDateTimeISO(zone);
  return at - Math.floor(local.subtract({ weeks }).epochMilliseconds / 1_000);
}
