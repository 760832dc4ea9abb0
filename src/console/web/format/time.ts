const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockSeconds = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** All of these take milliseconds since the epoch and show the reader's own time zone. */
export function timeOfDay(at: number): string {
  return clock.format(at);
}

export function dateText(at: number): string {
  return dayMonthYear.format(at);
}

/** `14:05:31` today, `3 Nov, 14:05` earlier. */
export function momentText(at: number, now: number): string {
  if (now - at < 20 * hour && new Date(at).getDate() === new Date(now).getDate()) return clockSeconds.format(at);
  return `${dayMonth.format(at)}, ${clock.format(at)}`;
}

export function fullMoment(at: number): string {
  return `${dayMonthYear.format(at)}, ${clockSeconds.format(at)}`;
}

/** A length of time, in its two largest units: `340 ms`, `4.2 s`, `12 min`, `3 h 5 min`, `6 days`. */
export function lengthText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < minute) return `${Math.round(ms / 1_000)} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < day) {
    const minutes = Math.floor((ms % hour) / minute);
    return `${Math.floor(ms / hour)} h${minutes === 0 ? '' : ` ${minutes} min`}`;
  }
  const days = Math.floor(ms / day);
  return days === 1 ? '1 day' : `${days} days`;
}

export function agoText(at: number, now: number): string {
  const passed = now - at;
  return passed < 5_000 ? 'just now' : passed < 0 ? `in ${lengthText(-passed)}` : `${lengthText(passed)} ago`;
}

/** `in 3 days`, `2 h ago`. */
export function untilText(at: number, now: number): string {
  return at >= now ? `in ${lengthText(at - now)}` : `${lengthText(now - at)} ago`;
}
