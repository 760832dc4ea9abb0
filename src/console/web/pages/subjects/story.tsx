import type { SubjectDetail } from '../../../contract-subjects.ts';
import { fullMoment, momentText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { eventFeeling } from '../../parts/tone.ts';
import { useNow } from '../../state/clock.ts';
import { href } from '../../state/router.ts';
import { words } from '../../words.ts';

const text = words.subjects;

/** What happened to it, newest first, in the words that the channel of the card may read. */
export function Timeline({ timeline }: { readonly timeline: SubjectDetail['timeline'] }) {
  const now = useNow(60_000);
  if (timeline.length === 0) return <p className="text-muted">{text.timelineNone}</p>;
  return (
    <ol>
      {[...timeline].reverse().map((happening, index) => (
        <li key={happening.key} className="relative grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 pb-3 last:pb-0">
          <span className="relative flex justify-center" aria-hidden="true">
            {index < timeline.length - 1 && <span className="absolute top-2.5 bottom-[-1rem] w-px bg-line" />}
            <span className="relative mt-1.5 size-2 rounded-full border-2 border-accent bg-raised" />
          </span>
          <div className="min-w-0">
            <p className="wrap-anywhere">{happening.text}</p>
            <time
              dateTime={new Date(happening.at).toISOString()}
              title={fullMoment(happening.at)}
              className="text-xs text-muted tabular-nums"
            >
              {momentText(happening.at, now)}
            </time>
          </div>
        </li>
      ))}
    </ol>
  );
}

export function SubjectEvents({
  events,
  subject,
}: {
  readonly events: SubjectDetail['events'];
  readonly subject: string;
}) {
  const now = useNow(60_000);
  return (
    <>
      <ul>
        {events.map((event) => (
          <li key={event.seq} className="border-b border-line">
            <a
              href={href(['events', String(event.seq)])}
              className="flex items-center gap-3 px-4 py-2 text-sm hover:bg-sunken"
            >
              <span className="w-28 shrink-0 text-muted tabular-nums max-sm:hidden">
                {momentText(event.receivedAt, now)}
              </span>
              <span className="min-w-0 truncate font-medium">{event.type}</span>
              <span className="ml-auto">
                <Badge feeling={eventFeeling[event.state] ?? 'neutral'}>
                  {words.events.states[event.state] ?? event.state}
                </Badge>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p className="px-4 py-2.5 text-sm">
        <a href={href(['events'], { q: subject })} className="font-medium text-accent hover:underline">
          {text.allEvents}
        </a>
      </p>
    </>
  );
}
