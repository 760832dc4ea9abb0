import type { Decision } from '../../../../domain/decision.ts';
import { Badge } from '../../parts/badge.tsx';
import { Icon } from '../../parts/icon.tsx';
import { words } from '../../words.ts';

const text = words.events;

/** Each route that was looked at, in order, with what it said; then who gets it. Tells the same as `tillbell why`. */
export function DecisionPath({ decision }: { readonly decision: Decision | null }) {
  if (decision === null) return <p className="text-muted">{text.decisionNone}</p>;
  return (
    <div className="grid gap-3">
      <ol className="grid gap-1">
        {decision.path.map((step) => (
          <li key={step.route} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-x-2 text-sm">
            <Icon
              name={step.matched ? 'check' : 'cross'}
              className={`mt-0.5 ${step.matched ? 'text-good' : 'text-muted'}`}
            />
            <p className="min-w-0">
              <span className={step.matched ? 'font-medium' : 'text-muted'}>{step.route}</span>
              <span className="sr-only"> {step.matched ? text.matched : text.passed}</span>
              <span className="text-muted"> · {step.reason.text}</span>
            </p>
          </li>
        ))}
      </ol>
      <p>{decision.reason.text}</p>
      {decision.targets.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {decision.targets.map((target) => (
            <li
              key={`${target.channel} ${target.route}`}
              className="flex items-center gap-2 rounded-md border border-line px-2 py-1 text-sm"
            >
              <span className="font-medium">#{target.channel}</span>
              <Badge feeling={target.severity === 'critical' ? 'bad' : target.severity === 'high' ? 'warn' : 'neutral'}>
                {target.severity}
              </Badge>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
