import { type ChartText, type TextSeries, valueText } from './chart-text.ts';
import { cutText } from './cut.ts';

/** Slack takes 2,000 characters in `alt_text`; a screen reader is done with fewer. */
const altLimit = 1_000;

/** The chart in words, for those who do not see it: what it shows, first and last value, the least and the most. */
export function chartAlt(chart: ChartText): string {
  const told = (value: number): string => valueText(value, chart.unit, chart.locale);
  const parts =
    chart.kind === 'pie'
      ? chart.segments.map(({ label, value }) => `${label} ${told(value)}`)
      : chart.series.map((series) => seriesWords(series, chart.categories, told));
  const kind = chart.kind === 'pie' ? 'Pie chart' : chart.kind === 'bar' ? 'Bar chart' : 'Line chart';
  return cutText([`${kind}: ${chart.title}`, ...parts].join('. '), altLimit);
}

function seriesWords(series: TextSeries, categories: readonly string[], told: (value: number) => string): string {
  const points = series.values.flatMap((value, index) =>
    value === null ? [] : [{ value, at: categories[index] ?? '' }],
  );
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return `${series.name}: nothing known`;
  const most = points.reduce((a, b) => (b.value > a.value ? b : a));
  const least = points.reduce((a, b) => (b.value < a.value ? b : a));
  const ends = `${series.name}: ${told(first.value)} (${first.at}) to ${told(last.value)} (${last.at})`;
  if (points.length < 3 || most.value === least.value) return ends;
  return `${ends}, least ${told(least.value)} (${least.at}), most ${told(most.value)} (${most.at})`;
}
