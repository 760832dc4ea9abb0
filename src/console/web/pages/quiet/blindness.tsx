import type { Quiet } from '../../../contract-quiet.ts';
import { useWidth } from '../../charts/width.ts';
import { countText } from '../../format/money.ts';
import { Dot } from '../../parts/badge.tsx';
import type { Feeling } from '../../parts/tone.ts';
import { words } from '../../words.ts';

const text = words.quiet;
const parts = ['shown', 'held', 'dropped', 'unrouted', 'stuck'] as const;
const feelings: Readonly<Record<(typeof parts)[number], Feeling>> = {
  shown: 'good',
  held: 'info',
  dropped: 'neutral',
  unrouted: 'warn',
  stuck: 'bad',
};
const fills: Readonly<Record<Feeling, string>> = {
  good: 'fill-good',
  info: 'fill-info',
  neutral: 'fill-control',
  warn: 'fill-warn',
  bad: 'fill-bad',
};

/** How much nobody has seen so far, of what, and why. */
export function Blindness({ blindness }: { readonly blindness: Quiet['blindness'] }) {
  const { ref, width } = useWidth(320);
  const unseen = blindness.alerts - blindness.shown;
  if (blindness.alerts === 0) return <p className="text-muted">{text.none}</p>;
  let left = 0;
  return (
    <div className="grid gap-3">
      <p>
        <span className="text-2xl font-semibold tracking-tight tabular-nums">{percent(blindness.share)}</span>
        <span className="ml-2 text-sm text-muted">
          {text.of(countText(Math.max(0, unseen)), countText(blindness.alerts))}
        </span>
      </p>
      <div ref={ref}>
        <svg width={width} height={12} className="block" aria-hidden="true">
          {parts.map((part) => {
            const wide = (blindness[part] / blindness.alerts) * width;
            const from = left;
            left += wide;
            return wide < 0.5 ? null : (
              <rect
                key={part}
                x={from}
                width={Math.max(1, wide - 1)}
                height={12}
                rx={2}
                className={fills[feelings[part]]}
              />
            );
          })}
        </svg>
      </div>
      <dl className="grid gap-1 text-sm">
        {parts.map((part) => (
          <div key={part} className="flex items-center gap-2">
            <Dot feeling={feelings[part]} />
            <dt className="text-muted">{text.share[part]}</dt>
            <dd className="ml-auto tabular-nums">{countText(blindness[part])}</dd>
          </div>
        ))}
      </dl>
      {blindness.partial && <p className="text-sm text-muted">{text.partial}</p>}
      {blindness.reasons.length > 0 && (
        <div>
          <h3 className="mb-1 text-sm font-medium">{text.reasons}</h3>
          <ul className="grid gap-1 text-sm">
            {blindness.reasons.map((reason) => (
              <li key={`${reason.code} ${reason.text}`} className="flex gap-3">
                <span className="min-w-0 text-muted">{reason.text}</span>
                <span className="ml-auto tabular-nums">{countText(reason.count)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

function percent(share: number): string {
  const hundred = share * 100;
  return `${hundred > 0 && hundred < 10 ? hundred.toFixed(1) : Math.round(hundred)} %`;
}
