import { describe, expect, it } from 'vitest';
import { routerOf, routing } from '../../test/routing-config.ts';
import { sampleAlert } from '../../test/sample-alert.ts';
import { nextBoundary } from './local-time.ts';
import { compileQuiet } from './quiet.ts';

function quiet(from: string, to: string, timezone: string, more = '') {
  const entry = `{ name: q, from: "${from}", to: "${to}", timezone: ${timezone}${more} }`;
  const compiled = compileQuiet(routing(`routes: [{ name: all, to: finance }]\nquiet: [${entry}]`).quiet);
  return (iso: string, severity: 'critical' | 'normal' = 'normal', channel = 'finance') => {
    const hush = compiled.hush(channel, severity, Date.parse(iso));
    return hush === null ? null : new Date(hush.until).toISOString().slice(0, 16);
  };
}

describe('quiet hours', () => {
  it('past midnight, from the first to the last millisecond', () => {
    const nights = quiet('19:00', '08:00', 'Europe/Berlin', ', days: mon-fri');
    expect(nights('2026-11-23T17:59:59.999Z')).toBeNull();
    expect(nights('2026-11-23T18:00:00.000Z')).toBe('2026-11-24T07:00');
    expect(nights('2026-11-24T06:59:59.999Z')).toBe('2026-11-24T07:00');
    expect(nights('2026-11-24T07:00:00.000Z')).toBeNull();
    // Friday night ends on Saturday; Saturday night is no working night; Sunday's neither, though Monday follows.
    expect(nights('2026-11-28T03:00:00Z')).toBe('2026-11-28T07:00');
    expect(nights('2026-11-28T20:00:00Z')).toBeNull();
    expect(nights('2026-11-30T03:00:00Z')).toBeNull();
  });

  it('F94 a night lasts 14 hours when the clock goes back, 12 when it goes forward (Berlin)', () => {
    const nights = quiet('19:00', '08:00', 'Europe/Berlin');
    expect(nights('2026-10-24T17:00:00Z')).toBe('2026-10-25T07:00');
    expect(nights('2026-10-24T16:59:00Z')).toBeNull();
    expect(nights('2026-10-25T06:59:00Z')).toBe('2026-10-25T07:00');
    expect(nights('2026-03-28T18:00:00Z')).toBe('2026-03-29T06:00');
    expect(nights('2026-03-29T05:59:00Z')).toBe('2026-03-29T06:00');
    expect(nights('2026-03-29T06:00:00Z')).toBeNull();
  });

  it('F90 an interval inside the skipped hour is empty that day; one that begins in it is moved by the gap', () => {
    expect(quiet('02:00', '03:00', 'Europe/Berlin')('2026-03-29T01:30:00Z')).toBeNull();
    const late = quiet('02:30', '04:00', 'Europe/Berlin');
    expect(late('2026-03-29T01:15:00Z')).toBeNull();
    expect(late('2026-03-29T01:30:00Z')).toBe('2026-03-29T02:00');
  });

  it('F91 a time that the clock shows twice is the first', () => {
    const short = quiet('02:00', '02:30', 'Europe/Berlin');
    expect(short('2026-10-25T00:10:00Z')).toBe('2026-10-25T00:30');
    expect(short('2026-10-25T01:10:00Z')).toBeNull();
  });

  it('F92 Lord Howe shifts by half an hour', () => {
    const night = quiet('22:00', '06:00', 'Australia/Lord_Howe');
    // 2026-04-05 02:00 (+11) becomes 01:30 (+10:30): the night has 8.5 hours; on 2026-10-04 it has 7.5.
    expect(night('2026-04-04T11:00:00Z')).toBe('2026-04-04T19:30');
    expect(night('2026-04-04T19:29:00Z')).toBe('2026-04-04T19:30');
    expect(night('2026-10-03T11:30:00Z')).toBe('2026-10-03T19:00');
    expect(night('2026-10-03T19:00:00Z')).toBeNull();
  });

  it('the same time twice is a whole day, and adjoining days are told once, at their end', () => {
    const weekend = quiet('00:00', '00:00', 'Europe/Berlin', ', days: [sat, sun]');
    expect(weekend('2026-11-28T10:00:00Z')).toBe('2026-11-29T23:00');
    expect(weekend('2026-11-30T00:00:00Z')).toBeNull();
  });

  it('a rule that is always quiet still tells', () => {
    expect(quiet('00:00', '00:00', 'UTC')('2026-11-23T12:00:00Z')).toBe('2026-12-08T00:00');
  });

  it('critical always comes through; other severities and channels as said', () => {
    const rule = quiet('00:00', '23:59', 'UTC', ', except: [], channels: finance');
    expect(rule('2026-11-23T12:00:00Z', 'critical')).toBeNull();
    expect(rule('2026-11-23T12:00:00Z')).not.toBeNull();
    expect(rule('2026-11-23T12:00:00Z', 'normal', 'sales')).toBeNull();
  });

  it('critical comes through also where a rule made elsewhere does not except it', () => {
    const [rule] = routing(
      'routes: [{ name: all, to: finance }]\nquiet: [{ name: q, from: "00:00", to: "00:00" }]',
    ).quiet;
    const compiled = compileQuiet(rule === undefined ? [] : [{ ...rule, except: [] }]);
    expect(compiled.hush('finance', 'critical', 0)).toBeNull();
    expect(compiled.hush('finance', 'high', 0)).not.toBeNull();
  });

  it('gives the same answer whichever day was asked before', () => {
    const night = quiet('19:00', '08:00', 'Europe/Berlin');
    const days = ['2026-03-28T18:30:00Z', '2026-10-25T06:30:00Z', '2026-03-29T05:30:00Z', '2026-07-01T12:00:00Z'];
    const first = days.map((day) => night(day));
    expect(
      days
        .toReversed()
        .map((day) => night(day))
        .toReversed(),
    ).toEqual(first);
  });
});

