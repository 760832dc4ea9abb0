import { Temporal } from 'temporal-polyfill';

/** When people of a channel are at work. `from` and `to` are `HH:MM` of the same day; days are Monday 1 … Sunday 7. */
export interface BusinessHours {
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly timezone: string;
}

/** Longer than any run of days off in a week; a zone's day is at most one off from that of UTC. */
const daysLooked = 9;
/** Told a minute before the end, nobody reads it. */
const beforeCloseMs = 3_600_000;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether anybody is at work at `at` (milliseconds since the epoch). */
export function isOpen(hours: BusinessHours, at: number): boolean {
  return spansAround(hours, at).some((span) => span.from <= at && at < span.to);
}

/** The first moment from `at` on at which somebody is at work; null where nobody ever is. */
export function nextOpening(hours: BusinessHours, at: number): number | null {
  const span = spansAround(hours, at).find((one) => one.to > at);
  return span === undefined ? null : Math.max(at, span.from);
}

/** The last moment up to `at` at which somebody has an hour left to read it; null where nobody was at work for a week. */
export function lastMoment(hours: BusinessHours, at: number): number | null {
  const span = spansAround(hours, at).findLast((one) => one.from <= at);
  if (span === undefined) return null;
  return Math.max(span.from, Math.min(at, span.to - beforeCloseMs));
}

/** Spans by the hours and the UTC day asked for: each is asked for thousands of times a round. */
const known = new Map<string, readonly Span[]>();
const mostKnown = 2_000;

/**
 * The working spans of a week before and after, in order. Each is placed by the zone's own calendar: a time that the clock
 * skips is the moment after the gap, one that it shows twice the first, so that a day of 23 or 25 hours is a day.
 */
function spansAround(hours: BusinessHours, at: number): readonly Span[] {
  const today = new Date(at).toISOString().slice(0, 10);
  const key = [today, hours.timezone, hours.from, hours.to, ...hours.days].join(' ');
  const found = known.get(key);
  if (found !== undefined) return found;
  const spans: Span[] = [];
  for (let offset = -daysLooked; offset <= daysLooked; offset += 1) {
    const day = Temporal.PlainDate.from(today).add({ days: offset });
    if (!hours.days.includes(day.dayOfWeek)) continue;
    const span = { from: momentOf(day, hours.from, hours.timezone), to: momentOf(day, hours.to, hours.timezone) };
    if (span.to > span.from) spans.push(span);
  }
  if (known.size >= mostKnown) known.clear();
  known.set(key, spans);
  return spans;
}

function momentOf(day: Temporal.PlainDate, time: string, timeZone: string): number {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
