import type { Temporal } from 'temporal-polyfill';
import type { Config } from '../config/config.ts';
import type { MoneyToday, Now } from '../console/contract-now.ts';
import type { Revenue, RevenueDay } from '../console/contract-revenue.ts';
import type { Clock } from '../domain/clock.ts';
import type { CurrencyFigures, PeriodFigures, SummaryWindow } from '../domain/summary.ts';
import { dayOf, startOf, windowOf } from '../report/calendar.ts';
import { sumsOf } from '../report/summaries/compute.ts';
import { periodFigures } from '../report/summaries/figures.ts';
import type { Store } from '../store/store.ts';
import { metricsOf } from './revenue-metrics.ts';
import { scopesOf } from './summaries.ts';

export interface RevenueDeps {
  readonly store: Pick<Store, 'ledgerSums' | 'ledgerScopes'>;
  readonly clock: Clock;
  readonly config: () => Config;
}

const hourSeconds = 3_600;
const weeksLookedBack = 8;
/** With fewer weeks nothing is usual yet. */
const leastWeeks = 3;
const noLedger = 'The ledger is empty: its first figures come with the first payment.';

/** The figures of many windows at once. */
async function figuresOf(
  windows: readonly SummaryWindow[],
  deps: RevenueDeps,
  accounts: readonly string[],
): Promise<PeriodFigures[] | null> {
  if ((await deps.store.ledgerScopes()).length === 0) return null;
  const scopes = await scopesOf(deps.store, deps.config(), { accounts });
  const sums = await sumsOf({ scopes, tags: [] }, deps, windows);
  return sums.map((sum) => periodFigures(sum, 'charged'));
}

/** Money since midnight against the median of the same weekday's same hours in the weeks before. */
export async function moneyToday(deps: RevenueDeps): Promise<Now['money']> {
  const zone = deps.config().timezone;
  const now = Math.floor(deps.clock.now() / 1000);
  const today = dayOf(now, zone);
  const days = [today, ...weeksBefore(today)];
  const passed = Math.max(1, Math.ceil((now - startOf(today, zone)) / hourSeconds));
  const windows = days.flatMap((day) => hoursOf(day, zone, passed));
  const figures = await figuresOf(windows, deps, []);
  if (figures === null) return { today: null, reason: noLedger };
  const byDay = days.map((_, index) => figures.slice(index * passed, (index + 1) * passed));
  const [hours = [], ...weeks] = byDay;
  const known = weeksKnown(weeks);
  const currencies = [...new Set(hours.flatMap((hour) => hour.currencies.map(({ currency }) => currency)))].sort();
  return { today: currencies.map((currency) => todayIn(currency, hours, weeks.slice(0, known))), reason: null };
}

function weeksBefore(today: Temporal.PlainDate): Temporal.PlainDate[] {
  return Array.from({ length: weeksLookedBack }, (_, index) => today.subtract({ weeks: index + 1 }));
}

function hoursOf(day: Temporal.PlainDate, zone: string, count: number): SummaryWindow[] {
  const start = startOf(day, zone);
  return Array.from({ length: count }, (_, hour) => ({
    from: start + hour * hourSeconds,
    to: start + (hour + 1) * hourSeconds,
  }));
}

/** How many weeks back the ledger reaches: to the oldest of them that holds anything. */
function weeksKnown(weeks: readonly (readonly PeriodFigures[])[]): number {
  return weeks.findLastIndex((week) => week.some((hour) => hour.currencies.length > 0)) + 1;
}

function todayIn(
  currency: string,
  hours: readonly PeriodFigures[],
  weeks: readonly (readonly PeriodFigures[])[],
): MoneyToday {
  const mine = hours.map((hour) => inCurrency(hour, currency));
  const before = weeks.map((week) => cumulated(week, currency));
  const usual = (hour: number) =>
    weeks.length < leastWeeks ? null : `${median(before.map((week) => week[hour] ?? 0n))}`;
  const gross = cumulated(hours, currency);
  const net = mine.reduce((sum, one) => sum + netOf(one), 0n);
  return {
    currency,
    gross: `${gross.at(-1) ?? 0n}`,
    net: `${net}`,
    payments: mine.reduce((sum, one) => sum + (one?.payments ?? 0), 0),
    usualGross: usual(hours.length - 1),
    hours: gross.map((minor, hour) => ({ hour, gross: `${minor}`, usualGross: usual(hour) })),
  };
}

function inCurrency(figures: PeriodFigures, currency: string): CurrencyFigures | undefined {
  return figures.currencies.find((one) => one.currency === currency);
}

function cumulated(hours: readonly PeriodFigures[], currency: string): bigint[] {
  let sum = 0n;
  return hours.map((hour) => {
    sum += BigInt(inCurrency(hour, currency)?.gross ?? '0');
    return sum;
  });
}

/** Of an even number the lower middle one: money is whole. */
function median(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n;
}

/** Where fees are not known yet, before fees. */
function netOf(figures: CurrencyFigures | undefined): bigint {
  if (figures === undefined) return 0n;
  const { gross, refunds, disputes, other, net } = figures;
  return net === null ? BigInt(gross) + BigInt(refunds) + BigInt(disputes) + BigInt(other) : BigInt(net);
}

/** Day by day, and the whole time against the same time before. */
export async function revenueOf(
  request: { readonly days: number; readonly account: string | null },
  deps: RevenueDeps,
): Promise<Revenue> {
  const zone = deps.config().timezone;
  const today = dayOf(Math.floor(deps.clock.now() / 1000), zone);
  const first = today.subtract({ days: request.days - 1 });
  const days = Array.from({ length: request.days }, (_, index) => first.add({ days: index }));
  const after = today.add({ days: 1 });
  const whole = windowOf(first, after, zone);
  const before = windowOf(first.subtract({ days: request.days }), first, zone);
  const windows = [whole, before, ...days.map((day) => windowOf(day, day.add({ days: 1 }), zone))];
  const figures = await figuresOf(windows, deps, request.account === null ? [] : [request.account]);
  const nothing = { timezone: zone, currencies: [], days: [], metrics: [], summaries: [], tieOut: [] };
  const [all, earlier, ...byDay] = figures ?? [];
  if (all === undefined || earlier === undefined) return { reason: noLedger, ...nothing };
  return {
    ...nothing,
    reason: null,
    currencies: all.currencies.map(({ currency }) => currency),
    days: byDay.flatMap((day, index) => day.currencies.map((one) => dayIn(one, days[index]?.toString() ?? ''))),
    metrics: metricsOf(all, earlier),
  };
}

function dayIn(figures: CurrencyFigures, day: string): RevenueDay {
  const { currency, payments, gross, refunds, disputes, fees } = figures;
  const known = fees !== null;
  return {
    day,
    currency,
    payments,
    gross,
    refunds,
    disputes,
    fees: fees ?? '0',
    feesKnown: known,
    net: `${netOf(figures)}`,
  };
}
