import type { EChartsCoreOption } from 'echarts/core';
import { type ChartText, type TextSeries, valueText } from './chart-text.ts';
import { cutText } from './cut.ts';
import { supported } from './money-text.ts';

/** Told apart in grey as well; the first is what the eye shall follow. */
const colours = ['#2f6db5', '#e0913f', '#4d9f78', '#8467ab', '#c2566a', '#6f7b8b'];
const ink = { title: '#1d1c1d', label: '#5c5b5e', grid: '#ebeaeb', axis: '#c9c8ca', usual: '#b4bac4', mark: '#c9352b' };
export const fontFamily = 'Inter';
/** Slack shows the picture at about 0.6 of its width: smaller letters than these are not read there. */
const size = { title: 19, label: 15 };
const titleLimit = 64;
const labelLimit = 16;

/** What echarts draws, without animation or anything that needs a pointer. */
export function chartOption(chart: ChartText): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: '#ffffff',
    color: colours,
    textStyle: { fontFamily, fontSize: size.label, color: ink.label },
    title: {
      text: cutText(chart.title, titleLimit),
      left: 20,
      top: 16,
      textStyle: { fontFamily, fontSize: size.title, fontWeight: 600, color: ink.title },
    },
    ...(chart.kind === 'pie' ? pieOption(chart) : linesOption(chart)),
  };
}

function pieOption(chart: ChartText & { kind: 'pie' }): EChartsCoreOption {
  const total = chart.segments.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  const data = chart.segments.map(({ label, value }) => {
    const share = total > 0 ? ` · ${Math.round((100 * value) / total)}%` : '';
    return { name: `${cutText(label, 24)}  ${valueText(value, chart.unit, chart.locale)}${share}`, value };
  });
  return {
    // One line for each segment beside the ring: leader lines of six labels would cross.
    legend: { ...legendStyle, orient: 'vertical', left: 340, top: 'middle', itemGap: 16 },
    series: [
      {
        type: 'pie',
        radius: ['42%', '68%'],
        center: [175, '56%'],
        label: { show: false },
        itemStyle: { borderColor: '#ffffff', borderWidth: 2 },
        data,
      },
    ],
  };
}

const legendStyle = {
  icon: 'roundRect',
  itemWidth: 14,
  itemHeight: 10,
  textStyle: { fontFamily, fontSize: size.label, color: ink.label },
};

function linesOption(chart: Exclude<ChartText, { kind: 'pie' }>): EChartsCoreOption {
  const several = chart.series.length > 1;
  return {
    ...(several ? { legend: { ...legendStyle, left: 20, top: 48, itemGap: 22 } } : {}),
    grid: {
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
      outerBounds: { left: 20, right: 28, top: several ? 92 : 66, bottom: 18 },
      left: 20,
      right: 28,
      top: several ? 92 : 66,
      bottom: 18,
    },
    xAxis: {
      type: 'category',
      data: chart.categories.map((label) => cutText(label, labelLimit)),
      boundaryGap: chart.kind === 'bar',
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.axis } },
      axisLabel: { fontFamily, fontSize: size.label, color: ink.label, hideOverlap: true, margin: 12 },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      // A line of rates near 100 % would be flat above an empty picture; bars and areas begin at zero, or they would lie.
      scale: chart.kind === 'line',
      ...(chart.unit.kind === 'count' ? { minInterval: 1 } : {}),
      axisLabel: {
        fontFamily,
        fontSize: size.label,
        color: ink.label,
        formatter: (value: number) => axisText(value, chart),
      },
      splitLine: { lineStyle: { color: ink.grid } },
    },
    series: chart.series.map((series, index) => seriesOption(series, index, chart)),
  };
}

function seriesOption(series: TextSeries, index: number, chart: Exclude<ChartText, { kind: 'pie' }>) {
  const colour = series.usual ? ink.usual : (colours[index % colours.length] ?? ink.label);
  const base = { name: series.name, data: series.values.map((value) => value ?? '-'), z: series.usual ? 3 : 2 };
  if (chart.kind === 'bar' && !series.usual) {
    const data = base.data.map((value, at) => ({
      value,
      itemStyle: {
        color: at === chart.mark ? ink.mark : colour,
        borderRadius: Number(value) < 0 ? [0, 0, 3, 3] : [3, 3, 0, 0],
      },
    }));
    return { ...base, type: 'bar', data, barMaxWidth: 34, barGap: '12%', itemStyle: { color: colour } };
  }
  const marked = series.values[chart.mark ?? -1] ?? null;
  return {
    ...base,
    type: 'line',
    showSymbol: chart.categories.length === 1,
    symbolSize: 8,
    lineStyle: { color: colour, width: series.usual ? 2 : 3, type: series.usual ? 'dashed' : 'solid' },
    itemStyle: { color: colour },
    ...(chart.kind === 'area' && !series.usual ? { areaStyle: { color: colour, opacity: 0.12 } } : {}),
    ...(marked === null || series.usual || chart.mark === null
      ? {}
      : {
          markPoint: {
            symbol: 'circle',
            symbolSize: 12,
            itemStyle: { color: ink.mark },
            label: { show: false },
            data: [{ coord: [chart.mark, marked] }],
          },
        }),
  };
}

const compact = new Map<string, Intl.NumberFormat>();

/** `€1.2K`, `40%`, `3`: an axis has room for no more. */
function axisText(value: number, { unit, locale }: ChartText): string {
  const currency = unit.kind === 'money' ? unit.currency.toUpperCase() : null;
  const key = `${locale} ${currency ?? ''}`;
  const formatter =
    compact.get(key) ??
    new Intl.NumberFormat(supported(locale), {
      notation: 'compact',
      minimumFractionDigits: 0,
      maximumFractionDigits: 1,
      ...(currency === null ? {} : { style: 'currency', currency }),
    });
  compact.set(key, formatter);
  return unit.kind === 'percent' ? `${formatter.format(value)}%` : formatter.format(value);
}
