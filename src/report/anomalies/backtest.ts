import type { AnomalyKind, AnomalyMeasure } from '../../domain/anomaly.ts';
import { isOver, openings } from './decide.ts';
import type { FigureSource, Window, WindowFigures } from './figures.ts';
import { largeFrom } from './large.ts';
import { type AnomalyLimits, measuresOf } from './measure.ts';
import { spansAt } from './scene.ts';

/** A year whose anomalies are known. Times are Unix seconds; a quarter-hour each. */
export interface KnownYear {
  readonly from: number;
  readonly quarters: readonly { paid: number; minor: number; failed: number; refunds: number; churned: number }[];
  readonly largest: readonly number[];
  readonly labels: readonly { readonly kind: string; readonly from: number; readonly to: number }[];
}

export interface Backtest {
  /** What was found, in order; `label` is the index of what it was, null: nothing was. */
  readonly alarms: readonly { readonly kind: AnomalyKind; readonly at: number; readonly label: number | null }[];
  readonly found: number;
  readonly labels: number;
  /** Of all alarms those that were something; of all labels those that were found. 0–1. */
  readonly precision: number;
  readonly recall: number;
  readonly byKind: readonly {
    readonly kind: string;
    readonly labels: number;
    readonly found: number;
    readonly medianMinutes: number | null;
  }[];
}

const quarter = 900;
const currency = 'eur';
/** A day's figures tell of yesterday until they are past. */
const graceSeconds = 26 * 3_600;
const sampleQuarters = 28 * 96;

/** Plays the year quarter-hour by quarter-hour through the detectors as they run in the service. */
export async function backtest(year: KnownYear, limits: AnomalyLimits): Promise<Backtest> {
  const source = sourceOf(year);
  const open = new Map<AnomalyKind, AnomalyMeasure>();
  const ended = new Map<string, number>();
  const alarms: { kind: AnomalyKind; at: number; label: number | null }[] = [];
  const say = (kind: AnomalyKind, at: number) => alarms.push({ kind, at, label: labelOf(year, kind, at) });
  for (let index = 1; index <= year.quarters.length; index += 1) {
    const now = year.from + index * quarter;
    const measures = measuresOf(await spansAt(source, now, 'UTC'), limits);
    for (const [kind, measure] of open) {
      if (!isOver(measure, measures)) continue;
      open.delete(kind);
      ended.set(kind, now);
    }
    for (const measure of openings(measures, now, new Set(open.keys()), ended)) {
      open.set(measure.kind, measure);
      say(measure.kind, now);
    }
    const size = year.largest[index - 1] ?? 0;
    if (!limits.off.includes('large_payment') && index > sampleQuarters) {
      const threshold = thresholdAt(year, index, limits);
      if (threshold !== null && size >= threshold) say('large_payment', now);
    }
  }
  return judged(year, alarms);
}

let thresholds: { year: KnownYear; day: number; value: number | null } | null = null;

/** By the largest payments of the quarter-hours of four weeks, as the service does by a sample; anew each day. */
function thresholdAt(year: KnownYear, index: number, limits: AnomalyLimits): number | null {
  const day = Math.floor((index - 1) / 96);
  if (thresholds?.year !== year || thresholds.day !== day) {
    const sample = year.largest.slice(day * 96 - sampleQuarters, day * 96).filter((one) => one > 0);
    thresholds = { year, day, value: largeFrom(sample.slice(0, 1_000), limits.patience) };
  }
  return thresholds.value;
}

/** What an alarm may rightly say of what was done. Another kind of alarm at that time is a false one. */
const signs: Readonly<Record<string, readonly AnomalyKind[]>> = {
  outage: ['revenue_pace'],
  surge: ['revenue_pace'],
  declines: ['failure_rate', 'revenue_pace'],
  refunds: ['refund_rate'],
  price: ['average_ticket'],
  churn: ['churn_spike'],
  large: ['large_payment', 'average_ticket'],
};

function labelOf(year: KnownYear, kind: AnomalyKind, at: number): number | null {
  const found = year.labels.findIndex(
    (label) => at > label.from && at <= label.to + graceSeconds && (signs[label.kind]?.includes(kind) ?? false),
  );
  return found < 0 ? null : found;
}

function judged(year: KnownYear, alarms: Backtest['alarms']): Backtest {
  const right = alarms.filter(({ label }) => label !== null).length;
  const firstOf = (index: number) => alarms.find(({ label }) => label === index)?.at ?? null;
  const kinds = [...new Set(year.labels.map(({ kind }) => kind))];
  const byKind = kinds.map((kind) => {
    const mine = year.labels.flatMap((label, index) => (label.kind === kind ? [{ label, at: firstOf(index) }] : []));
    const delays = mine
      .flatMap(({ label, at }) => (at === null ? [] : [(at - label.from) / 60]))
      .toSorted((a, b) => a - b);
    return {
      kind,
      labels: mine.length,
      found: delays.length,
      medianMinutes: delays[Math.floor(delays.length / 2)] ?? null,
    };
  });
  const found = byKind.reduce((sum, one) => sum + one.found, 0);
  return {
    alarms,
    found,
    labels: year.labels.length,
    precision: alarms.length === 0 ? 1 : right / alarms.length,
    recall: year.labels.length === 0 ? 1 : found / year.labels.length,
    byKind,
  };
}

/** Sums of any window by prefix sums. */
function sourceOf(year: KnownYear): FigureSource {
  const names = ['paid', 'minor', 'failed', 'refunds', 'churned'] as const;
  const sums = new Map(names.map((name) => [name, new Float64Array(year.quarters.length + 1)]));
  year.quarters.forEach((one, index) => {
    for (const [name, sum] of sums) sum[index + 1] = (sum[index] ?? 0) + one[name];
  });
  const place = (at: number) => Math.min(year.quarters.length, Math.max(0, Math.round((at - year.from) / quarter)));
  const between = (name: (typeof names)[number], { from, to }: Window) =>
    (sums.get(name)?.[place(to)] ?? 0) - (sums.get(name)?.[place(from)] ?? 0);
  const figures = (window: Window): WindowFigures => {
    const count = between('paid', window);
    return {
      paid: count === 0 ? {} : { [currency]: { count, minor: between('minor', window) } },
      failed: between('failed', window),
      refunds: between('refunds', window),
      churned: between('churned', window),
    };
  };
  return (windows) => Promise.resolve(windows.map(figures));
}
