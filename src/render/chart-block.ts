import type { Block } from '../domain/message.ts';
import type { ChartText } from './chart-text.ts';
import { cutText } from './cut.ts';

/** Of Slack's `data_visualization`; sources differ on some, the lower counts. At most two such blocks a message. */
export const chartLimits = { title: 50, label: 20, points: 20, series: 6, segments: 6, blocks: 2 } as const;

/**
 * The chart as Slack draws it itself; null where the block cannot say it (too many points, series or segments; no value;
 * two labels that would read the same): then the picture is for it.
 */
export function chartBlock(chart: ChartText): Block | null {
  const drawn = chart.kind === 'pie' ? pieOf(chart) : linesOf(chart);
  if (drawn === null) return null;
  return { type: 'data_visualization', title: cutText(chart.title, chartLimits.title) || '–', chart: drawn };
}

function pieOf(chart: ChartText & { kind: 'pie' }) {
  const segments = chart.segments.map(({ label, value }) => ({ label: labelOf(label), value }));
  if (segments.length === 0 || segments.length > chartLimits.segments || !distinct(segments.map(({ label }) => label)))
    return null;
  return { type: 'pie', segments };
}

function linesOf(chart: Exclude<ChartText, { kind: 'pie' }>) {
  const categories = chart.categories.map(labelOf);
  const series = chart.series.map(({ name, values }) => ({
    name: labelOf(name),
    data: values.flatMap((value, index) => {
      const label = categories[index];
      return value === null || label === undefined ? [] : [{ label, value }];
    }),
  }));
  const fits =
    categories.length > 0 &&
    categories.length <= chartLimits.points &&
    series.length > 0 &&
    series.length <= chartLimits.series &&
    series.every(({ data }) => data.length > 0) &&
    distinct(categories) &&
    distinct(series.map(({ name }) => name));
  return fits ? { type: chart.kind, series, axis_config: { categories } } : null;
}

function labelOf(text: string): string {
  return cutText(text, chartLimits.label) || '–';
}

function distinct(labels: readonly string[]): boolean {
  return new Set(labels).size === labels.length;
}
