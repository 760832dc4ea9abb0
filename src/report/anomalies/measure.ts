import type { AnomalyKind, AnomalyMeasure } from '../../domain/anomaly.ts';
import { median } from '../incidents/baseline.ts';
import { paidCount, type WindowFigures } from './figures.ts';
import type { Span } from './scene.ts';

export interface AnomalyLimits {
  /** Weeks of history without which nothing is looked for. */
  readonly weeks: number;
  /** Above 1 it takes more to be an anomaly, below less. */
  readonly patience: number;
  readonly off: readonly AnomalyKind[];
  /** Also what is too little to be judged: for the course of what was. */
  readonly judgesAll?: boolean;
}

export const usualLimits: AnomalyLimits = { weeks: 4, patience: 1, off: [] };

/** Makes the MAD of a normal distribution its standard deviation. */
const consistency = 1.4826;

/** With fewer events a window says nothing. */
const least = { payments: 15, tries: 25, tickets: 30, refunds: 8, churned: 5 };

/** Everything that can be measured now, with what is usual and from where on it is an anomaly. Pure. */
export function measuresOf(spans: readonly Span[], limits: AnomalyLimits): AnomalyMeasure[] {
  const all = spans
    .filter(({ past }) => past.length >= limits.weeks)
    .flatMap((span) => [
      ...paceOf(span, limits),
      ...failureRateOf(span, limits),
      ...(span.hours === 24 ? [...refundsOf(span, limits), ...churnOf(span, limits)] : []),
      ...(span.hours === 1 ? [] : ticketOf(span, limits)),
    ]);
  return all.filter(({ kind }) => !limits.off.includes(kind));
}

export function isBeyond({ value, threshold, direction }: AnomalyMeasure): boolean {
  return direction === 'low' ? value <= threshold : value >= threshold;
}

/** Half of the way back to what is usual. */
export function isBack({ value, usual, threshold, direction }: AnomalyMeasure): boolean {
  const half = (usual + threshold) / 2;
  return direction === 'low' ? value > half : value < half;
}

/** Middle and spread of past values; the spread is at least that of chance. */
function baseline(values: readonly number[], chance: (middle: number) => number): { middle: number; spread: number } {
  const middle = median(values);
  const mad = consistency * median(values.map((one) => Math.abs(one - middle)));
  return { middle, spread: Math.max(mad, chance(middle)) };
}

/** Sales: judged by how many there are, because one large payment must not hide that nothing else is sold. */
function paceOf(span: Span, limits: AnomalyLimits): AnomalyMeasure[] {
  const currencies = new Set(span.past.flatMap(({ figures }) => Object.keys(figures.paid)));
  return [...currencies].flatMap((currency): AnomalyMeasure[] => {
    const of = (figures: WindowFigures) => figures.paid[currency] ?? { count: 0, minor: 0 };
    const past = span.past.map(({ figures, growth }) => ({ ...of(figures), growth }));
    const usual = baseline(
      past.map(({ count, growth }) => count * growth),
      (middle) => 1.15 * Math.sqrt(middle),
    );
    if (usual.middle < least.payments && limits.judgesAll !== true) return [];
    const { count, minor } = of(span.current);
    const money = { value: minor, usual: Math.round(median(past.map((one) => one.minor * one.growth))) };
    const common = { kind: 'revenue_pace' as const, hours: span.hours, currency, value: count, usual: usual.middle };
    const low = Math.min(0.5 * usual.middle, usual.middle - 4 * limits.patience * usual.spread);
    const high = Math.max(2 * usual.middle, usual.middle + 7 * limits.patience * usual.spread);
    return [
      ...(low < 0 && limits.judgesAll !== true
        ? []
        : [{ ...common, direction: 'low' as const, threshold: low, shown: { ...money, unit: 'money' as const } }]),
      { ...common, direction: 'high', threshold: high, shown: { ...money, unit: 'money' } },
    ];
  });
}

