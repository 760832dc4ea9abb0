import type { Chart } from '../../domain/chart.ts';

import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Summary } from '../../domain/summary.ts';
import { dayOf } from '../calendar.ts';

/** Fewer points than this say no more than the figures. */
const fewest = 2;

/**
 * Gross by day (a day's and a week's summary) or by month, in the currency of most payments: two currencies are never one
 * line. Null where there is nothing to draw.
 */
export function chartOf(summary: Summary): Chart | null {
  const currency = mainCurrency(summary);
  if (currency === null || summary.series.length < fewest) return null;
  const values = summary.series.map(({ amounts }) =>
    Number(amounts.find((one) => one.currency === currency)?.minor ?? 0),
  );
  if (values.every((value) => value === 0) || values.some((value) => !Number.isSafeInteger(value))) return null;
  const code: Value = { type: 'term', text: currency.toUpperCase() };
  return {
    kind: 'bar',
    title: summary.period === 'monthly' ? say`Gross by month, ${code}` : say`Gross by day, ${code}`,
    categories: summary.series.map((point) => label(point.from, summary)),
    series: [{ name: say`Gross`, values }],
    unit: { kind: 'money', currency },
    mark: values.length - 1,
  };
}

/** The one with the most payments over the chart's span; of two with as many the first by name. */
function mainCurrency({ series, figures }: Summary): string | null {
  const counts = new Map<string, number>();
  for (const { currency, count } of series.flatMap(({ amounts }) => amounts)) {
    counts.set(currency, (counts.get(currency) ?? 0) + count);
  }
  const [first] = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const main = first?.[0] ?? null;
  return main !== null && figures.currencies.some(({ currency }) => currency === main) ? main : null;
}

function label(from: number, { period, timezone }: Summary): Phrase {
  const day = dayOf(from, timezone);
  const text =
    period === 'monthly'
      ? day.toLocaleString('en-US', { month: 'short', year: '2-digit' })
      : day.toLocaleString('en-US', { month: 'short', day: 'numeric' });
  return say`${{ type: 'term', text }}`;
}
