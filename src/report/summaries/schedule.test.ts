import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { newestFiring, type SummaryTimes } from './schedule.ts';

const at = (text: string) => Date.parse(text);
const daily = (time: string): SummaryTimes => ({ daily: time, weekly: null, monthly: null });

/** Every firing of a daily time that becomes due within [from, to), each once, as a process that looks each quarter of an hour sees them. */
function firings(time: string, zone: string, from: string, to: string): string[] {
  const seen = new Set<string>();
  const fired: string[] = [];
  for (let now = at(from); now < at(to); now += 900_000) {
    const firing = newestFiring(daily(time), 'daily', zone, now);
    if (firing === null || firing.at < at(from) || seen.has(firing.day.toString())) continue;
    seen.add(firing.day.toString());
    fired.push(`${firing.day.toString()} ${new Date(firing.at).toISOString()}`);
  }
  return fired;
}

describe('a summary fires once a local day', () => {
  test('F90 the hour that the clock skips: once, after the gap', () => {
    // Berlin, 29 March 2026: 02:00 → 03:00.
    expect(firings('02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      '2026-03-29 2026-03-29T01:30:00.000Z',
      '2026-03-30 2026-03-30T00:30:00.000Z',
    ]);
  });

  test('F91 the hour that the clock shows twice: once, the first', () => {
    // Berlin, 25 October 2026: 03:00 → 02:00.
    expect(firings('02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([
      '2026-10-25 2026-10-25T00:30:00.000Z',
      '2026-10-26 2026-10-26T01:30:00.000Z',
    ]);
  });

  test('F92 a shift of half an hour (Lord Howe): once on both days', () => {
    // 4 October 2026: 02:00 → 02:30. 5 April 2026: 02:00 → 01:30.
    expect(firings('02:15', 'Australia/Lord_Howe', '2026-10-03T00:00:00Z', '2026-10-04T00:00:00Z')).toEqual([
      '2026-10-04 2026-10-03T15:45:00.000Z',
    ]);
    expect(firings('01:45', 'Australia/Lord_Howe', '2026-04-04T00:00:00Z', '2026-04-05T00:00:00Z')).toEqual([
      '2026-04-05 2026-04-04T14:45:00.000Z',
    ]);
  });

  test('F92 a day that the calendar left out (Apia, 30 December 2011) has none, its neighbours have one each', () => {
    expect(firings('09:00', 'Pacific/Apia', '2011-12-29T12:00:00Z', '2012-01-01T00:00:00Z')).toEqual([
      '2011-12-29 2011-12-29T19:00:00.000Z',
      '2011-12-31 2011-12-30T19:00:00.000Z',
      '2012-01-01 2011-12-31T19:00:00.000Z',
    ]);
  });

  test('F92 an offset of three quarters (Chatham), and a midnight that does not exist (Beirut)', () => {
    expect(firings('09:00', 'Pacific/Chatham', '2026-07-01T00:00:00Z', '2026-07-02T00:00:00Z')).toEqual([
      '2026-07-02 2026-07-01T20:15:00.000Z',
    ]);
    expect(firings('00:00', 'Asia/Beirut', '2026-03-28T00:00:00Z', '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29 2026-03-28T22:00:00.000Z',
    ]);
  });

  test('a whole year in zones with odd shifts: each local day exactly once', { timeout: 60_000 }, () => {
    for (const zone of [
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Africa/Casablanca',
      'America/Havana',
      'Asia/Kathmandu',
    ]) {
      const times = daily('02:30');
      let before = -1;
      for (let day = Temporal.PlainDate.from('2026-01-01'); day.year === 2026; day = day.add({ days: 1 })) {
        const end = day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1;
        const firing = newestFiring(times, 'daily', zone, end);
        expect(firing?.day.toString()).toBe(day.toString());
        expect(firing?.at ?? 0).toBeGreaterThan(before);
        before = firing?.at ?? 0;
      }
    }
  });

  test('weekly and monthly times fall on their days', () => {
    const times: SummaryTimes = {
      daily: null,
      weekly: { day: 'mon', time: '09:00' },
      monthly: { day: 1, time: '09:00' },
    };
    const now = at('2026-03-04T00:00:00Z');
    expect(newestFiring(times, 'weekly', 'UTC', now)?.day.toString()).toBe('2026-03-02');
    expect(newestFiring(times, 'monthly', 'UTC', now)?.day.toString()).toBe('2026-03-01');
    expect(newestFiring(times, 'daily', 'UTC', now)).toBeNull();
  });
});
