import { Temporal } from 'temporal-polyfill';
import type { Period, SummaryWindow } from '../domain/summary.ts';

/** The local calendar day that holds `at` (Unix seconds) in `zone`. */
export function dayOf(at: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDate();
}

/** The first second of a local day; of a day that the zone left out (Apia, 30 December 2011) the first of the next. */
export function startOf(day: Temporal.PlainDate, zone: string): number {
  return Math.floor(day.toZonedDateTime(zone).epochMilliseconds / 1000);
}

/** False for a date that the zone's calendar never had. */
export function exists(day: Temporal.PlainDate, zone: string): boolean {
  return day.toZonedDateTime(zone).toPlainDate().equals(day);
}

/** Local days from `first` to before `after`. 23 and 25 hours are days like any other. */
export function windowOf(first: Temporal.PlainDate, after: Temporal.PlainDate, zone: string): SummaryWindow {
  return { from: startOf(first, zone), to: startOf(after, zone) };
}

/** The day before that the zone's calendar had. */
export function dayBefore(day: Temporal.PlainDate, zone: string): Temporal.PlainDate {
  const before = day.subtract({ days: 1 });
  return exists(before, zone) ? before : dayBefore(before, zone);
}

export interface PeriodWindows {
  /** First local day and the day after the last. */
  readonly first: Temporal.PlainDate;
  readonly after: Temporal.PlainDate;
  readonly window: SummaryWindow;
  readonly previous: SummaryWindow;
  /** A day's own weekday of the week before; null for longer periods. */
  readonly weekBefore: SummaryWindow | null;
  /** What the chart shows, oldest first, this period last; at most 14. */
  readonly series: readonly SummaryWindow[];
}

/** The period that is complete when the local day `today` begins: yesterday, the last seven days, the last month. */
export function closedPeriod(period: Period, today: Temporal.PlainDate, zone: string): PeriodWindows {
  if (period === 'daily') return daily(dayBefore(today, zone), today, zone);
  if (period === 'weekly') return weekly(today.subtract({ days: 7 }), zone);
  const month = today.with({ day: 1 }).subtract({ months: 1 });
  return monthly(month, month.add({ months: 1 }), zone);
}

/** The period that `today` lies in, so far. */
export function runningPeriod(period: Period, today: Temporal.PlainDate, zone: string): PeriodWindows {
  if (period === 'daily') return daily(today, today.add({ days: 1 }), zone);
  if (period === 'weekly') return weekly(today.subtract({ days: today.dayOfWeek - 1 }), zone);
  const month = today.with({ day: 1 });
  return monthly(month, month.add({ months: 1 }), zone);
}

/** Any span of local days, compared with as many before it. */
export function spanOf(first: Temporal.PlainDate, after: Temporal.PlainDate, zone: string): PeriodWindows {
  const days = Math.max(1, first.until(after, { largestUnit: 'days' }).days);
  const window = windowOf(first, after, zone);
  return {
    first,
    after,
    window,
    previous: windowOf(first.subtract({ days }), first, zone),
    weekBefore: null,
    series: days <= 14 ? daysOf(first, days, zone) : [window],
  };
}

function daily(first: Temporal.PlainDate, after: Temporal.PlainDate, zone: string): PeriodWindows {
  const before = dayBefore(first, zone);
  const lastWeek = first.subtract({ days: 7 });
  return {
    first,
    after,
    window: windowOf(first, after, zone),
    previous: windowOf(before, first, zone),
    weekBefore: windowOf(lastWeek, lastWeek.add({ days: 1 }), zone),
    series: daysOf(first.subtract({ days: 13 }), 14, zone),
  };
}

function weekly(first: Temporal.PlainDate, zone: string): PeriodWindows {
  const after = first.add({ days: 7 });
  return {
    first,
    after,
    window: windowOf(first, after, zone),
    previous: windowOf(first.subtract({ days: 7 }), first, zone),
    weekBefore: null,
    series: daysOf(first, 7, zone),
  };
}

function monthly(first: Temporal.PlainDate, after: Temporal.PlainDate, zone: string): PeriodWindows {
  const back = (months: number) => first.subtract({ months });
  return {
    first,
    after,
    window: windowOf(first, after, zone),
    previous: windowOf(back(1), first, zone),
    weekBefore: null,
    series: Array.from({ length: 12 }, (_, index) => windowOf(back(11 - index), back(10 - index), zone)),
  };
}

function daysOf(first: Temporal.PlainDate, count: number, zone: string): SummaryWindow[] {
  return Array.from({ length: count }, (_, index) =>
    windowOf(first.add({ days: index }), first.add({ days: index + 1 }), zone),
  );
}
