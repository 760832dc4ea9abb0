import type { QuietConfig } from '../config/config.ts';
import type { Severity } from '../domain/severity.ts';
import { localDay, momentOf, startOfDay, weekdayOf } from './local-time.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** What quiet hours say of one message; null where none holds it. */
export interface Hush {
  readonly name: string;
  readonly effect: 'digest' | 'drop';
  /** Milliseconds since the epoch at which the last of the adjoining intervals ends. */
  readonly until: number;
}

export interface Quiet {
  hush(channel: string, severity: Severity, now: number): Hush | null;
}

/** Intervals that adjoin or overlap are followed to their end; a rule that is always quiet still tells after this many. */
const maxJoined = 14;

/** Mute time intervals. Times are those of the local clock in each interval's zone, whatever the clock does that day. */
export function compileQuiet(configs: readonly QuietConfig[]): Quiet {
  const rules = configs.map((config) => ({ config, endAt: intervalsOf(config) }));
  const holding = (channel: string, severity: Severity, now: number): Hush[] =>
    rules.flatMap(({ config, endAt }) => {
      if (config.channels.length > 0 && !config.channels.includes(channel)) return [];
      if (config.except.includes(severity)) return [];
      const until = endAt(now);
      return until === null ? [] : [{ name: config.name, effect: config.then, until }];
    });
  return {
    hush(channel, severity, now) {
      // Critical is never held back: the schema adds it to every `except`, and so does this for routes made elsewhere.
      if (severity === 'critical') return null;
      const first = holding(channel, severity, now);
      const [one] = first;
      if (one === undefined) return null;
      const dropping = first.find((hush) => hush.effect === 'drop');
      if (dropping !== undefined) return dropping;
      let until = Math.max(...first.map((hush) => hush.until));
      for (let joined = 0; joined < maxJoined; joined++) {
        const next = holding(channel, severity, until).filter((hush) => hush.effect === 'digest');
        if (next.length === 0) break;
        until = Math.max(...next.map((hush) => hush.until));
      }
      return { ...one, until };
    },
  };
}

export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Longest time that is laid out day by day. */
const mostDays = 100;

/** The interval's spans that touch the time from `from` to `to`, in milliseconds since the epoch, oldest first. */
export function quietSpans(config: QuietConfig, from: number, to: number): Interval[] {
  const spans = new Map<number, Interval>();
  let at = from;
  for (let day = 0; day < mostDays && at < to; day += 1) {
    const around = dayAround(config, at);
    for (const span of around.intervals) if (span.end > from && span.start < to) spans.set(span.start, span);
    at = around.to;
  }
  return [...spans.values()].toSorted((a, b) => a.start - b.start);
}

/** When the interval that `now` lies in ends; null outside. The local day's intervals are computed once a day. */
function intervalsOf(config: QuietConfig): (now: number) => number | null {
  let known: { from: number; to: number; intervals: readonly Interval[] } | null = null;
  return (now) => {
    if (known === null || now < known.from || now >= known.to) known = dayAround(config, now);
    const inside = known.intervals.filter((interval) => interval.start <= now && now < interval.end);
    return inside.length === 0 ? null : Math.max(...inside.map((interval) => interval.end));
  };
}

/** The intervals that may hold on the local day of `now`: those that begin on it, and on the day before. */
function dayAround(config: QuietConfig, now: number): { from: number; to: number; intervals: Interval[] } {
  const today = localDay(now, config.timezone);
  const overnight = config.to <= config.from;
  const intervals = [today.subtract({ days: 1 }), today].flatMap((day) => {
    const name = weekdays[weekdayOf(day)];
    if (name === undefined || !config.days.includes(name)) return [];
    const start = momentOf(day, config.from, config.timezone);
    const end = momentOf(overnight ? day.add({ days: 1 }) : day, config.to, config.timezone);
    return end > start ? [{ start, end }] : [];
  });
  return {
    from: startOfDay(today, config.timezone),
    to: startOfDay(today.add({ days: 1 }), config.timezone),
    intervals,
  };
}
