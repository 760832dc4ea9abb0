import type { ReactNode } from 'react';
import { type Feeling, softOf, solidOf } from './tone.ts';

export function Badge({ feeling = 'neutral', children }: { readonly feeling?: Feeling; readonly children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center rounded-sm px-1.5 text-xs font-medium whitespace-nowrap ${softOf[feeling]}`}
    >
      {children}
    </span>
  );
}

export function Dot({ feeling }: { readonly feeling: Feeling }) {
  return <span className={`inline-block size-2 shrink-0 rounded-full ${solidOf[feeling]}`} aria-hidden="true" />;
}
