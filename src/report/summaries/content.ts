import type { MinorUnits } from '../../domain/money.ts';
import { nothing, type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { CurrencyFigures, PeriodFigures, Summary } from '../../domain/summary.ts';
import type { SummaryContent } from '../../domain/summary-content.ts';
import { dayOf } from '../calendar.ts';
import { chartOf } from './chart.ts';
import { sealLines } from './seal.ts';
import { sectionsOf } from './sections.ts';
import { amount, count, type NameOf } from './values.ts';

/** The summary in words. Names are looked up by the caller; amounts and days are typed values, for each channel's own format. */
export function summaryContent(summary: Summary, nameOf: NameOf): SummaryContent {
  return {
    title: say`${periodWords[summary.period]}${days(summary)}`,
    headline: headline(summary),
    currencies: summary.figures.currencies.map((line) => currencyLines(line, summary)),
    sections: sectionsOf(summary, nameOf),
    seal: sealLines(summary),
    chart: chartOf(summary),
  };
}

const periodWords: Readonly<Record<Summary['period'], Phrase>> = {
  daily: say`Daily summary · `,
  weekly: say`Weekly summary · `,
  monthly: say`Monthly summary · `,
};

/** Noon of a local day names it in its own zone, whatever the clock does that day. */
function dayValue(at: number): Value {
  return { type: 'date', at: at + 12 * 3600, style: 'date' };
}

function days({ window, timezone }: Summary): Phrase {
  const last = window.to - 24 * 3600;
  const one = dayOf(window.from, timezone).equals(dayOf(window.to - 1, timezone));
  const day: Value = { type: 'term', text: weekdayOf(window.from, timezone) };
  return one ? say`${day}, ${dayValue(window.from)}` : say`${dayValue(window.from)} – ${dayValue(last)}`;
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function weekdayOf(at: number, zone: string): string {
  return weekdays[dayOf(at, zone).dayOfWeek - 1] ?? '';
}

/** "€4,210.00 and $120.00 from 84 payments". Two currencies are named side by side, never as one figure. */
function headline({ figures }: Summary): Phrase {
  const sold = figures.currencies.filter(({ payments }) => payments > 0).sort((a, b) => b.payments - a.payments);
  if (sold.length === 0)
    return figures.currencies.length === 0 ? say`No payments` : say`No payments; what else moved is below`;
  const amounts = sold.slice(0, headlined).reduce<Phrase>((all, line) => {
    const one = say`${amount(line.gross, line.currency)}`;
    return all.length === 0 ? one : say`${all} + ${one}`;
  }, nothing);
  const rest = sold.length - headlined;
  const more = rest > 0 ? say` and ${count(rest)} more ${rest === 1 ? say`currency` : say`currencies`}` : nothing;
  const paid = sold.reduce((all, { payments }) => all + payments, 0);
  return say`${amounts}${more} gross from ${count(paid)} ${paid === 1 ? say`payment` : say`payments`}`;
}

const headlined = 2;

/** "Gross", what went of it, and what is left: a currency is one block of lines. */
function currencyLines(line: CurrencyFigures, summary: Summary): Phrase[] {
  const { currency } = line;
  const code: Value = { type: 'term', text: currency.toUpperCase() };
  const some = (words: Phrase, minor: MinorUnits, times: number | null): Phrase[] =>
    minor === '0' && (times ?? 0) === 0
      ? []
      : [say`${words} ${amount(minor, currency)}${times === null ? nothing : say` (${count(times)})`}`];
  return [
    say`${code}`,
    say`Gross ${amount(line.gross, currency)} (${count(line.payments)})`,
    ...some(say`Refunds`, line.refunds, line.refundCount),
    ...some(say`Disputes`, line.disputes, line.disputeCount),
    ...some(say`Other`, line.other, null),
    ...(line.fees === null ? bookedLines(line) : some(say`Fees`, line.fees, null)),
    ...(line.net === null ? [] : [say`Net ${amount(line.net, currency)}`]),
    ...comparisons(line, summary),
  ];
}

/** What Stripe booked of it in other currencies, and what it did not book yet. */
function bookedLines({ booked, pending, currency, gross }: CurrencyFigures): Phrase[] {
  if (booked.length === 0) return gross === '0' ? [] : [say`Fees not known yet`];
  const parts = booked.map(
    (one) => say`Booked as ${amount(one.net, one.currency)} after ${amount(`${-BigInt(one.fees)}`, one.currency)} fees`,
  );
  return pending.count === 0
    ? parts
    : [...parts, say`Not booked yet ${amount(pending.minor, currency)} (${count(pending.count)})`];
}

function comparisons(line: CurrencyFigures, { period, previous, weekBefore }: Summary): Phrase[] {
  const before =
    period === 'daily' ? say`the day before` : period === 'weekly' ? say`the week before` : say`the month before`;
  return [
    ...compared(line, previous, before),
    ...(weekBefore === null ? [] : compared(line, weekBefore, say`a week before`)),
  ];
}

/** Gross against gross: fees of a period that Stripe did not book yet must not look like growth. */
function compared(line: CurrencyFigures, other: PeriodFigures, words: Phrase): Phrase[] {
  const old = BigInt(other.currencies.find(({ currency }) => currency === line.currency)?.gross ?? '0');
  const now = BigInt(line.gross);
  if (old <= 0n) return old === now ? [] : [say`nothing ${words}`];
  const percent = Number(((now - old) * 1000n) / old) / 10;
  const whole: Value = {
    type: 'number',
    value: Math.abs(Math.abs(percent) >= 10 ? Math.round(percent) : percent),
    unit: '%',
  };
  if (now === old) return [say`= as ${words}`];
  return now > old ? [say`▲ ${whole} on ${words}`] : [say`▼ ${whole} on ${words}`];
}
