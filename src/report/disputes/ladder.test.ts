import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { type BusinessHours, isOpen, lastMoment, nextOpening } from './business-hours.ts';
import { type LadderScene, nextStep, rungAt } from './ladder.ts';
import { usualSettings } from './settings.ts';

const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;
const berlin: BusinessHours = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00', timezone: 'Europe/Berlin' };
const { rungs } = usualSettings;
const rung = (name: string) => rungs.find((one) => one.name === name) ?? { name, beforeMs: 0 };
const hour = 3_600_000;

/** Due on a Thursday, 23:59:59 UTC, as Stripe does; its card has stood for nine days. */
const dueAt = Date.parse('2026-11-26T23:59:59Z');
const scene = (given: Partial<LadderScene> = {}): LadderScene => ({
  now: dueAt - 200 * hour,
  dueAt,
  shownAt: dueAt - 216 * hour,
  rungs,
  hours: berlin,
  done: [{ rung: 'opened', state: 'told', at: dueAt - 216 * hour }],
  taken: false,
  escalateAfterMs: 4 * hour,
  canEscalate: true,
  ...given,
});
const told = (...names: readonly string[]) =>
  ['opened', ...names].map((name) => ({ rung: name, state: 'told' as const, at: dueAt - 100 * hour }));

describe('business hours', () => {
  it('are the zone’s own on days of 23, 24 and 25 hours', () => {
    // Clocks go forward on Sunday 29 March and back on Sunday 25 October.
    const all = { ...berlin, days: [1, 2, 3, 4, 5, 6, 7] };
    for (const day of ['2026-03-29', '2026-03-30', '2026-10-25', '2026-11-23']) {
      expect(isOpen(all, at(`${day}T09:00[Europe/Berlin]`))).toBe(true);
      expect(isOpen(all, at(`${day}T08:59[Europe/Berlin]`))).toBe(false);
      expect(isOpen(all, at(`${day}T17:00[Europe/Berlin]`))).toBe(false);
    }
    // Opens in the hour that does not exist: at the moment after the gap.
    const night = { ...all, from: '02:30', to: '04:00' };
    expect(nextOpening(night, at('2026-03-29T00:00[Europe/Berlin]'))).toBe(at('2026-03-29T03:30[Europe/Berlin]'));
  });

  it('find the next opening and the last moment, also over a weekend', () => {
    expect(nextOpening(berlin, at('2026-11-27T18:00[Europe/Berlin]'))).toBe(at('2026-11-30T09:00[Europe/Berlin]'));
    expect(lastMoment(berlin, at('2026-11-29T12:00[Europe/Berlin]'))).toBe(at('2026-11-27T16:00[Europe/Berlin]'));
    expect(lastMoment(berlin, at('2026-11-27T10:00[Europe/Berlin]'))).toBe(at('2026-11-27T10:00[Europe/Berlin]'));
    expect(nextOpening({ ...berlin, days: [] }, dueAt)).toBeNull();
  });
});

