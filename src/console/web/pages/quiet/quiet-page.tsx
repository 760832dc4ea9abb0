import { useState } from 'react';
import type { Quiet } from '../../../contract-quiet.ts';
import { useAnswer } from '../../api/queries.ts';
import { midnight } from '../../format/zoned-day.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button, IconButton } from '../../parts/button.tsx';
import { PageHead, Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import { useNow } from '../../state/clock.ts';
import { useMayCall, useMe } from '../../state/session.tsx';
import { words } from '../../words.ts';
import { Blindness } from './blindness.tsx';
import { Calendar } from './calendar.tsx';
import { SilenceForm } from './silence-form.tsx';
import { Silences } from './silences.tsx';

const text = words.quiet;
const perPage = 7;

export function QuietPage() {
  const { timezone } = useMe();
  const now = useNow(60_000);
  const [week, setWeek] = useState(0);
  const [adding, setAdding] = useState(false);
  const mayAdd = useMayCall('POST /api/silences');
  const days = Array.from({ length: perPage + 1 }, (_, day) => midnight(now, week * perPage + day, timezone));
  const [from, to] = [days[0] ?? now, days[perPage] ?? now];
  const asked = useAnswer(
    'GET /api/quiet',
    { query: { from: String(from), to: String(to) } },
    { keep: true, everyMs: 15_000 },
  );
  return (
    <>
      <PageHead title={text.title} about={text.about}>
        {mayAdd && (
          <Button look="primary" onClick={() => setAdding(true)}>
            {text.add}
          </Button>
        )}
      </PageHead>
      <Answer asked={asked} rows={14}>
        {(quiet) => (
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
            <div className="grid min-w-0 gap-4">
              <Panel title={text.silences} flush>
                <Silences silences={quiet.silences} />
              </Panel>
              <Panel
                title={text.calendar}
                note={text.zone(timezone)}
                actions={
                  <>
                    <IconButton icon="back" label={text.earlier} onClick={() => setWeek(week - 1)} />
                    <Button look="bare" disabled={week === 0} onClick={() => setWeek(0)}>
                      {text.thisWeek}
                    </Button>
                    <IconButton icon="arrow" label={text.later} onClick={() => setWeek(week + 1)} />
                  </>
                }
              >
                <Calendar spans={quiet.calendar} days={days} zone={timezone} now={now} />
              </Panel>
            </div>
            <div className="grid min-w-0 gap-4">
              <Panel title={text.blindness} note={text.blindnessAbout}>
                <Blindness blindness={quiet.blindness} />
              </Panel>
              <Panel title={text.intervals} flush>
                <Intervals intervals={quiet.intervals} />
              </Panel>
            </div>
          </div>
        )}
      </Answer>
      {adding && <SilenceForm onClose={() => setAdding(false)} />}
    </>
  );
}

function Intervals({ intervals }: { readonly intervals: Quiet['intervals'] }) {
  if (intervals.length === 0) return <p className="p-4 text-muted">{text.intervalsNone}</p>;
  return (
    <ul>
      {intervals.map((interval) => (
        <li key={interval.name} className="border-b border-line px-4 py-2.5 last:border-0">
          <p className="flex items-center gap-2">
            <span className="font-medium">{interval.name}</span>
            {interval.now && <Badge feeling="info">{text.intervalNow}</Badge>}
            <span className="ml-auto tabular-nums">
              {interval.from}–{interval.to}
            </span>
          </p>
          <p className="text-sm text-muted">
            {interval.days.join(' ')} ·{' '}
            {interval.channels.length === 0
              ? text.allChannels
              : interval.channels.map((channel) => `#${channel}`).join(' ')}
            {interval.except.length > 0 && ` · ${text.except(interval.except.join(', '))}`} ·{' '}
            {text.effect[interval.then]}
          </p>
        </li>
      ))}
    </ul>
  );
}
