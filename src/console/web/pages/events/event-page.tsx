import type { EventDetail } from '../../../contract-events.ts';
import { useAnswer } from '../../api/queries.ts';
import { moneyText } from '../../format/money.ts';
import { fullMoment } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { Copied } from '../../parts/copied.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Facts, Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { Thread, threadsOf } from '../../parts/thread.tsx';
import { eventFeeling } from '../../parts/tone.ts';
import { useKeys } from '../../state/keyboard.ts';
import { go, href, usePlace } from '../../state/router.ts';
import { words } from '../../words.ts';
import { ActButtons } from './act-bar.tsx';
import { DecisionPath } from './decision-path.tsx';
import { Deliveries } from './deliveries.tsx';
import { Payload } from './payload.tsx';
import { Way } from './way.tsx';

const text = words.events;

/** One event's whole way: received, why, routes, card, attempts, latencies. */
export function EventPage({ seq }: { readonly seq: number }) {
  const { query } = usePlace();
  const list = href(['events'], Object.fromEntries(query));
  const asked = useAnswer('GET /api/events/:seq', { path: { seq } }, { everyMs: 5_000 });
  useKeys({ Escape: () => go(list) });
  return (
    <>
      <a href={list} className="mb-3 inline-flex items-center gap-1.5 text-sm text-muted hover:text-text">
        <Icon name="back" />
        {text.back}
      </a>
      {asked.data === undefined && <h1 className="sr-only">{text.facts}</h1>}
      <Answer asked={asked} rows={12}>
        {(detail) => <Detail detail={detail} />}
      </Answer>
    </>
  );
}

function Detail({ detail }: { readonly detail: EventDetail }) {
  const { event, can } = detail;
  return (
    <>
      <header className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 text-xl font-semibold tracking-tight wrap-anywhere">{event.type}</h1>
        <Badge feeling={eventFeeling[event.state] ?? 'neutral'}>{text.states[event.state] ?? event.state}</Badge>
        {event.late && <Badge feeling="warn">{text.late}</Badge>}
        {!event.livemode && <Badge>{words.now.test}</Badge>}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <ActButtons seqs={[event.seq]} acts={can} />
        </div>
        {event.reason !== null && <p className="w-full max-w-prose text-muted">{event.reason.text}</p>}
      </header>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="grid min-w-0 gap-4">
          <Panel title={text.way}>
            <Way way={detail.way} />
          </Panel>
          <Panel title={text.decision}>
            <DecisionPath decision={detail.decision} />
          </Panel>
          <Panel title={text.deliveries} flush>
            <Deliveries deliveries={detail.deliveries} />
          </Panel>
          <Payload seq={event.seq} allowed={detail.mayReadPayload} />
        </div>
        <div className="grid min-w-0 gap-4">
          <EventFacts detail={detail} />
          {detail.messages.length > 0 && (
            <Panel title={text.messages}>
              <div className="grid gap-4">
                {threadsOf(detail.messages, '', true).map((thread) => (
                  <Thread key={`${thread.card.channel} ${thread.card.ts}`} thread={thread} named open />
                ))}
              </div>
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

function EventFacts({ detail: { event, subject } }: { readonly detail: EventDetail }) {
  const { fact } = text;
  const rows: [string, React.ReactNode][] = [
    [fact.id, <Copied key="id" text={event.id} />],
    ...(event.objectId === null
      ? []
      : [[fact.object, <Copied key="object" text={event.objectId} />] as [string, React.ReactNode]]),
  ];
  if (subject !== null)
    rows.push([
      fact.subject,
      <a key="subject" href={href(['subjects', subject.id])} className="font-medium text-accent hover:underline">
        {subject.kind}
      </a>,
    ]);
  if (event.customer !== null) rows.push([fact.customer, <Copied key="customer" text={event.customer} />]);
  if (event.amount !== null) rows.push([fact.amount, moneyText(event.amount)]);
  rows.push([fact.account, event.account]);
  if (event.connectAccount !== null) rows.push([fact.connect, event.connectAccount]);
  rows.push(
    [fact.created, fullMoment(event.created * 1000)],
    [fact.received, fullMoment(event.receivedAt)],
    [fact.origin, text.origins[event.origin] ?? event.origin],
    [fact.version, event.apiVersion ?? '—'],
    [fact.number, String(event.seq)],
  );
  return (
    <Panel title={text.facts}>
      <Facts rows={rows} />
    </Panel>
  );
}
