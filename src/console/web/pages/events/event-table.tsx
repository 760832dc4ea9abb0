import type { EventLine } from '../../../contract-events.ts';
import { moneyText } from '../../format/money.ts';
import { fullMoment, momentText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { eventFeeling } from '../../parts/tone.ts';
import { useNow } from '../../state/clock.ts';
import { href, usePlace } from '../../state/router.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';

const text = words.events;
const head = 'px-2 py-2 text-left text-xs font-medium text-muted whitespace-nowrap';

export function EventTable({
  rows,
  selected,
  onToggle,
}: {
  readonly rows: readonly EventLine[];
  readonly selected: ReadonlySet<number>;
  readonly onToggle: (seqs: readonly number[], on: boolean) => void;
}) {
  const mayAct = useMayCall('POST /api/events/act');
  const all = rows.every(({ seq }) => selected.has(seq));
  return (
    <table className="w-full table-fixed text-sm">
      <caption className="sr-only">{text.title}</caption>
      <thead>
        <tr className="border-b border-line">
          {mayAct && (
            <th scope="col" className="w-10 pl-3">
              <input
                type="checkbox"
                aria-label={text.selectAll}
                checked={all}
                className="block size-3.5 accent-accent"
                onChange={() =>
                  onToggle(
                    rows.map(({ seq }) => seq),
                    !all,
                  )
                }
              />
            </th>
          )}
          <th scope="col" className={`${head} w-28 max-sm:w-20 ${mayAct ? '' : 'pl-4'}`}>
            {text.columns.time}
          </th>
          <th scope="col" className={head}>
            {text.columns.type}
          </th>
          <th scope="col" className={`${head} w-26`}>
            {text.columns.state}
          </th>
          <th scope="col" className={`${head} w-[27%] max-lg:hidden`}>
            {text.columns.reason}
          </th>
          <th scope="col" className={`${head} w-44 max-md:hidden`}>
            {text.columns.customer}
          </th>
          <th scope="col" className={`${head} w-28 pr-4 text-right max-sm:hidden`}>
            {text.columns.amount}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={row.seq}
            row={row}
            {...(mayAct ? { checked: selected.has(row.seq), onCheck: (on: boolean) => onToggle([row.seq], on) } : {})}
          />
        ))}
      </tbody>
    </table>
  );
}

export function Row({
  row,
  checked = false,
  onCheck,
}: {
  readonly row: EventLine;
  readonly checked?: boolean;
  readonly onCheck?: (on: boolean) => void;
}) {
  const now = useNow(60_000);
  const { query } = usePlace();
  const kept = Object.fromEntries(query);
  return (
    <tr className={`relative border-b border-line last:border-0 hover:bg-sunken ${checked ? 'bg-accent-soft' : ''}`}>
      {onCheck !== undefined && (
        <td className="relative z-1 pl-3">
          <input
            type="checkbox"
            aria-label={text.select(row.id)}
            checked={checked}
            className="block size-3.5 accent-accent"
            onChange={(event) => onCheck(event.target.checked)}
          />
        </td>
      )}
      <td
        className={`px-2 py-2 whitespace-nowrap text-muted tabular-nums ${onCheck === undefined ? 'pl-4' : ''}`}
        title={fullMoment(row.receivedAt)}
      >
        {momentText(row.receivedAt, now)}
      </td>
      <td className="truncate px-2 py-2">
        <a data-row href={href(['events', String(row.seq)], kept)} className="font-medium after:absolute after:inset-0">
          {row.type}
        </a>
        {!row.livemode && <span className="ml-2 text-xs text-muted">{words.now.test}</span>}
        {row.late && <span className="ml-2 text-xs text-warn">{text.late}</span>}
      </td>
      <td className="px-2 py-2">
        <Badge feeling={eventFeeling[row.state] ?? 'neutral'}>{text.states[row.state] ?? row.state}</Badge>
      </td>
      <td className="truncate px-2 py-2 text-muted max-lg:hidden" title={row.reason?.text}>
        {row.reason?.text}
      </td>
      <td className="truncate px-2 py-2 text-muted max-md:hidden">{row.customer}</td>
      <td className="px-2 py-2 pr-4 text-right whitespace-nowrap tabular-nums max-sm:hidden">
        {row.amount === null ? '' : moneyText(row.amount)}
      </td>
    </tr>
  );
}
