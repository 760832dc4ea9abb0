import type { EventDetail } from '../../../contract-events.ts';
import { fullMoment, lengthText, timeOfDay } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { deliveryFeeling } from '../../parts/tone.ts';
import { words } from '../../words.ts';

const text = words.events;

/** What was to be done in Slack because of the event, with each try. */
export function Deliveries({ deliveries }: { readonly deliveries: EventDetail['deliveries'] }) {
  if (deliveries.length === 0) return <p className="p-4 text-muted">{text.deliveriesNone}</p>;
  return (
    <ul>
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="border-b border-line px-4 py-2.5 last:border-0">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span className="font-medium">{words.deliveries.ops[delivery.op] ?? delivery.op}</span>
            <span className="text-muted">#{delivery.channel}</span>
            <Badge feeling={deliveryFeeling[delivery.state] ?? 'neutral'}>
              {words.deliveries.states[delivery.state] ?? delivery.state}
            </Badge>
            {delivery.latencyMs !== null && (
              <span className="text-sm text-muted tabular-nums">{text.latency(lengthText(delivery.latencyMs))}</span>
            )}
            <span className="ml-auto text-sm text-muted" title={fullMoment(delivery.createdAt)}>
              {delivery.route}
            </span>
          </p>
          {delivery.reason !== null && <p className="text-sm text-muted">{delivery.reason.text}</p>}
          {delivery.tries.length > 0 && (
            <ol className="mt-1 grid gap-0.5 border-l-2 border-line pl-3 text-sm text-muted tabular-nums">
              {delivery.tries.map((one) => (
                <li key={one.at}>
                  {timeOfDay(one.at)} · {one.outcome}
                  {one.detail !== '' && ` · ${one.detail}`} · {text.took(lengthText(one.tookMs))}
                </li>
              ))}
            </ol>
          )}
        </li>
      ))}
    </ul>
  );
}
