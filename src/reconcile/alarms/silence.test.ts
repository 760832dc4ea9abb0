import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedInSilence, mostExpected, weeksKept, weeksNeeded } from './silence.ts';

const hourMs = 3_600_000;
const week = 168;
/** Hour 0 of some week since the epoch. */
const start = 2_900 * week;

/** `weeks` weeks before `until` (an hour), each hour with what `perHour` says for its hour of the week. */
function history(until: number, weeks: number, perHour: (hourOfWeek: number, week: number) => number) {
  const hours = new Map<number, number>();
  for (let hour = until - weeks * week; hour < until; hour += 1) {
    hours.set(hour, perHour(hour % week, Math.floor(hour / week)));
  }
  return hours;
}

describe('F116 a stream that falls silent against its own weekly pattern', () => {
  test('silent while cold: less than three weeks are no pattern', () => {
    const hours = history(start, weeksNeeded - 1, () => 100);
    expect(expectedInSilence({ now: (start + 5) * hourMs, lastAt: start * hourMs, hours })).toBeNull();
    expect(expectedInSilence({ now: start * hourMs, lastAt: null, hours: new Map() })).toBeNull();
  });

  test('so many as are usual at this hour of the week', () => {
    const hours = history(start + 12, weeksKept, () => 40);
    const lastAt = (start + 10) * hourMs;
    expect(expectedInSilence({ now: lastAt + hourMs / 2, lastAt, hours })).toBeCloseTo(20);
    expect(expectedInSilence({ now: lastAt, lastAt, hours })).toBe(0);
  });

  test('a night that is always silent is no alarm, the morning after it is', () => {
    const open = (hourOfWeek: number) => (hourOfWeek % 24 >= 8 && hourOfWeek % 24 < 20 ? 30 : 0);
    const hours = history(start + 24 + 9, weeksKept, open);
    const lastAt = (start + 20) * hourMs;
    const at = (hour: number) => expectedInSilence({ now: (start + hour) * hourMs, lastAt, hours }) ?? -1;
    expect(at(24 + 8)).toBe(0);
    expect(at(24 + 9)).toBe(0);
    expect(at(24 + 10)).toBeGreaterThanOrEqual(mostExpected);
  });

  test('an hour earlier or later, as when the clocks change, is no alarm', () => {
    // One burst a day at 9: with the clocks changed it comes at 10.
    const hours = history(start + 9, weeksKept, (hourOfWeek) => (hourOfWeek % 24 === 9 ? 500 : 0));
    const lastAt = (start - 24 + 10) * hourMs;
    expect(expectedInSilence({ now: (start + 10) * hourMs, lastAt, hours })).toBe(0);
  });

  test('one outage and one sale in the weeks before do not move it', () => {
    const usual = history(start + 10, weeksKept, () => 50);
    const odd = new Map(usual);
    for (let hour = start - week; hour < start - week + 24; hour += 1) odd.set(hour, 0);
    for (let hour = start - 2 * week; hour < start - 2 * week + 24; hour += 1) odd.set(hour, 9_000);
    const stream = { now: (start + 11) * hourMs, lastAt: (start + 10) * hourMs };
    expect(expectedInSilence({ ...stream, hours: odd })).toBe(expectedInSilence({ ...stream, hours: usual }));
  });

  test('grows with the silence, and is never more than the busiest week would bring', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000), { minLength: week, maxLength: week }),
        fc.integer({ min: 0, max: 300 * 60 }),
        fc.integer({ min: 0, max: 300 * 60 }),
        (pattern, a, b) => {
          const hours = history(start, weeksKept, (hourOfWeek) => pattern[hourOfWeek] ?? 0);
          const lastAt = start * hourMs;
          const after = (minutes: number) =>
            expectedInSilence({ now: lastAt + minutes * 60_000, lastAt, hours }) ?? Number.NaN;
          const [shorter, longer] = [Math.min(a, b), Math.max(a, b)].map(after);
          expect(shorter).toBeLessThanOrEqual(
            (longer ?? 0) + (Math.max(a, b) > week * 60 ? Number.POSITIVE_INFINITY : 1e-6),
          );
          expect(longer).toBeLessThanOrEqual(pattern.reduce((sum, value) => sum + value, 0) + 1e-6);
        },
      ),
      { numRuns: 100 },
    );
  });
});
