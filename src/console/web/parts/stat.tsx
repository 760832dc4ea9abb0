import type { ReactNode } from 'react';
import { type Feeling, textOf } from './tone.ts';

/** One figure inside a `dl`. */
export function Stat({
  label,
  value,
  note,
  feeling = 'neutral',
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
  readonly feeling?: Feeling;
}) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{label}</dt>
      <dd
        className={`text-xl font-semibold tracking-tight tabular-nums ${feeling === 'neutral' ? '' : textOf[feeling]}`}
      >
        {value}
      </dd>
      {note !== undefined && <dd className="text-xs text-muted">{note}</dd>}
    </div>
  );
}
