import { pathThrough } from './scale.ts';
import { fills, type Series, strokes } from './series.ts';

/** Room for the axes, in pixels. */
export const margin = { top: 8, right: 8, bottom: 22, left: 52 };

interface Axes {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

export function Grid({
  ticks,
  y,
  width,
  short,
}: Pick<Axes, 'y'> & {
  readonly ticks: readonly number[];
  readonly width: number;
  readonly short: (v: number) => string;
}) {
  return (
    <g>
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={margin.left}
            x2={width - margin.right}
            y1={y(tick)}
            y2={y(tick)}
            className={tick === 0 ? 'stroke-strong-line' : 'stroke-line'}
          />
          <text x={margin.left - 8} y={y(tick) + 4} textAnchor="end" className="fill-muted text-xs tabular-nums">
            {short(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

export function Bars({
  series,
  labels,
  x,
  y,
  wide,
}: Axes & { readonly series: readonly Series[]; readonly labels: readonly string[]; readonly wide: number }) {
  return labels.map((label, index) => {
    let [up, down] = [0, 0];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the place on the axis is the identity
      <g key={`${label} ${index}`}>
        {series
          .filter(({ kind }) => kind === 'bar')
          .map(({ name, color, values }) => {
            const value = values[index] ?? 0;
            const from = value >= 0 ? up : down;
            if (value >= 0) up += value;
            else down += value;
            const [top, bottom] = [y(Math.max(from, from + value)), y(Math.min(from, from + value))];
            if (bottom - top < 0.1) return null;
            return (
              <rect
                key={name}
                x={x(index) - wide / 2}
                y={top}
                width={wide}
                height={bottom - top}
                rx={Math.min(2, wide / 4)}
                className={fills[color]}
              />
            );
          })}
      </g>
    );
  });
}

export function Lines({ series, x, y }: Axes & { readonly series: readonly Series[] }) {
  return series
    .filter(({ kind }) => kind !== 'bar')
    .map(({ name, kind, color, values }) => {
      const points = values.map((value, index) => (value === null ? null : ([x(index), y(value)] as const)));
      const last = points.findLast((point) => point !== null);
      return (
        <g key={name}>
          <path
            d={pathThrough(points)}
            fill="none"
            strokeWidth={kind === 'line' ? 2 : 1.5}
            strokeDasharray={kind === 'dashed' ? '4 4' : undefined}
            strokeLinejoin="round"
            className={strokes[color]}
          />
          {kind === 'line' && last && <circle cx={last[0]} cy={last[1]} r={3} className={fills[color]} />}
        </g>
      );
    });
}

export function Labels({
  labels,
  x,
  every,
  height,
}: Pick<Axes, 'x'> & { readonly labels: readonly string[]; readonly every: number; readonly height: number }) {
  return (
    <g>
      {labels.map((label, index) =>
        index % Math.max(1, every) === 0 ? (
          <text key={label} x={x(index)} y={height - 5} textAnchor="middle" className="fill-muted text-xs tabular-nums">
            {label}
          </text>
        ) : null,
      )}
    </g>
  );
}
