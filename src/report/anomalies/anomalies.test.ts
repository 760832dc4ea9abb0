import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnomalyMeasure } from '../../domain/anomaly.ts';
import { labelledYear } from '../../sandbox/stripe/labelled-year.ts';
import { backtest } from './backtest.ts';
import { isOver, openings } from './decide.ts';
import type { WindowFigures } from './figures.ts';
import { largeFrom } from './large.ts';
import { isBeyond, measuresOf, usualLimits } from './measure.ts';
import { type Span, spansAt } from './scene.ts';

const figures = (paid: number, given: Partial<WindowFigures> = {}): WindowFigures => ({
  paid: paid === 0 ? {} : { eur: { count: paid, minor: paid * 5_000 } },
  failed: Math.round(paid * 0.06),
  refunds: 0,
  churned: 0,
  ...given,
});
const span = (current: WindowFigures, given: Partial<Span> = {}, past = 8): Span => ({
  hours: 4,
  current,
  past: Array.from({ length: past }, (_, index) => ({ figures: figures(100 + (index % 3) * 4), growth: 1 })),
  ...given,
});
const found = (one: Span) =>
  measuresOf([one], usualLimits)
    .filter(isBeyond)
    .map(({ kind, direction }) => `${kind} ${direction}`);

describe('what is measured', () => {
  it('sales that stop, or come in crowds; the usual is neither', () => {
    expect(found(span(figures(104)))).toEqual([]);
    expect(found(span(figures(60)))).toEqual([]);
    expect(found(span(figures(5)))).toEqual(['revenue_pace low']);
    expect(found(span(figures(0)))).toEqual(['revenue_pace low']);
    expect(found(span(figures(260)))).toEqual(['revenue_pace high']);
  });

  it('one large payment does not hide that nothing else is sold', () => {
    const one = { paid: { eur: { count: 1, minor: 900_000 } } };
    expect(found(span(figures(1, one)))).toEqual(['revenue_pace low']);
  });

  it('is silent while it knows too few weeks, and of too little', () => {
    expect(found(span(figures(0), {}, 3))).toEqual([]);
    expect(found(span(figures(0), {}, 4))).toEqual(['revenue_pace low']);
    const small = Array.from({ length: 8 }, () => ({ figures: figures(6), growth: 1 }));
    expect(found(span(figures(0), { past: small }))).toEqual([]);
  });

  it('failures beside tries, refunds and cancellations of a day, and the average payment', () => {
    expect(found(span(figures(90, { failed: 30 })))).toEqual(['failure_rate high']);
    expect(found(span(figures(4, { failed: 3 })))).toEqual(['revenue_pace low']);
    const day = { hours: 24 as const };
    expect(found(span(figures(104, { refunds: 9, churned: 9 }), day))).toEqual([
      'refund_rate high',
      'churn_spike high',
    ]);
    expect(found(span(figures(104, { refunds: 5, churned: 3 }), day))).toEqual([]);
    const cheap = { paid: { eur: { count: 104, minor: 104 * 500 } } };
    expect(found(span(figures(104, cheap)))).toEqual(['average_ticket low']);
  });

  it('grows with the business', () => {
    const half = { past: Array.from({ length: 8 }, () => ({ figures: figures(100), growth: 2 })) };
    expect(found(span(figures(210), half))).toEqual([]);
    expect(found(span(figures(70), half))).toEqual(['revenue_pace low']);
  });

  it('never adds currencies', () => {
    const two = { paid: { eur: { count: 60, minor: 300_000 }, usd: { count: 60, minor: 300_000 } } };
    const past = Array.from({ length: 8 }, () => ({ figures: figures(120, two), growth: 1 }));
    const gone = { paid: { eur: { count: 60, minor: 300_000 } } };
    const [measure] = measuresOf([span(figures(60, gone), { past })], usualLimits).filter(isBeyond);
    expect(measure).toMatchObject({ kind: 'revenue_pace', currency: 'usd', direction: 'low', shown: { value: 0 } });
  });

  it('for any history: a window like those before is none, and none at all is one where many are usual', () => {
    const counts = fc.array(fc.integer({ min: 60, max: 80 }), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(counts, fc.nat(7), (past, which) => {
        const spans = past.map((count) => ({ figures: figures(count), growth: 1 }));
        expect(found(span(figures(past[which % past.length] ?? 30), { past: spans }))).toEqual([]);
        expect(found(span(figures(0), { past: spans }))).toEqual(['revenue_pace low']);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the same window of past weeks', () => {
  it('is at the same local time also where the clock was changed in between', async () => {
    const asked: { from: number; to: number }[] = [];
    const source = (windows: readonly { from: number; to: number }[]) => {
      asked.push(...windows);
      return Promise.resolve(windows.map(() => figures(1)));
    };
    // Monday, 2 November 2026, 09:00 in Berlin; a week before summer time still held.
    await spansAt(source, Date.UTC(2026, 10, 2, 8) / 1_000, 'Europe/Berlin');
    const ends = asked.slice(0, 3).map(({ to }) => new Date(to * 1_000).toISOString());
    expect(ends).toEqual(['2026-11-02T08:00:00.000Z', '2026-10-26T08:00:00.000Z', '2026-10-19T07:00:00.000Z']);
  });
});

describe('beginning and end', () => {
  const low = measuresOf([span(figures(0))], usualLimits).filter(isBeyond);
  it('opens one of each kind, by the shortest window, and not again by a window that reaches back before the end', () => {
    const day = low.map((one): AnomalyMeasure => ({ ...one, hours: 24 }));
    const none = new Set<never>();
    expect(openings([...day, ...low], 1_000_000, none, new Map()).map(({ hours }) => hours)).toEqual([4]);
    expect(openings(low, 1_000_000, new Set(['revenue_pace'] as const), new Map())).toEqual([]);
    const ended = new Map([['revenue_pace', 1_000_000 - 5 * 3_600]]);
    expect(openings(day, 1_000_000, none, ended)).toEqual([]);
    expect(openings(low, 1_000_000, none, ended)).toHaveLength(1);
  });

  it('is over half of the way back, or where it cannot be measured', () => {
    const [opened] = low;
    if (opened === undefined) throw new Error('nothing opened');
    expect(isOver(opened, measuresOf([span(figures(55))], usualLimits))).toBe(false);
    expect(isOver(opened, measuresOf([span(figures(95))], usualLimits))).toBe(true);
    expect(isOver(opened, [])).toBe(true);
  });
});

describe('a very large payment', () => {
  it('is far beyond all that is usual; a yearly plan beside monthly ones is none', () => {
    expect(
      largeFrom(
        Array.from({ length: 49 }, () => 4_900),
        1,
      ),
    ).toBeNull();
    const plans = Array.from({ length: 200 }, (_, index) => (index % 20 === 0 ? 49_000 : 4_900));
    expect(largeFrom(plans, 1)).toBe(98_000);
  });
});

describe('the labelled years', () => {
  it('are the same for the same seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => labelledYear({ seed, days: 100 }));
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
    expect(new Set(labelledYear({ seed: 1 }).labels.map(({ kind }) => kind)).size).toBe(7);
  });

  // Seeds that nothing was tuned by; docs/anomalies.md says what was reached.
  it.each([
    { seed: 11, payments: 400, recall: 0.95, precision: 0.95 },
    { seed: 12, payments: 2_000, recall: 0.95, precision: 0.95 },
    { seed: 13, payments: 100, recall: 0.75, precision: 0.9 },
  ])(
    'of $payments payments a day, seed $seed: recall $recall and precision $precision at least',
    { timeout: 120_000 },
    async ({ seed, payments, recall, precision }) => {
      const result = await backtest(labelledYear({ seed, payments }), usualLimits);
      expect(result.recall).toBeGreaterThanOrEqual(recall);
      expect(result.precision).toBeGreaterThanOrEqual(precision);
      // Told once: an anomaly is not opened again while its figures fade.
      expect(result.alarms.length).toBeLessThan(1.6 * result.labels);
    },
  );
});
