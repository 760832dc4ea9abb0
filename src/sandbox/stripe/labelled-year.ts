import { createRandom, type Random } from './random.ts';

/** A quarter-hour of a simulated business. Sums are in cents. */
export interface Quarter {
  paid: number;
  minor: number;
  failed: number;
  refunds: number;
  churned: number;
}

export type LabelKind = 'outage' | 'surge' | 'declines' | 'refunds' | 'price' | 'churn' | 'large';

/** What was done to the year, and when. Unix seconds. */
export interface Label {
  readonly kind: LabelKind;
  readonly from: number;
  readonly to: number;
}

export interface LabelledYear {
  /** Unix seconds of the first quarter-hour. */
  readonly from: number;
  readonly quarters: readonly Quarter[];
  /** The largest payment of each quarter-hour with more than one; by its place. */
  readonly largest: readonly number[];
  readonly labels: readonly Label[];
}

const quarterSeconds = 900;
const perDay = 96;
const day = 86_400;
/** The detectors know nothing before they have seen some weeks; nothing is done to these. */
const quietDays = 63;

/** Sales by hour of the day, UTC: a shop in Europe. */
const hours = [
  0.25, 0.15, 0.1, 0.1, 0.15, 0.3, 0.55, 0.85, 1.1, 1.3, 1.4, 1.45, 1.4, 1.3, 1.35, 1.4, 1.45, 1.5, 1.55, 1.65, 1.6,
  1.25, 0.8, 0.45,
];
/** By weekday, from Sunday on. */
const weekdays = [0.7, 1.1, 1.12, 1.1, 1.05, 1, 0.75];
/** By month, from January on. */
const months = [0.92, 0.95, 1, 1, 1, 0.97, 0.9, 0.86, 1.02, 1.06, 1.22, 1.28];

/**
 * A year of a business with seasons, growth, weekends, days that are a little better or worse, and what was done to it, by
 * label. The same seed gives the same year. `payments` is how many there are on an average day in the beginning.
 */
export function labelledYear(options: { seed: number | string; payments?: number; days?: number }): LabelledYear {
  const { payments = 400, days = 365 } = options;
  const random = createRandom(`labelled-year/${options.seed}`);
  const from = Date.UTC(2025, 10, 3) / 1_000;
  const labels = chooseLabels(random.fork('labels'), from, days);
  const quarters: Quarter[] = [];
  const largest: number[] = [];
  const chance = random.fork('quarters');
  let mood = 1;
  for (let index = 0; index < days * perDay; index += 1) {
    const at = from + index * quarterSeconds;
    // A day is better or worse than others by about six per cent, for no reason.
    if (index % perDay === 0) mood = Math.exp(0.06 * normal(chance));
    const active = labels.filter((label) => label.from <= at && at < label.to).map(({ kind }) => kind);
    const made = quarterOf(chance, rateAt(at, from, payments) * mood, active);
    quarters.push(made.quarter);
    largest.push(made.largest);
  }
  return { from, quarters, largest, labels };
}

/** Payments a quarter-hour; the business grows by 45 % in the year. */
function rateAt(at: number, from: number, payments: number): number {
  const date = new Date(at * 1_000);
  const growth = 1.45 ** ((at - from) / (365 * day));
  const hour = hours[date.getUTCHours()] ?? 1;
  return (payments / perDay) * growth * hour * (weekdays[date.getUTCDay()] ?? 1) * (months[date.getUTCMonth()] ?? 1);
}

function quarterOf(random: Random, rate: number, active: readonly LabelKind[]): { quarter: Quarter; largest: number } {
  const has = (kind: LabelKind): boolean => active.includes(kind);
  const tries = poisson(random, (rate / 0.94) * (has('outage') ? 0.04 : has('surge') ? 3.2 : 1));
  let failed = 0;
  const failing = has('declines') ? 0.45 : 0.06;
  for (let index = 0; index < tries; index += 1) if (random.chance(failing)) failed += 1;
  const paid = tries - failed;
  let [minor, largest] = [0, 0];
  for (let index = 0; index < paid; index += 1) {
    const amount = ticket(random) * (has('price') ? 0.1 : 1);
    minor += Math.max(50, Math.round(amount));
    largest = Math.max(largest, amount);
  }
  if (has('large') && paid > 0) {
    largest = 2_500_000;
    minor += largest;
  }
  return {
    largest: Math.round(largest),
    quarter: {
      paid,
      minor,
      failed,
      refunds: poisson(random, rate * 0.025 * (has('refunds') ? 7 : 1)),
      churned: poisson(random, rate * 0.02 * (has('churn') ? 7 : 1)),
    },
  };
}

/** Most pay 20 to 80, few much more: median 40.00, σ of the logarithm 0.8. */
function ticket(random: Random): number {
  return 4_000 * Math.exp(0.8 * normal(random));
}

const shapes: readonly { kind: LabelKind; count: number; hours: readonly [number, number]; awake: boolean }[] = [
  { kind: 'outage', count: 14, hours: [2, 8], awake: true },
  { kind: 'surge', count: 8, hours: [3, 8], awake: true },
  { kind: 'declines', count: 12, hours: [2, 6], awake: true },
  { kind: 'refunds', count: 8, hours: [20, 28], awake: false },
  { kind: 'price', count: 8, hours: [10, 24], awake: false },
  { kind: 'churn', count: 8, hours: [20, 28], awake: false },
  { kind: 'large', count: 8, hours: [0.25, 0.25], awake: true },
];

/** At least two days apart, so that it is plain which of them an alarm belongs to. */
function chooseLabels(random: Random, from: number, days: number): Label[] {
  const labels: Label[] = [];
  for (const { kind, count, hours: range, awake } of shapes) {
    for (let made = 0, tries = 0; made < Math.round((count * days) / 365) && tries < 1_000; tries += 1) {
      const start =
        from +
        random.int(quietDays, days - 4) * day +
        (awake ? random.int(32, 72) : random.int(0, 40)) * quarterSeconds;
      const length =
        Math.round(((range[0] + random.next() * (range[1] - range[0])) * 3_600) / quarterSeconds) * quarterSeconds;
      const free = labels.every((one) => start > one.to + 2 * day || start + length < one.from - 2 * day);
      if (!free) continue;
      labels.push({ kind, from: start, to: start + length });
      made += 1;
    }
  }
  return labels.toSorted((a, b) => a.from - b.from);
}

/** Knuth's for small means, a rounded normal for large ones. */
function poisson(random: Random, mean: number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}

function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
  return radius * Math.cos(2 * Math.PI * random.next());
}
