import type { Phrase } from './phrase.ts';

/** What a chart's values are: `money` in minor units of its one currency, `percent` as 0–100, `count` whole numbers. */
export type ChartUnit =
  | { readonly kind: 'money'; readonly currency: string }
  | { readonly kind: 'percent' }
  | { readonly kind: 'count' };

/** A run of values over the chart's categories, one each; null where nothing is known (not zero). */
export interface ChartSeries {
  readonly name: Phrase;
  /** A picture needs no more digits than a double has. */
  readonly values: readonly (number | null)[];
  /** `usual`: what the others are compared with, drawn behind them and without weight. */
  readonly role?: 'usual';
}

/**
 * One chart, before anybody decided who may read what. Slack's `data_visualization` block and the picture that stands in for
 * it are both made from this (`src/render/chart-text.ts`). Never two currencies in one chart.
 */
export type Chart =
  | {
      readonly kind: 'line' | 'bar' | 'area';
      readonly title: Phrase;
      /** In order; each differs from the others. */
      readonly categories: readonly Phrase[];
      readonly series: readonly ChartSeries[];
      readonly unit: ChartUnit;
      /** Index of the category that the chart is about: marked in the picture. */
      readonly mark?: number;
    }
  | {
      readonly kind: 'pie';
      readonly title: Phrase;
      readonly segments: readonly { readonly label: Phrase; readonly value: number }[];
      readonly unit: ChartUnit;
    };