describe('a rung', () => {
  it('comes at its time, moved into business hours: later where time is left, else before', () => {
    // Due Thursday 00:59:59 of Friday in Berlin: each nominal time is at night.
    expect(rungAt(rung('7d'), scene())).toBe(at('2026-11-20T09:00[Europe/Berlin]'));
    expect(rungAt(rung('3d'), scene())).toBe(at('2026-11-24T09:00[Europe/Berlin]'));
    expect(rungAt(rung('1d'), scene())).toBe(at('2026-11-26T09:00[Europe/Berlin]'));
    expect(rungAt(rung('6h'), scene())).toBe(at('2026-11-26T16:00[Europe/Berlin]'));
  });

  it('before a weekend comes on Friday, not on a Monday after the due date', () => {
    const sunday = { dueAt: Date.parse('2026-11-29T23:59:59Z'), hours: berlin };
    expect(rungAt(rung('1d'), sunday)).toBe(at('2026-11-27T16:00[Europe/Berlin]'));
    expect(rungAt(rung('6h'), sunday)).toBe(at('2026-11-27T16:00[Europe/Berlin]'));
    expect(rungAt(rung('3d'), sunday)).toBe(at('2026-11-27T09:00[Europe/Berlin]'));
  });

  const zones = Intl.supportedValuesOf('timeZone');
  it('in every zone and year lies before the due date and in business hours', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }),
        fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        (timezone, due, days) => {
          const hours = { ...berlin, days, timezone };
          const times = rungs.map((one) => rungAt(one, { dueAt: due, hours }));
          for (const time of times) {
            expect(time).toBeLessThan(due);
            expect(isOpen(hours, time)).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the next step', () => {
  const timeOf = (name: string) => rungAt(rung(name), scene());
  it('first says what wins it, then each rung once', () => {
    expect(nextStep(scene({ done: [] })).tell).toBe('opened');
    expect(nextStep(scene()).tell).toBeNull();
    expect(nextStep(scene({ now: timeOf('7d') - 1 })).tell).toBeNull();
    expect(nextStep(scene({ now: timeOf('7d') })).tell).toBe('7d');
    expect(nextStep(scene({ now: timeOf('7d'), done: told('7d'), canEscalate: false })).tell).toBeNull();
    expect(nextStep(scene({ now: timeOf('3d'), done: told('7d') })).tell).toBe('3d');
  });

  it('down for days: tells the last that fell due, once, and passes over the others', () => {
    expect(nextStep(scene({ now: timeOf('1d') + 1 }))).toMatchObject({ tell: '1d', pass: ['7d', '3d'] });
    const done = [...told('1d'), ...['7d', '3d'].map((name) => ({ rung: name, state: 'passed' as const, at: 0 }))];
    expect(nextStep(scene({ now: timeOf('1d') + 2, done, canEscalate: false })).tell).toBeNull();
    expect(nextStep(scene({ now: dueAt, done: told() }))).toMatchObject({ tell: null, reason: { code: 'past_due' } });
  });

  it('says nothing of rungs that had passed when its card came', () => {
    const late = scene({ shownAt: timeOf('3d') + 1, now: timeOf('3d') + 2 });
    expect(nextStep(late)).toMatchObject({ tell: null, pass: ['7d', '3d'] });
  });

  it('escalates once where nobody takes it, in business hours, and not where there is nobody', () => {
    const done = [
      { rung: 'opened', state: 'told' as const, at: 0 },
      { rung: '7d', state: 'told' as const, at: at('2026-11-20T15:00[Europe/Berlin]') },
    ];
    const friday = at('2026-11-20T19:00[Europe/Berlin]');
    const monday = at('2026-11-23T09:00[Europe/Berlin]');
    expect(nextStep(scene({ now: friday, done })).tell).toBeNull();
    expect(nextStep(scene({ now: monday, done }))).toMatchObject({ tell: 'escalation', reason: { code: 'not_taken' } });
    expect(nextStep(scene({ now: monday, done, taken: true })).tell).toBeNull();
    expect(nextStep(scene({ now: monday, done, canEscalate: false })).tell).toBeNull();
    const escalated = [...done, { rung: 'escalation', state: 'told' as const, at: monday }];
    expect(nextStep(scene({ now: monday + hour, done: escalated })).tell).toBeNull();
  });

  it('whenever it is asked, in whatever steps, tells each rung at most once and never after the due date', () => {
    const step = fc.integer({ min: 1, max: 80 });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), fc.integer({ min: 0, max: 230 }), (hours, shown) => {
        const done: { rung: string; state: 'told' | 'passed'; at: number }[] = [];
        let now = dueAt - 240 * hour;
        for (const hoursOn of hours) {
          now += hoursOn * hour;
          const found = nextStep(scene({ now, done: [...done], shownAt: dueAt - shown * hour }));
          done.push(...found.pass.map((name) => ({ rung: name, state: 'passed' as const, at: now })));
          if (found.tell !== null) {
            expect(now).toBeLessThan(dueAt);
            done.push({ rung: found.tell, state: 'told', at: now });
          }
        }
        expect(new Set(done.map((one) => one.rung)).size).toBe(done.length);
        const told = done
          .filter((one) => one.state === 'told')
          .flatMap((one) => rungs.find(({ name }) => name === one.rung)?.beforeMs ?? []);
        expect(told).toEqual(told.toSorted((a, b) => b - a));
      }),
      { numRuns: 300 },
    );
  });
});
