import { lazy, type ReactNode, Suspense } from 'react';
import { timeOfDay } from '../format/time.ts';
import { Bell } from '../shell/bell.tsx';
import { words } from '../words.ts';

const SlackBlocks = lazy(async () => ({ default: (await import('./slack-blocks.tsx')).SlackBlocks }));

export interface ShownMessage {
  readonly text: string;
  readonly blocks: readonly object[];
  readonly color: string | null;
}

/** What stands in a message, as Slack draws it; its plain text until the renderer is there. */
export function SlackContent({ message }: { readonly message: ShownMessage }) {
  const { text, blocks, color } = message;
  const plain = <p className="whitespace-pre-wrap">{text}</p>;
  return (
    <div
      className={`slack ${color === null ? '' : 'slack-bar'}`}
      // By script and not as an attribute: the Content-Security-Policy allows no style in the markup.
      ref={(element) => element?.style.setProperty('--bar', color ?? 'transparent')}
    >
      {blocks.length === 0 ? (
        plain
      ) : (
        <Suspense fallback={plain}>
          <SlackBlocks blocks={blocks} />
        </Suspense>
      )}
    </div>
  );
}

/** One message with its sender's picture, name and time. */
export function SlackMessage({
  message,
  at,
  edited = false,
  children,
}: {
  readonly message: ShownMessage;
  /** Milliseconds since the epoch; null in a preview. */
  readonly at: number | null;
  readonly edited?: boolean;
  readonly children?: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-3">
      <Bell className="size-9" />
      <div className="min-w-0">
        <p className="mb-0.5 flex items-baseline gap-1.5">
          <span className="font-semibold">{words.product}</span>
          <span className="rounded-sm bg-sunken px-1 text-xs text-muted">{words.now.app}</span>
          {at !== null && (
            <time dateTime={new Date(at).toISOString()} className="text-xs text-muted tabular-nums">
              {timeOfDay(at)}
            </time>
          )}
          {edited && <span className="text-xs text-muted">{words.now.edited}</span>}
        </p>
        <SlackContent message={message} />
        {children}
      </div>
    </div>
  );
}
