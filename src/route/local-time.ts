import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;

/** The local calendar day of `now` in `zone`. */
export function localDay(now: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
}

/**
 * `HH:MM` of a local day as milliseconds since the epoch. A time that the clock skips is the moment after the gap that is as
 * far from its start; a time that it shows twice is the first.
 */
export function momentOf(day: Temporal.PlainDate, time: string, zone: string): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

/** Monday 0 … Sunday 6. */
export function weekdayOf(day: Temporal.PlainDate): number {
  return day.dayOfWeek - 1;
}

export function startOfDay(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds;
}

/**
 * The next moment after `now` at which the local clock shows a multiple of `everyMs` since midnight (15 min: 09:00, 09:15 …).
 * Also in the hour that the clock shows twice, and never across midnight.
 */
export function nextBoundary(now: number, everyMs: number, zone: string): number {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const day = local.toPlainDate();
  const wall = wallMs(local);
  const near = now + everyMs - (wall % everyMs);
  const then = Temporal.Instant.fromEpochMilliseconds(near).toZonedDateTimeISO(zone);
  if (then.toPlainDate().equals(day) && wallMs(then) % everyMs === 0) return near;
  // Midnight comes first, or the clock is put forward or back before then by no multiple of the rhythm.
  const midnight = startOfDay(day.add({ days: 1 }), zone);
  for (let at = (Math.floor(wall / everyMs) + 1) * everyMs; at < dayMs; at += everyMs) {
    const time = day.toPlainDateTime(Temporal.PlainTime.from({ hour: 0 })).add({ milliseconds: at });
    const moment = time.toZonedDateTime(zone).epochMilliseconds;
    if (moment > now) return Math.min(moment, midnight);
  }
  return midnight;
}

function wallMs(local: Temporal.ZonedDateTime): number {
  return ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.millisecond;
}