function failureRateOf(span: Span, limits: AnomalyLimits): AnomalyMeasure[] {
  const tries = (figures: WindowFigures) => paidCount(figures) + figures.failed;
  const count = tries(span.current);
  const known = span.past.filter(({ figures }) => tries(figures) > 0);
  const enough = limits.judgesAll === true ? count > 0 && known.length > 1 : count >= least.tries;
  if (span.hours === 24 || !enough || known.length < limits.weeks) return [];
  // All weeks but the worst together: each alone has too few tries, and a bad one must not make the next look usual.
  const calm = known
    .toSorted((a, b) => a.figures.failed / tries(a.figures) - b.figures.failed / tries(b.figures))
    .slice(0, -1);
  const sum = (of: (figures: WindowFigures) => number) => calm.reduce((all, { figures }) => all + of(figures), 0);
  const pooled = sum(({ failed }) => failed) / sum(tries);
  const rates = known.map(({ figures }) => figures.failed / tries(figures));
  const { spread } = baseline(rates, () => Math.sqrt((Math.max(pooled, 0.02) * (1 - pooled)) / count));
  const middle = pooled;
  const value = span.current.failed / count;
  // Few failures of few tries are skewed: four more than five deviations.
  const threshold = middle + Math.max(0.1, limits.patience * (5 * spread + 4 / count));
  return [
    {
      kind: 'failure_rate',
      hours: span.hours,
      currency: null,
      direction: 'high',
      value,
      usual: middle,
      threshold,
      shown: { value: percent(value), usual: percent(middle), unit: 'percent' },
    },
  ];
}

function refundsOf(span: Span, limits: AnomalyLimits): AnomalyMeasure[] {
  return countOf(span, limits, 'refund_rate', ({ refunds }) => refunds, least.refunds);
}

function churnOf(span: Span, limits: AnomalyLimits): AnomalyMeasure[] {
  return countOf(span, limits, 'churn_spike', ({ churned }) => churned, least.churned);
}

/** Counts that grow with the business; refunds of a day follow the payments of days before, so that no day's rate is one. */
function countOf(
  span: Span,
  limits: AnomalyLimits,
  kind: 'refund_rate' | 'churn_spike',
  of: (figures: WindowFigures) => number,
  fewest: number,
): AnomalyMeasure[] {
  const past = span.past.map(({ figures, growth }) => of(figures) * growth);
  const { middle, spread } = baseline(past, (one) => 1.15 * Math.sqrt(Math.max(1, one)));
  const value = of(span.current);
  const threshold = Math.max(fewest, 2.5 * middle, middle + 5.5 * limits.patience * spread);
  return [
    {
      kind,
      hours: span.hours,
      currency: null,
      direction: 'high',
      value,
      usual: middle,
      threshold,
      shown: { value, usual: Math.round(middle * 10) / 10, unit: 'count' },
    },
  ];
}

/** What a payment comes to on average: a wrong price shows here first. */
function ticketOf(span: Span, limits: AnomalyLimits): AnomalyMeasure[] {
  return Object.entries(span.current.paid).flatMap(([currency, { count, minor }]): AnomalyMeasure[] => {
    const means = span.past.flatMap(({ figures }) => {
      const paid = figures.paid[currency];
      return paid === undefined || paid.count < 10 ? [] : [paid.minor / paid.count];
    });
    const enough = limits.judgesAll === true ? count > 0 && means.length > 0 : count >= least.tickets;
    if (!enough || means.length < limits.weeks) return [];
    // Payments of one business differ by about their own size.
    const { middle, spread } = baseline(means, (mean) => (1.2 * mean) / Math.sqrt(count));
    const value = minor / count;
    const common = { kind: 'average_ticket' as const, hours: span.hours, currency, value, usual: middle };
    const shown = { value: Math.round(value), usual: Math.round(middle), unit: 'money' as const };
    return [
      { ...common, direction: 'low', threshold: Math.min(0.6 * middle, middle - 4 * limits.patience * spread), shown },
      { ...common, direction: 'high', threshold: Math.max(1.7 * middle, middle + 6 * limits.patience * spread), shown },
    ];
  });
}

function percent(rate: number): number {
  return Math.round(1_000 * rate) / 10;
}
