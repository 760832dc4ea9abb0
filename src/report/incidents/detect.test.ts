import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure, FailureHour } from '../../domain/incident.ts';
import { baselineOf, median, thresholdOf } from './baseline.ts';
import { detect, type IncidentLimits, type IncidentScene, isOver, usualLimits } from './detect.ts';

const week = 168;
/** A whole hour, far from its ends. */
const hour = 494_000;
const now = hour * 3_600 + 1_800;

const failure = (index: number, given: Partial<Failure> = {}): Failure => ({
  id: `ch_${index}`,
  kind: 'payment',
  at: now - 1_000 + index,
  code: 'do_not_honor',
  amount: { minor: '4200', currency: 'eur' },
  subjectId: `s${index}`,
  customer: `cus_${index}`,
  invoice: null,
  card: `card_${index}`,
  ...given,
});
const failures = (count: number, given: Partial<Failure> = {}) =>
  Array.from({ length: count }, (_, index) => failure(index, given));

/** `count` failures in this hour of each of the last weeks, and in the hour before. */
const history = (counts: readonly number[], code = 'do_not_honor'): FailureHour[] =>
  counts.flatMap((count, index) => [
    { hour: hour - (index + 1) * week, code, count },
    { hour: hour - 1 - (index + 1) * week, code, count },
  ]);
const scene = (given: Partial<IncidentScene> = {}): IncidentScene => ({
  now,
  failures: [],
  hours: history([4, 6, 5, 5, 4, 6, 5, 5]),
  firstHour: hour - 9 * week,
  open: [],
  ...given,
});
const kinds = (one: IncidentScene, limits: IncidentLimits = usualLimits) => detect(one, limits).map(({ kind }) => kind);

describe('a decline spike', () => {
  it('opens where an hour is far beyond what is usual in this hour of the week', () => {
    const usual = baselineOf(scene().hours, null, hour, hour - 9 * week);
    expect(usual).toEqual({ median: 5, mad: 0.5, weeks: 8 });
    expect(thresholdOf(usual, 10)).toBe(15);
    expect(kinds(scene({ failures: failures(14) }))).toEqual([]);
    expect(detect(scene({ failures: failures(15) }), usualLimits)).toEqual([
      { kind: 'decline_spike', codes: ['do_not_honor'], since: now - 1_000, threshold: 15, usual: 5 },
    ]);
  });

  it('names no code where several share it', () => {
    const mixed = failures(40).map((one, index) => ({ ...one, code: ['a', 'b', 'c', 'd'][index % 4] ?? 'a' }));
    expect(detect(scene({ failures: mixed }), usualLimits)).toMatchObject([{ codes: null }]);
  });

  it('one customer who tries a hundred times is one failure', () => {
    expect(kinds(scene({ failures: failures(100, { subjectId: 's1', card: 'one' }) }))).toEqual([]);
  });

  it('is silent until it knows enough weeks, unless the configuration gives a number', () => {
    const young = scene({ failures: failures(500), firstHour: hour - 3 * week, hours: history([5, 5, 5]) });
    expect(kinds(young)).toEqual([]);
    expect(kinds(scene({ failures: failures(500), firstHour: null, hours: [] }))).toEqual([]);
    expect(kinds(young, { ...usualLimits, failures: 30 })).toEqual(['decline_spike']);
    expect(kinds(young, { ...usualLimits, weeks: 2 })).toEqual(['decline_spike']);
    expect(kinds(scene({ failures: failures(29) }), { ...usualLimits, failures: 30 })).toEqual([]);
  });

  it('one wild week in the past does not hide a spike, nor make one', () => {
    const wild = scene({ hours: history([4, 6, 900, 5, 4, 6, 5, 5]), failures: failures(20) });
    expect(kinds(wild)).toEqual(['decline_spike']);
  });

  it('is not opened twice', () => {
    expect(kinds(scene({ failures: failures(50), open: ['decline_spike'] }))).toEqual([]);
  });
});

