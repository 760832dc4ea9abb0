import type { ReactNode } from 'react';
import { RequestFailed } from '../api/request.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

/** Nothing is here, and that is fine: says what would be here and what brings it. */
export function Empty({
  title,
  text,
  icon = 'info',
  children,
}: {
  readonly title: string;
  readonly text: ReactNode;
  readonly icon?: IconName;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center px-6 py-12 text-center">
      <span className="mb-3 inline-flex size-9 items-center justify-center rounded-full bg-sunken text-muted">
        <Icon name={icon} />
      </span>
      <p className="font-semibold">{title}</p>
      <div className="mt-1 max-w-prose text-muted">{text}</div>
      {children !== undefined && <div className="mt-4 flex gap-2">{children}</div>}
    </div>
  );
}

function explained(error: Error): { title: string; text: string } {
  if (!(error instanceof RequestFailed)) return { title: words.failed.offline, text: words.failed.offlineText };
  if (error.code === 'no_such_endpoint') return { title: words.failed.absent, text: words.failed.absentText };
  if (error.status === 403) return { title: words.failed.forbidden, text: error.hint ?? error.message };
  return { title: error.message, text: error.hint ?? words.failed.code(error.code) };
}

/** A part of the page could not be had. The rest of the page stays as it is. */
export function Failed({ error, again }: { readonly error: Error; readonly again?: () => void }) {
  const { title, text } = explained(error);
  return (
    <div role="alert" className="flex items-start gap-3 px-4 py-4">
      <Icon name="warning" className="mt-1 text-warn" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-sm text-muted">{text}</p>
      </div>
      {again !== undefined && (
        <Button className="ml-auto" onClick={again}>
          {words.failed.again}
        </Button>
      )}
    </div>
  );
}

/** Holds the place of rows that are on their way: the page does not move when they arrive. */
export function Loading({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div role="status" className="animate-none p-4">
      <span className="sr-only">{words.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className="mb-3 h-4 rounded-sm bg-sunken last:mb-0" />
      ))}
    </div>
  );
}

export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** Shows what was asked for, or why it is not there, or that it is on its way. */
export function Answer<T>({
  asked,
  rows,
  children,
}: {
  readonly asked: Asked<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) {
  if (asked.data !== undefined) return <>{children(asked.data)}</>;
  if (asked.error !== null) return <Failed error={asked.error} again={() => void asked.refetch()} />;
  return <Loading {...(rows === undefined ? {} : { rows })} />;
}
