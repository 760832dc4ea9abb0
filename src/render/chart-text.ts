import type { Chart, ChartUnit } from '../domain/chart.ts';
import { decimalsOf } from '../domain/money.ts';
import type { Phrase } from '../domain/phrase.ts';
import { formatMoney, formatNumber } from './money-text.ts';
import { phrasePlain } from './phrase-text.ts';
import { redactPhrase } from './redact.ts';
import type { ChannelView } from './view.ts';

declare const redacted: unique symbol;

export interface TextSeries {
  readonly name: string;
  /** In major units (euros, not cents); null where nothing is known. */
  readonly values: readonly (number | null)[];
  readonly usual: boolean;
}

/** A chart as one channel may read it. Only `chartText` makes them; the block and the picture accept nothing else. */
export type ChartText = {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly locale: string;
  readonly [redacted]: true;
} & (
  | {
      readonly kind: 'line' | 'bar' | 'area';
      readonly categories: readonly string[];
      readonly series: readonly TextSeries[];
      readonly mark: number | null;
    }
  | { readonly kind: 'pie'; readonly segments: readonly { readonly label: string; readonly value: number }[] }
);

/** What of a chart this channel may read, as plain text. */
export function chartText(chart: Chart, view: ChannelView): ChartText {
  const plain = (phrase: Phrase): string => phrasePlain(redactPhrase(phrase, view), view);
  const major = (value: number | null): number | null => (value === null ? null : majorOf(value, chart.unit));
  const common = { title: plain(chart.title), unit: chart.unit, locale: view.locale };
  const text =
    chart.kind === 'pie'
      ? {
          ...common,
          kind: chart.kind,
          segments: chart.segments.map(({ label, value }) => ({
            label: plain(label),
            value: majorOf(value, chart.unit),
          })),
        }
      : {
          ...common,
          kind: chart.kind,
          categories: chart.categories.map(plain),
          series: chart.series.map(({ name, values, role }) => ({
            name: plain(name),
            values: values.map(major),
            usual: role === 'usual',
          })),
          mark: chart.mark ?? null,
        };
  return text as typeof text & { readonly [redacted]: true };
}

function majorOf(value: number, unit: ChartUnit): number {
  return unit.kind === 'money' ? value / 10 ** decimalsOf(unit.currency) : value;
}

/** A value of the chart for people: `€1,240.00`, `3.5%`, `12`. `value` is in major units. */
export function valueText(value: number, unit: ChartUnit, locale: string): string {
  if (unit.kind === 'money') {
    const minor = Math.round(value * 10 ** decimalsOf(unit.currency));
    return formatMoney({ minor: `${BigInt(minor)}`, currency: unit.currency }, locale);
  }
  const number = formatNumber(Math.round(value * 100) / 100, locale);
  return unit.kind === 'percent' ? `${number}%` : number;
}
