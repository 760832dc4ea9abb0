import { describe, expect, test } from 'vitest';
import { formatDate, relative } from './date-text.ts';

const view = { locale: 'en-GB', timezone: 'Europe/Berlin', now: 1_763_903_100 };
const day = 86_400;

describe('dates in the channel’s zone', () => {
  test('day, time with the zone’s name, and what is left', () => {
    expect(formatDate(view.now, 'date', view)).toBe('23 Nov');
    expect(formatDate(view.now, 'time', view)).toBe('23 Nov, 14:05 CET');
    expect(formatDate(view.now + 8 * day, 'left', view)).toBe('1 Dec, 14:05 CET (in 8 days)');
    expect(formatDate(view.now, 'date', { ...view, timezone: 'Pacific/Auckland' })).toBe('24 Nov');
  });

  test('F90 F91: summer and winter time are told apart', () => {
    const doubled = Date.UTC(2025, 9, 26, 0, 30) / 1000;
    expect(formatDate(doubled, 'time', view)).toBe('26 Oct, 02:30 CEST');
    expect(formatDate(doubled + 3_600, 'time', view)).toBe('26 Oct, 02:30 CET');
  });

  test('the year is written when it is not the near one', () => {
    expect(formatDate(view.now + 400 * day, 'date', view)).toBe('28 Dec 2026');
  });

  test.each([
    [8 * day + 5, 'in 8 days'],
    [2 * day - 1, 'in 47 hours'],
    [90 * 60, 'in 90 minutes'],
    [-4 * day, '4 days ago'],
    [30, 'in 0 minutes'],
  ])('%i s: %s, never rounded up', (seconds, expected) => expect(relative(seconds, 'en')).toBe(expected));

  test('outside the calendar, in an unknown zone', () => {
    expect(formatDate(Number.NaN, 'time', view)).toBe('unknown date');
    expect(formatDate(1e15, 'left', view)).toBe('unknown date');
    expect(formatDate(view.now, 'time', { ...view, timezone: 'Mars/Olympus' })).toBe('23 Nov, 13:05 UTC');
  });
});
