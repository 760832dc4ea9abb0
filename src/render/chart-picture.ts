import { createRequire } from 'node:module';
import type { Reason } from '../domain/event.ts';
import { chartAlt } from './chart-alt.ts';
import { chartOption, fontFamily } from './chart-option.ts';
import type { ChartText } from './chart-text.ts';

export type ChartPicture =
  | {
      readonly kind: 'drawn';
      readonly png: Uint8Array;
      /** Pixels. */
      readonly width: number;
      readonly height: number;
      readonly alt: string;
    }
  /** The message goes out without it. */
  | { readonly kind: 'failed'; readonly reason: Reason };

const layout = { width: 720, height: 380 };
/** Twice the layout: sharp on screens of double density. */
const scale = 2;

/**
 * Draws the chart: echarts writes SVG without a browser, resvg makes a PNG of it with the Inter font of the package and no
 * other, so that it looks the same on every machine. Both are loaded at the first picture (30 MB and 150 ms that a service
 * without pictures does not need). Never throws: a chart that cannot be drawn is an outcome.
 */
export async function chartPicture(chart: ChartText): Promise<ChartPicture> {
  try {
    const svg = await drawSvg(chart);
    const { renderAsync } = await import('@resvg/resvg-js');
    const image = await renderAsync(svg, {
      font: { loadSystemFonts: false, fontFiles: fontFiles(), defaultFontFamily: fontFamily },
      fitTo: { mode: 'zoom', value: scale },
      background: '#ffffff',
    });
    return { kind: 'drawn', png: image.asPng(), width: image.width, height: image.height, alt: chartAlt(chart) };
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    return { kind: 'failed', reason: { code: 'chart_not_drawn', text: `the chart could not be drawn (${name})` } };
  }
}

function fontFiles(): string[] {
  const require = createRequire(import.meta.url);
  return [
    require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
    require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  ];
}

async function drawSvg(chart: ChartText): Promise<string> {
  const echarts = await loaded();
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, ...layout });
  try {
    drawing.setOption(chartOption(chart));
    return drawing.renderToSVGString();
  } finally {
    drawing.dispose();
  }
}

let loading: Promise<typeof import('echarts/core')> | null = null;

function loaded(): Promise<typeof import('echarts/core')> {
  loading ??= load();
  return loading;
}

async function load() {
  const [core, charts, components, renderers] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  core.use([
    charts.BarChart,
    charts.LineChart,
    charts.PieChart,
    components.GridComponent,
    components.LegendComponent,
    components.MarkPointComponent,
    components.TitleComponent,
    renderers.SVGRenderer,
  ]);
  // Without a browser echarts guesses the width of text; Inter's letters are 0.56 of their size wide on average.
  core.setPlatformAPI({ measureText: (text, font) => ({ width: text.length * sizeOf(font) * 0.56 }) });
  return core;
}

function sizeOf(font: string | undefined): number {
  return Number(/(\d+(?:\.\d+)?)px/.exec(font ?? '')?.[1] ?? 12);
}
