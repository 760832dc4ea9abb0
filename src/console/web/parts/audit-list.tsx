import type { AuditLine } from '../../contract-operations.ts';
import { moneyText } from '../format/money.ts';
import { plainTerm } from '../format/term.ts';
import { fullMoment, momentText } from '../format/time.ts';
import { useNow } from '../state/clock.ts';
import { words } from '../words.ts';
import { Badge } from './badge.tsx';
import type { Feeling } from './tone.ts';

const feelings: Readonly<Record<string, Feeling>> = {
  done: 'good',
  approved: 'good',
  refused: 'warn',
  failed: 'bad',
  waiting: 'info',
};

/** Who did what, when, with which outcome. */
export function AuditList({ lines, none }: { readonly lines: readonly AuditLine[]; readonly none: string }) {
  const now = useNow(60_000);
  if (lines.length === 0) return <p className="p-4 text-muted">{none}</p>;
  return (
    <ol>
      {lines.map((line) => (
        <li key={line.id} className="border-b border-line px-4 py-2 text-sm last:border-0">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="font-medium">{plainTerm(line.verb.replace(/^console\./, ''))}</span>
            {line.amount !== null && <span className="tabular-nums">{moneyText(line.amount)}</span>}
            <Badge feeling={feelings[line.outcome] ?? 'neutral'}>{plainTerm(line.outcome)}</Badge>
            <span className="ml-auto text-muted tabular-nums" title={fullMoment(line.at)}>
              {momentText(line.at, now)}
            </span>
          </p>
          <p className="text-muted">
            <span>{line.actor === 'local' ? words.account.local : line.actor}</span>
            {line.target !== null && <span className="wrap-anywhere"> · {line.target}</span>}
            {line.detail !== '' && <span className="wrap-anywhere"> · {line.detail}</span>}
          </p>
        </li>
      ))}
    </ol>
  );
}
