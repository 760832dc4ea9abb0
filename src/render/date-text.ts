import { supported } from './money-text.ts';

/**
 * Moments are written in the channel's own zone, with the zone's name, and not as Slack's `<!date^…>` token: a token shows
 * each reader his own zone, so that two people who talk about "due at 23:59" mean different moments, and it is no text in
 * a notification. The year is left out within half a year of now. Unix seconds in, text out; a moment outside the calendar gives "unknown date".
 */
export function formatDate(
  at: number,
  style: 'date' | 'clock' | 'time' | 'left',
  view: { readonly locale: string; readonly timezone: string; readonly now: number },
): string {
  const near = Math.abs(at - view.now) < halfYear;
  const format = formatterOf(view.locale, view.timezone, style === 'left' ? 'time' : style, near);
  // The calendar of ECMAScript ends 8.64e15 ms from the epoch.
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e12) return 'unknown date';
  const moment = format.format(at * 1000);
  return style === 'left' ? `${moment} (${relative(at - view.now, view.locale)})` : moment;
}

/** "in 3 days", "in 30 hours", "20 minutes ago": whole units that are left, never rounded up. */
export function relative(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(supported(locale), { numeric: 'always' });
  const size = Math.abs(seconds);
  // Under two days, days are too coarse to act on.
  const [unit, length] = size >= 172_800 ? ['day', 86_400] : size >= 7_200 ? ['hour', 3_600] : ['minute', 60];
  const count = Math.floor(size / length);
  return format.format(seconds < 0 ? -count : count, unit as Intl.RelativeTimeFormatUnit);
}

const halfYear = 15_768_000;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(
  locale: string,
  timezone: string,
  style: 'date' | 'clock' | 'time',
  near: boolean,
): Intl.DateTimeFormat {
  const key = `${locale} ${timezone} ${style} ${near}`;
  const known = formatters.get(key);
  if (known !== undefined) return known;
  const timeZone = knownZone(timezone);
  const options: Intl.DateTimeFormatOptions =
    style === 'clock' ? { hour: 'numeric', minute: '2-digit', timeZone } : { month: 'short', day: 'numeric', timeZone };
  if (!near && style !== 'clock') options.year = 'numeric';
  if (style === 'time') Object.assign(options, { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  const made = new Intl.DateTimeFormat(supported(locale), options);
  formatters.set(key, made);
  return made;
}

function knownZone(timezone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
