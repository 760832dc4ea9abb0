import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import type { Period } from '../domain/summary.ts';
import { closedPeriod, runningPeriod, spanOf } from './calendar.ts';

const closed = (period: Period, today: string, zone: string) =>
  closedPeriod(period, Temporal.PlainDate.from(today), zone);
const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3600;
const iso = ({ from, to }: { from: number; to: number }) =>
  [from, to].map((at) => new Date(at * 1000).toISOString().slice(0, 16)).join(' ');

describe('the windows of a summary', () => {
  test('F94 a day of 23, of 25 and of 24½ hours is the zone’s own', () => {
    expect(hours(closed('daily', '2026-03-30', 'Europe/Berlin').window)).toBe(23);
    expect(hours(closed('daily', '2026-10-26', 'Europe/Berlin').window)).toBe(25);
    expect(hours(closed('daily', '2026-04-06', 'Australia/Lord_Howe').window)).toBe(24.5);
    expect(iso(closed('daily', '2026-03-30', 'Europe/Berlin').window)).toBe('2026-03-28T23:00 2026-03-29T22:00');
  });

  test('F92 the day before one that was left out is the one before that', () => {
    const { window, first } = closed('daily', '2011-12-31', 'Pacific/Apia');
    expect([first.toString(), hours(window)]).toEqual(['2011-12-29', 24]);
  });

  test('consecutive days of a year leave no second out and count none twice, in zones with odd shifts', () => {
    for (const zone of [
      'Australia/Lord_Howe',
      'Pacific/Chatham',
      'Africa/Casablanca',
      'Asia/Kathmandu',
      'America/Havana',
    ]) {
      let day = Temporal.PlainDate.from('2026-01-02');
      let end = closed('daily', '2026-01-01', zone).window.to;
      for (; day.year === 2026; day = day.add({ days: 1 })) {
        const { window } = closed('daily', day.toString(), zone);
        expect(window.from).toBe(end);
        expect(window.from % 900).toBe(0);
        end = window.to;
      }
    }
  });

  test('weeks, months and what they are compared with', () => {
    const week = closed('weekly', '2026-03-02', 'UTC');
    expect([iso(week.window), iso(week.previous), week.series.length]).toEqual([
      '2026-02-23T00:00 2026-03-02T00:00',
      '2026-02-16T00:00 2026-02-23T00:00',
      7,
    ]);
    const month = closed('monthly', '2026-03-05', 'UTC');
    expect([iso(month.window), iso(month.previous), month.series.length]).toEqual([
      '2026-02-01T00:00 2026-03-01T00:00',
      '2026-01-01T00:00 2026-02-01T00:00',
      12,
    ]);
    const today = runningPeriod('daily', Temporal.PlainDate.from('2026-03-05'), 'UTC');
    expect([iso(today.window), today.weekBefore === null ? '' : iso(today.weekBefore)]).toEqual([
      '2026-03-05T00:00 2026-03-06T00:00',
      '2026-02-26T00:00 2026-02-27T00:00',
    ]);
    const span = spanOf(Temporal.PlainDate.from('2026-03-01'), Temporal.PlainDate.from('2026-03-04'), 'UTC');
    expect([iso(span.previous), span.series.length]).toEqual(['2026-02-26T00:00 2026-03-01T00:00', 3]);
  });
});
