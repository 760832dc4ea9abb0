import { Temporal } from 'temporal-polyfill';
import type { Period } from '../../domain/summary.ts';
import { dayOf, exists } from '../calendar.ts';

/** Local times of summaries, as configured. */
export interface SummaryTimes {
  /** `HH:MM`. */
  readonly daily: string | null;
  readonly weekly: { readonly day: string; readonly time: string } | null;
  /** Day of the month, 1 to 28. */
  readonly monthly: { readonly day: number; readonly time: string } | null;
}

/** One firing: the local day that it belongs to, and when it is due. */
export interface Firing {
  readonly period: Period;
  readonly day: Temporal.PlainDate;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Longest look back for the newest firing: a month and the days that a zone may have left out. */
const mostDays = 40;

/**
 * The newest firing of a period that is due at `now` (milliseconds); null where the times name none. By local days, not by
 * adding hours: a time that the clock skips is the moment after the gap (F90), one that it shows twice is the first of both
 * (F91), and a day that the zone's calendar left out has none (F92).
 */
export function newestFiring(times: SummaryTimes, period: Period, zone: string, now: number): Firing | null {
  let day = dayOf(Math.floor(now / 1000), zone).add({ days: 1 });
  for (let back = 0; back < mostDays; back += 1, day = day.subtract({ days: 1 })) {
    const time = timeOn(times, period, day);
    if (time === null || !exists(day, zone)) continue;
    const at = momentOf(day, time, zone);
    if (at <= now) return { period, day, at };
  }
  return null;
}

function timeOn(times: SummaryTimes, period: Period, day: Temporal.PlainDate): string | null {
  if (period === 'daily') return times.daily;
  if (period === 'weekly')
    return times.weekly?.day === weekdays[day.dayOfWeek - 1] ? (times.weekly?.time ?? null) : null;
  return times.monthly?.day === day.day ? times.monthly.time : null;
}

/** `compatible`: the moment after a gap that is as far from its start, and of a doubled time the first. */
function momentOf(day: Temporal.PlainDate, time: string, zone: string): number {
  const plainTime = Temporal.PlainTime.from(time);
  return day.toPlainDateTime(plainTime).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}
