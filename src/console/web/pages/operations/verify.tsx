import { useState } from 'react';
import type { VerifyRun } from '../../../contract-operations.ts';
import { useAnswer, useChange } from '../../api/queries.ts';
import { countText } from '../../format/money.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { CheckField } from '../../parts/check-field.tsx';
import { SelectField, TextField } from '../../parts/field.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Failed } from '../../parts/states.tsx';
import { softOf } from '../../parts/tone.ts';
import { useMe } from '../../state/session.tsx';
import { words } from '../../words.ts';

const text = words.operations.verify;
const lasts = (run: VerifyRun | undefined) => run === undefined || run.state === 'waiting' || run.state === 'running';

/** Stripe's list against ours. The run goes on in the service, whoever closes the page. */
export function Verify() {
  const { accounts } = useMe();
  const [hours, setHours] = useState('24');
  const [account, setAccount] = useState('');
  const [fix, setFix] = useState(false);
  const [id, setId] = useState<string | null>(null);
  const start = useChange('POST /api/operations/verify');
  const asked = useAnswer(
    'GET /api/operations/verify/:id',
    { path: { id: id ?? '' } },
    { enabled: id !== null, everyMs: (run) => (lasts(run) ? 700 : false) },
  );
  const run = asked.data ?? (start.data?.id === id ? start.data : undefined);
  const begin = () =>
    start.mutate(
      { body: { hours: Number(hours), fix, ...(account === '' ? {} : { account }) } },
      { onSuccess: (begun) => setId(begun.id) },
    );
  return (
    <div className="grid gap-4">
      <Panel title={words.operations.tabs.verify}>
        <p className="mb-3 text-muted">{text.about}</p>
        <form
          className="flex flex-wrap items-end gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <div className="w-28">
            <TextField
              label={text.hours}
              type="number"
              min={1}
              max={720}
              value={hours}
              onChange={(event) => setHours(event.target.value)}
            />
          </div>
          <div className="w-44">
            <SelectField
              label={text.account}
              value={account}
              options={[{ value: '', label: text.all }, ...accounts.map((name) => ({ value: name, label: name }))]}
              onChange={(event) => setAccount(event.target.value)}
            />
          </div>
          <div className="pb-1.5">
            <CheckField label={text.fix} checked={fix} onChange={setFix} />
          </div>
          <Button look="primary" type="submit" disabled={start.isPending || (id !== null && lasts(run))}>
            {text.run}
          </Button>
        </form>
        {start.error !== null && <Failed error={start.error} />}
        {run !== undefined && <RunState run={run} />}
      </Panel>
      {run?.result != null && <Result result={run.result} />}
    </div>
  );
}

function RunState({ run }: { readonly run: VerifyRun }) {
  return (
    <div className="mt-4 grid gap-2">
      <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
        <Badge feeling={run.state === 'failed' ? 'bad' : run.state === 'done' ? 'good' : 'info'}>
          {text.states[run.state] ?? run.state}
        </Badge>
        <span className="text-muted tabular-nums">{text.progress(countText(run.done), countText(run.total))}</span>
        {run.error !== null && <span>{run.error}</span>}
      </p>
      {lasts(run) && <Progress done={run.done} total={run.total} label={words.operations.tabs.verify} />}
    </div>
  );
}

const columns = [
  'expected',
  'received',
  'recovered',
  'shown',
  'suppressed',
  'waiting',
  'parked',
  'missing',
] as const satisfies readonly (keyof NonNullable<VerifyRun['result']>['families'][number])[];

function Result({ result }: { readonly result: NonNullable<VerifyRun['result']> }) {
  const well = result.missing.length === 0 && result.problems.length === 0;
  return (
    <Panel title={text.verdict} flush>
      <p className={`m-4 flex gap-2 rounded-md px-3 py-2.5 font-medium ${softOf[well ? 'good' : 'bad']}`}>
        <Icon name={well ? 'check' : 'warning'} className="mt-0.5" />
        {result.verdict}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by the keyboard */}
      <section className="overflow-x-auto border-t border-line" aria-label={text.columns.family} tabIndex={0}>
        <table className="w-full text-sm whitespace-nowrap tabular-nums">
          <thead>
            <tr className="border-b border-line text-xs text-muted">
              <th scope="col" className="px-4 py-2 text-left font-medium">
                {text.columns.family}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="px-3 py-2 text-right font-medium">
                  {text.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.families.map((family) => (
              <tr key={family.family} className="border-b border-line last:border-0">
                <td className="px-4 py-1.5 font-medium">{family.family}</td>
                {columns.map((column) => (
                  <td
                    key={column}
                    className={`px-3 py-1.5 text-right ${column === 'missing' && family.missing > 0 ? 'font-semibold text-bad' : ''}`}
                  >
                    {countText(family[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {result.missing.length > 0 && (
        <div className="border-t border-line p-4">
          <h3 className="mb-1 font-medium">{text.missing}</h3>
          <ul className="text-sm text-muted">
            {result.missing.map((event) => (
              <li key={event.id}>
                <code className="font-mono text-xs">{event.id}</code> {event.type} · {event.account}
              </li>
            ))}
          </ul>
        </div>
      )}
      {result.problems.length > 0 && (
        <div className="border-t border-line p-4">
          <h3 className="mb-1 font-medium">{text.problems}</h3>
          <ul className="text-sm text-muted">
            {result.problems.map((problem) => (
              <li key={`${problem.account} ${problem.text}`}>
                {problem.account}: {problem.text}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}
