import type { EventDetail } from '../../../contract-events.ts';
import { fullMoment, lengthText } from '../../format/time.ts';

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Step by step, each with the time since the one before. */
export function Way({ way }: { readonly way: EventDetail['way'] }) {
  return (
    <ol className="grid gap-0">
      {way.map((step, index) => {
        const before = way[index - 1];
        const since = before === undefined ? null : step.at - before.at;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two steps may be alike in all but their place
            key={index}
            className="relative grid grid-cols-[7rem_1rem_minmax(0,1fr)] gap-x-2 pb-3 last:pb-0 max-sm:grid-cols-[1rem_minmax(0,1fr)]"
          >
            <time
              dateTime={new Date(step.at).toISOString()}
              title={fullMoment(step.at)}
              className="text-xs leading-5 text-muted tabular-nums max-sm:col-start-2"
            >
              {clock.format(step.at)}
            </time>
            <span
              className="relative flex justify-center max-sm:col-start-1 max-sm:row-span-2 max-sm:row-start-1"
              aria-hidden="true"
            >
              {index < way.length - 1 && <span className="absolute top-2.5 bottom-[-1rem] w-px bg-line" />}
              <span className="relative mt-1.5 size-2 rounded-full border-2 border-accent bg-raised" />
            </span>
            <div className="min-w-0 max-sm:col-start-2">
              <span className="font-medium">{step.step}</span>
              {since !== null && since > 0 && (
                <span className="ml-2 text-xs text-muted tabular-nums">+{lengthText(since)}</span>
              )}
              {step.text !== '' && <p className="text-sm wrap-anywhere text-muted">{step.text}</p>}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
