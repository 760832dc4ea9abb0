import { useState } from 'react';
import type { Rules, TimeMachineRun } from '../../../contract-rules.ts';
import { useAnswer, useChange } from '../../api/queries.ts';
import { countText } from '../../format/money.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Failed } from '../../parts/states.tsx';
import { useDraft } from '../../state/draft.ts';
import { words } from '../../words.ts';
import { DraftEditor, Faults } from './draft-editor.tsx';
import { Verdict } from './verdict.tsx';

const text = words.rules.machine;
const lasts = (run: TimeMachineRun | undefined) =>
  run === undefined || run.state === 'waiting' || run.state === 'running';

/** What the draft would have done in the last days, told before it does anything. */
export function TimeMachine({ rules }: { readonly rules: Rules }) {
  const draft = useDraft();
  const [days, setDays] = useState('30');
  const [id, setId] = useState<string | null>(null);
  const start = useChange('POST /api/rules/time-machine');
  const cancel = useChange('POST /api/rules/time-machine/:id/cancel', ['GET /api/rules/time-machine/:id']);
  const asked = useAnswer(
    'GET /api/rules/time-machine/:id',
    { path: { id: id ?? '' } },
    { enabled: id !== null, everyMs: (run) => (lasts(run) ? 700 : false) },
  );
  const run = asked.data ?? (start.data?.id === id ? start.data : undefined);
  const running = id !== null && lasts(run);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel title={words.rules.draft}>
        <DraftEditor rules={rules} rows={26} />
      </Panel>
      <div className="grid min-w-0 gap-4">
        <Panel title={words.rules.tabs.machine}>
          <p className="mb-3 text-muted">{text.about}</p>
          <form
            className="flex items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              start.mutate(
                { body: { draft: draft ?? rules.draft, days: Number(days) } },
                { onSuccess: (begun) => setId(begun.id) },
              );
            }}
          >
            <div className="w-28">
              <TextField
                label={text.days}
                type="number"
                min={1}
                max={90}
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
            </div>
            <Button look="primary" type="submit" disabled={running || start.isPending}>
              {text.run}
            </Button>
            {running && <Button onClick={() => cancel.mutate({ path: { id } })}>{text.cancel}</Button>}
          </form>
          {start.error !== null && <Failed error={start.error} />}
          {run !== undefined && <RunState run={run} />}
        </Panel>
        {run?.result != null && <Verdict result={run.result} />}
      </div>
    </div>
  );
}

function RunState({ run }: { readonly run: TimeMachineRun }) {
  return (
    <div className="mt-4 grid gap-2">
      <p role="status" className="flex flex-wrap items-center gap-2 text-sm">
        <Badge feeling={run.state === 'failed' ? 'bad' : run.state === 'done' ? 'good' : 'info'}>
          {text.states[run.state] ?? run.state}
        </Badge>
        <span className="text-muted tabular-nums">{text.progress(countText(run.done), countText(run.total))}</span>
        {run.error !== null && <span>{run.error}</span>}
      </p>
      <Progress done={run.done} total={run.total} label={words.rules.tabs.machine} />
      <Faults faults={run.faults} />
    </div>
  );
}