describe('card testing', () => {
  const small = { amount: { minor: '100', currency: 'eur' }, at: now - 60 } satisfies Partial<Failure>;
  it('many cards, small amounts, nearly all declined: without any history', () => {
    const cold = scene({ failures: failures(20, small), firstHour: null, hours: [] });
    expect(kinds(cold)).toEqual(['card_testing']);
    expect(kinds({ ...cold, failures: failures(14, small) })).toEqual([]);
    expect(kinds({ ...cold, failures: failures(20, { ...small, card: 'one' }) })).toEqual([]);
    expect(
      kinds({ ...cold, failures: failures(20, { ...small, amount: { minor: '4200', currency: 'eur' } }) }),
    ).toEqual([]);
    expect(kinds({ ...cold, failures: failures(20, { ...small, amount: { minor: '100', currency: 'jpy' } }) })).toEqual(
      ['card_testing'],
    );
    expect(kinds({ ...cold, hours: [{ hour, code: 'paid', count: 9 }] })).toEqual([]);
  });

  it('is not a decline spike as well', () => {
    expect(kinds(scene({ failures: failures(50, small) }))).toEqual(['card_testing']);
    expect(kinds(scene({ failures: failures(50, small), open: ['card_testing'] }))).toEqual([]);
  });
});

describe('payouts and accounts', () => {
  it('the second within a week opens one: the first has its own card', () => {
    const payout = (index: number, at: number) => failure(index, { kind: 'payout', at, code: 'account_closed' });
    expect(kinds(scene({ failures: [payout(1, now - 60)] }))).toEqual([]);
    expect(kinds(scene({ failures: [payout(1, now - 86_400), payout(2, now - 60)] }))).toEqual(['payout_failure']);
    expect(kinds(scene({ failures: [payout(1, now - 8 * 86_400), payout(2, now - 60)] }))).toEqual([]);
    expect(kinds(scene({ failures: failures(2, { kind: 'account' }) }))).toEqual(['account_restriction']);
  });
});

describe('the end', () => {
  const spike = {
    kind: 'decline_spike' as const,
    codes: ['do_not_honor'],
    threshold: 20,
    figures: { failed: 40, recovered: 3, lastAt: now },
  };
  it('comes when failing is rarer than half of what opened it, of its own codes', () => {
    expect(isOver(spike, scene({ failures: failures(10) }))).toBe(false);
    expect(isOver(spike, scene({ failures: failures(9) }))).toBe(true);
    expect(isOver(spike, scene({ failures: failures(90, { code: 'other' }) }))).toBe(true);
    expect(isOver({ ...spike, kind: 'payout_failure' }, scene())).toBe(false);
    expect(
      isOver({ ...spike, kind: 'payout_failure', figures: { failed: 2, recovered: 2, lastAt: now } }, scene()),
    ).toBe(true);
  });
});

const counts = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 4, maxLength: 8 });

describe('for any history', () => {
  it('an hour like those before never opens an incident; ten times the most of them and 30 always does', () => {
    fc.assert(
      fc.property(counts, fc.nat({ max: 7 }), (past, which) => {
        const usual = past[which % past.length] ?? 0;
        const base = scene({ hours: history(past), firstHour: hour - (past.length + 1) * week });
        if (usual <= median(past)) expect(kinds({ ...base, failures: failures(usual) })).toEqual([]);
        const many = Math.max(30, 10 * Math.max(...past));
        expect(kinds({ ...base, failures: failures(many) })).toEqual(['decline_spike']);
      }),
      { numRuns: 100 },
    );
  });

  it('less than half of the weeks, however wild, move the usual no further than the others reach', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 0, max: 100_000 }),
        (calm, wild) => {
          const { median: middle } = baselineOf(history([...calm, wild, wild, wild]), null, hour, hour - 9 * week);
          expect(middle).toBeGreaterThanOrEqual(Math.min(...calm));
          expect(middle).toBeLessThanOrEqual(Math.max(...calm));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('more failures never end what fewer opened, and what just opened is not over', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 400 }), (past, count) => {
        const one = scene({
          hours: history(past),
          firstHour: hour - (past.length + 1) * week,
          failures: failures(count),
        });
        const [opening] = detect(one, usualLimits);
        if (opening === undefined) return;
        const more = { ...one, failures: failures(count + 50) };
        expect(detect(more, usualLimits)[0]?.kind).toBe('decline_spike');
        const open = { ...opening, figures: { failed: count, recovered: 0, lastAt: now } };
        expect([isOver(open, one), isOver(open, more)]).toEqual([false, false]);
      }),
      { numRuns: 200 },
    );
  });
});
