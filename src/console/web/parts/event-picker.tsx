import { useState } from 'react';
import { useAnswer } from '../api/queries.ts';
import { moneyText } from '../format/money.ts';
import { momentText } from '../format/time.ts';
import { useNow } from '../state/clock.ts';
import { useSettled } from '../state/settled.ts';
import { words } from '../words.ts';
import { SelectField, TextField } from './field.tsx';

const text = words.rules;

/** One of the newest stored events, or one found by any id or type. */
export function EventPicker({
  seq,
  onPick,
  shownOnly = false,
}: {
  readonly seq: number | null;
  readonly onPick: (seq: number | null) => void;
  /** Only events that a route showed. */
  readonly shownOnly?: boolean;
}) {
  const now = useNow(60_000);
  const [sought, setSought] = useState('');
  const settled = useSettled(sought.trim());
  const isType = /^[a-z_]+(\.|$)/.test(settled) && !/^[a-z]+_[A-Za-z0-9]{6,}$/.test(settled);
  const asked = useAnswer(
    'GET /api/events',
    {
      query: {
        limit: '40',
        ...(shownOnly ? { state: 'routed' as const } : {}),
        ...(settled === '' ? {} : isType ? { type: settled.includes('.') ? settled : `${settled}.*` } : { q: settled }),
      },
    },
    { keep: true },
  );
  const rows = asked.data?.items ?? [];
  return (
    <div className="grid gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
      <TextField
        label={words.events.search}
        type="search"
        placeholder="evt_…, charge.*"
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <SelectField
        label={text.eventStored}
        value={seq ?? ''}
        onChange={(event) => onPick(event.target.value === '' ? null : Number(event.target.value))}
        options={[
          { value: '', label: rows.length === 0 ? text.eventNone : '—' },
          ...(seq !== null && !rows.some((row) => row.seq === seq) ? [{ value: String(seq), label: `${seq}` }] : []),
          ...rows.map((row) => ({
            value: String(row.seq),
            label: `${momentText(row.receivedAt, now)}  ${row.type}${row.amount === null ? '' : `  ${moneyText(row.amount)}`}`,
          })),
        ]}
      />
    </div>
  );
}
