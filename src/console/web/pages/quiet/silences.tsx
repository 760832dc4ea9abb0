import type { SilenceMatcher } from '../../../../domain/silence.ts';
import type { SilenceLine } from '../../../contract-quiet.ts';
import { useChange } from '../../api/queries.ts';
import { countText } from '../../format/money.ts';
import { momentText, untilText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty, Failed } from '../../parts/states.tsx';
import { useNow } from '../../state/clock.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';

const text = words.quiet;

/** `customer cus_1 · #sales` */
export function matcherText(matcher: SilenceMatcher): string {
  return Object.entries(matcher)
    .map(([name, value]) =>
      value === true ? text.matcher.everything : name === 'channel' ? `#${value}` : `${wordOf(name)} ${value}`,
    )
    .join(' · ');
}

function wordOf(name: string): string {
  return (text.matcher as Readonly<Record<string, string>>)[name] ?? name;
}

export function Silences({ silences }: { readonly silences: readonly SilenceLine[] }) {
  const now = useNow(15_000);
  const mayEnd = useMayCall('POST /api/silences/:id/end');
  const end = useChange('POST /api/silences/:id/end', ['GET /api/quiet']);
  if (silences.length === 0) return <Empty icon="quiet" title={text.silencesNone} text="" />;
  return (
    <>
      {end.error !== null && <Failed error={end.error} />}
      <ul>
        {silences.map((silence) => (
          <li
            key={silence.id}
            className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-0"
          >
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2">
                <span className={`font-medium wrap-anywhere ${silence.active ? '' : 'text-muted'}`}>
                  {matcherText(silence.matcher)}
                </span>
                <Badge feeling={silence.active ? 'info' : 'neutral'}>
                  {silence.active ? text.active : silence.endedBy === null ? text.over : text.ended(silence.endedBy)}
                </Badge>
                {silence.critical && <Badge feeling="warn">{text.critical}</Badge>}
              </p>
              <p className="text-sm wrap-anywhere text-muted">
                {silence.reason !== '' && `${silence.reason} · `}
                {text.by(silence.author)} · {text.until(momentText(silence.until, now), untilText(silence.until, now))}{' '}
                · {text.effect[silence.effect]}
              </p>
              {silence.held.length > 0 && (
                <p className="text-sm tabular-nums">
                  {silence.held.map(({ channel, count }) => text.held(countText(count), channel)).join(' · ')}
                </p>
              )}
            </div>
            {silence.active && mayEnd && (
              <Button disabled={end.isPending} onClick={() => end.mutate({ path: { id: silence.id } })}>
                {text.end}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
