import type { MinorUnits } from '../../../../domain/money.ts';
import type { Revenue } from '../../../contract-revenue.ts';
import { moneyText } from '../../format/money.ts';
import { Badge } from '../../parts/badge.tsx';
import { words } from '../../words.ts';

const text = words.revenue;

/** By how much each day differs from what Stripe says; and where it does, why. */
export function TieOut({ lines }: { readonly lines: Revenue['tieOut'] }) {
  if (lines.length === 0) return <p className="p-4 text-muted">{text.tieOutNone}</p>;
  return (
    <ul>
      {lines.map((line) => {
        const ties = BigInt(line.difference) === 0n;
        const difference = moneyText({ minor: line.difference as MinorUnits, currency: line.currency });
        return (
          <li
            key={`${line.account} ${line.currency} ${line.day}`}
            className="border-b border-line px-4 py-2 text-sm last:border-0"
          >
            <p className="flex items-center gap-2">
              <span className="tabular-nums">{line.day}</span>
              <span className="text-muted">
                {line.account} · {line.currency.toUpperCase()}
              </span>
              <span className="ml-auto">
                <Badge feeling={ties ? 'good' : 'warn'}>{ties ? text.ties : text.differs(difference)}</Badge>
              </span>
            </p>
            {line.reason !== null && <p className="text-muted">{line.reason}</p>}
          </li>
        );
      })}
    </ul>
  );
}