describe('decisions in quiet hours', () => {
  const config = (then: string) => `
timezone: Europe/Berlin
routes: [{ name: all, to: [finance], digest: 15m }]
quiet: [{ name: nights, from: "19:00", to: "08:00", then: ${then} }]
`;
  const night = Date.parse('2026-11-23T20:00:00Z');

  it('hold until the end, and say so', () => {
    const decision = routerOf(config('digest')).decide(sampleAlert(), night);
    expect(decision.targets[0]).toMatchObject({ fold: 'scheduled', foldAt: Date.parse('2026-11-24T07:00:00Z') });
    expect(decision.path.at(-1)?.reason).toEqual({
      code: 'quiet_held',
      text: 'quiet hours "nights" in finance until 2026-11-24T07:00:00Z: told then in a digest',
    });
  });

  it('drop, and that is the reason', () => {
    const decision = routerOf(config('drop')).decide(sampleAlert(), night);
    expect(decision.targets).toEqual([]);
    expect(decision.reason.code).toBe('quiet_dropped');
  });

  it('let critical through at once', () => {
    const [target] = routerOf(config('drop')).decide(sampleAlert({ severity: 'critical' }), night).targets;
    expect(target).toMatchObject({ fold: 'never', foldAt: null });
  });
});

describe('the next digest', () => {
  const minute = 60_000;
  const next = (iso: string, every: number, zone = 'Europe/Berlin') =>
    new Date(nextBoundary(Date.parse(iso), every, zone)).toISOString().replace('.000Z', '');

  it('goes out when the local clock shows a multiple of its rhythm, never at the moment itself', () => {
    expect(next('2026-11-23T09:07:31Z', 15 * minute)).toBe('2026-11-23T09:15:00');
    expect(next('2026-11-23T09:15:00Z', 15 * minute)).toBe('2026-11-23T09:30:00');
    expect(next('2026-11-23T09:07:00Z', 60 * minute, 'Asia/Kathmandu')).toBe('2026-11-23T09:15:00');
    expect(next('2026-11-23T09:07:00Z', 1440 * minute)).toBe('2026-11-23T23:00:00');
    expect(next('2026-11-23T22:50:00Z', 7 * 60 * minute)).toBe('2026-11-23T23:00:00');
  });

  it('also in the hours that the clock skips or shows twice', () => {
    expect(next('2026-03-29T00:50:00Z', 15 * minute)).toBe('2026-03-29T01:00:00');
    expect(next('2026-10-25T00:50:00Z', 15 * minute)).toBe('2026-10-25T01:00:00');
    expect(next('2026-10-25T01:05:00Z', 15 * minute)).toBe('2026-10-25T01:15:00');
    // Every four hours: 04:00 by the local clock, three and five hours after midnight.
    expect(next('2026-03-28T23:10:00Z', 240 * minute)).toBe('2026-03-29T02:00:00');
    expect(next('2026-10-24T22:10:00Z', 240 * minute)).toBe('2026-10-25T03:00:00');
    expect(next('2026-04-04T14:40:00Z', 60 * minute, 'Australia/Lord_Howe')).toBe('2026-04-04T15:30:00');
  });
});
