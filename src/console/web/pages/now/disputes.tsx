import type { OpenDispute } from '../../../contract-now.ts';
import { moneyText } from '../../format/money.ts';
import { plainTerm } from '../../format/term.ts';
import { dateText, untilText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import type { Feeling } from '../../parts/tone.ts';
import { useNow } from '../../state/clock.ts';
import { href } from '../../state/router.ts';
import { words } from '../../words.ts';

const day = 86_400_000;

/** What is due first stands first. */
export function Disputes({ disputes }: { readonly disputes: readonly OpenDispute[] }) {
  const now = useNow(60_000);
  if (disputes.length === 0) return <p className="p-4 text-muted">{words.now.disputesEmpty}</p>;
  return (
    <ul>
      {disputes.map((dispute) => (
        <li key={dispute.subjectId} className="border-b border-line last:border-0">
          <a
            href={href(['subjects', dispute.subjectId])}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 px-4 py-2.5 hover:bg-sunken"
          >
            <span className="font-semibold tabular-nums">
              {dispute.amount === null ? '—' : moneyText(dispute.amount)}
              {!dispute.livemode && <span className="ml-1.5 text-xs font-normal text-muted">{words.now.test}</span>}
            </span>
            <span className="text-right">
              <Badge feeling={urgency(dispute.dueAt, now)}>
                {dispute.dueAt === null
                  ? words.now.dueNone
                  : dispute.dueAt < now
                    ? words.now.overdue
                    : words.now.due(untilText(dispute.dueAt, now))}
              </Badge>
            </span>
            <span className="truncate text-sm text-muted">
              {[dispute.reason, dispute.status]
                .filter((text) => text !== null)
                .map(plainTerm)
                .join(' · ')}
            </span>
            <span className="text-right text-sm text-muted">
              {dispute.assignee ?? (dispute.dueAt === null ? words.now.unassigned : dateText(dispute.dueAt))}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function urgency(dueAt: number | null, now: number): Feeling {
  if (dueAt === null) return 'neutral';
  return dueAt < now + 2 * day ? 'bad' : dueAt < now + 5 * day ? 'warn' : 'neutral';
}
