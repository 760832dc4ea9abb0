import { useState } from 'react';
import { Bars, Grid, Labels, Lines, margin } from './marks.tsx';
import { linear, niceTicks } from './scale.ts';
import type { Series } from './series.ts';
import { useWidth } from './width.ts';

export interface ChartProps {
  /** What a screen reader says instead of the picture; the figures themselves stand in a table beside it. */
  readonly summary: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  /** For the axis. */
  readonly short: (value: number) => string;
  /** For the reading under the pointer: the exact figure. */
  readonly exact: (series: number, index: number) => string;
  readonly height?: number;
  /** How many labels on the horizontal axis, at most. */
  readonly labelEvery?: number;
}

/** A small chart of lines and bars over the same labels. Bars of one label stand on each other, negative ones below 0. */
export function Chart(props: ChartProps) {
  const { summary, labels, series, height = 180 } = props;
  const { ref, width } = useWidth(640);
  const [at, setAt] = useState<number | null>(null);
  const inner = Math.max(40, width - margin.left - margin.right);
  const step = inner / Math.max(1, labels.length);
  const x = (index: number) => margin.left + step * (index + 0.5);
  const ticks = niceTicks(extent(series, labels.length));
  const y = linear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [height - margin.bottom, margin.top]);
  const read = (event: React.PointerEvent<SVGSVGElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left - margin.left;
    const index = Math.floor(left / step);
    setAt(index >= 0 && index < labels.length ? index : null);
  };
  return (
    <div ref={ref} className="relative min-w-0">
      <svg
        role="img"
        aria-label={summary}
        width={width}
        height={height}
        className="block max-w-full overflow-visible"
        onPointerMove={read}
        onPointerLeave={() => setAt(null)}
      >
        <Grid ticks={ticks} y={y} width={width} short={props.short} />
        {at !== null && (
          <rect
            x={x(at) - step / 2}
            y={margin.top}
            width={step}
            height={height - margin.top - margin.bottom}
            className="fill-sunken"
          />
        )}
        <Bars series={series} labels={labels} x={x} y={y} wide={Math.min(22, step * 0.68)} />
        <Lines series={series} x={x} y={y} />
        <Labels
          labels={labels}
          x={x}
          every={props.labelEvery ?? Math.ceil(labels.length / (inner / 64))}
          height={height}
        />
      </svg>
      {at !== null && <Reading {...props} at={at} left={x(at)} width={width} />}
    </div>
  );
}

function extent(series: readonly Series[], count: number): number[] {
  const all: number[] = series
    .filter(({ kind }) => kind !== 'bar')
    .flatMap(({ values }) => values.filter((v) => v !== null));
  const bars = series.filter(({ kind }) => kind === 'bar');
  for (let index = 0; index < count; index += 1) {
    const values = bars.map(({ values }) => values[index] ?? 0);
    all.push(sum(values.filter((value) => value > 0)), sum(values.filter((value) => value < 0)));
  }
  return all;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function Reading({ labels, series, exact, at, left, width }: ChartProps & { at: number; left: number; width: number }) {
  return (
    <div
      ref={(element) => {
        element?.style.setProperty('left', `${left > width / 2 ? left - element.offsetWidth - 12 : left + 12}px`);
      }}
      className="pointer-events-none absolute top-2 z-1 rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs whitespace-nowrap shadow-float"
    >
      <p className="font-medium">{labels[at]}</p>
      {series.map((one, index) =>
        one.values[at] === null || one.values[at] === undefined ? null : (
          <p key={one.name} className="flex justify-between gap-4 text-muted tabular-nums">
            <span>{one.name}</span>
            <span className="text-text">{exact(index, at)}</span>
          </p>
        ),
      )}
    </div>
  );
}
