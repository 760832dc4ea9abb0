import { useState } from 'react';
import type { DeliveryActRequest, DeliveryLine } from '../../../contract-events.ts';
import { useChange, usePages } from '../../api/queries.ts';
import { fullMoment, momentText } from '../../format/time.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Choice } from '../../parts/choice.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer, Empty, Failed } from '../../parts/states.tsx';
import { deliveryFeeling } from '../../parts/tone.ts';
import { useNow } from '../../state/clock.ts';
import { href, setQuery, usePlace } from '../../state/router.ts';
import { useMayCall } from '../../state/session.tsx';
import { words } from '../../words.ts';

const text = words.operations.stopped;
type Act = DeliveryActRequest['act'];
const acts: Readonly<Record<string, readonly Act[]>> = {
  parked: ['release', 'replay'],
  dead: ['replay'],
  pending: ['park'],
};

/** Parked, given-up and waiting messages, to let go again or to hold. */
export function Stopped() {
  const { query } = usePlace();
  const state = query.get('state') ?? 'parked';
  const asked = usePages('GET /api/deliveries', { state });
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const rows = asked.data?.pages.flatMap(({ items }) => items) ?? [];
  const ids = rows.filter(({ id }) => selected.has(id)).map(({ id }) => id);
  const mayAct = useMayCall('POST /api/deliveries/act');
  return (
    <Panel
      title={words.operations.tabs.stopped}
      flush
      actions={
        <Choice
          label={text.state}
          chosen={state}
          onChoose={(value) => setQuery({ state: value })}
          options={Object.entries(text.states).map(([value, label]) => ({ value, label }))}
        />
      }
    >
      <p className="border-b border-line px-4 py-2 text-sm text-muted">{text.about}</p>
      {mayAct && <ActBar ids={ids} acts={acts[state] ?? []} onDone={() => setSelected(new Set())} />}
      <Answer asked={asked} rows={8}>
        {() =>
          rows.length === 0 ? (
            <Empty icon="check" title={text.none} text={text.noneText} />
          ) : (
            <>
              <ul>
                {rows.map((row) => (
                  <Line
                    key={row.id}
                    row={row}
                    checked={selected.has(row.id)}
                    onCheck={
                      mayAct
                        ? (on) => {
                            const next = new Set(selected);
                            if (on) next.add(row.id);
                            else next.delete(row.id);
                            setSelected(next);
                          }
                        : null
                    }
                  />
                ))}
              </ul>
              {asked.hasNextPage && (
                <p className="px-4 py-3">
                  <Button onClick={() => void asked.fetchNextPage()}>{text.loadMore}</Button>
                </p>
              )}
            </>
          )
        }
      </Answer>
    </Panel>
  );
}

function ActBar({
  ids,
  acts: possible,
  onDone,
}: {
  readonly ids: readonly number[];
  readonly acts: readonly Act[];
  readonly onDone: () => void;
}) {
  const change = useChange('POST /api/deliveries/act', ['GET /api/deliveries', 'GET /api/operations']);
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <span role="status" className="text-sm text-muted">
        {ids.length === 0 && change.data !== undefined ? text.done(change.data.done) : text.selected(ids.length)}
      </span>
      {possible.map((act) => (
        <Button
          key={act}
          disabled={ids.length === 0 || change.isPending}
          onClick={() => change.mutate({ body: { act, ids } }, { onSuccess: onDone })}
        >
          {text[act]}
        </Button>
      ))}
      {change.error !== null && <Failed error={change.error} />}
    </div>
  );
}

function Line({
  row,
  checked,
  onCheck,
}: {
  readonly row: DeliveryLine;
  readonly checked: boolean;
  readonly onCheck: ((on: boolean) => void) | null;
}) {
  const now = useNow(60_000);
  return (
    <li className="flex items-start gap-3 border-b border-line px-4 py-2.5 last:border-0">
      {onCheck !== null && (
        <input
          type="checkbox"
          aria-label={text.select(row.id)}
          checked={checked}
          onChange={(event) => onCheck(event.target.checked)}
          className="mt-1 size-4 accent-accent"
        />
      )}
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium">{words.deliveries.ops[row.op] ?? row.op}</span>
          <span className="text-muted">#{row.channel}</span>
          <Badge feeling={deliveryFeeling[row.state] ?? 'neutral'}>
            {words.deliveries.states[row.state] ?? row.state}
          </Badge>
          <span className="ml-auto text-sm text-muted tabular-nums" title={fullMoment(row.createdAt)}>
            {momentText(row.createdAt, now)}
          </span>
        </p>
        <p className="text-sm text-muted">
          {row.reason?.text} · {text.attempts(row.attempts)} · {row.route}
          {row.subjectId !== null && (
            <>
              {' · '}
              <a href={href(['subjects', row.subjectId])} className="text-accent hover:underline">
                {words.events.fact.subject}
              </a>
            </>
          )}
        </p>
      </div>
    </li>
  );
}
