import { fills, type Series, strokes } from './series.ts';

/** Names of the series with their colours. */
export function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map(({ name, kind, color }) => (
        <li key={name} className="flex items-center gap-1.5">
          <svg width="14" height="8" aria-hidden="true">
            {kind === 'bar' ? (
              <rect width="8" height="8" x="3" rx="2" className={fills[color]} />
            ) : (
              <line
                x1="0"
                x2="14"
                y1="4"
                y2="4"
                strokeWidth="2"
                strokeDasharray={kind === 'dashed' ? '3 3' : undefined}
                className={strokes[color]}
              />
            )}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
