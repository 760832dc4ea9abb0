import type { Now } from '../../../contract-now.ts';
import { useAnswer } from '../../api/queries.ts';
import { countText } from '../../format/money.ts';
import { Badge, Dot } from '../../parts/badge.tsx';
import { PageHead, Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/states.tsx';
import type { Feeling } from '../../parts/tone.ts';
import { words } from '../../words.ts';
import { Disputes } from './disputes.tsx';
import { LiveFeed } from './feed.tsx';
import { Lanes } from './lanes.tsx';
import { MoneyToday } from './money.tsx';

const feelings: Readonly<Record<Now['health']['state'], Feeling>> = { ok: 'good', behind: 'warn', stopped: 'bad' };

/** How it stands: money, health, lanes, disputes, and the channels as people see them. */
export function NowPage() {
  // The stream brings health, counts and lanes each second; money and disputes are asked for.
  const asked = useAnswer('GET /api/now', {}, { everyMs: 5_000 });
  return (
    <>
      <PageHead title={words.now.title}>
        <div className="min-h-6">{asked.data !== undefined && <Health health={asked.data.health} />}</div>
      </PageHead>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 gap-4">
          <Panel title={words.now.money}>
            <div className="min-h-56">
              <Answer asked={asked}>{(now) => <MoneyToday money={now.money} />}</Answer>
            </div>
          </Panel>
          <LiveFeed />
        </div>
        <div className="grid min-w-0 gap-4 md:max-lg:grid-cols-2">
          <Panel title={words.now.traffic}>
            <div className="min-h-32">
              <Answer asked={asked}>{(now) => <Traffic counts={now.counts} />}</Answer>
            </div>
          </Panel>
          <Panel title={words.now.lanes} note={words.now.lanesNote} flush>
            <div className="min-h-24">
              <Answer asked={asked}>{(now) => <Lanes lanes={now.lanes} />}</Answer>
            </div>
          </Panel>
          <Panel title={words.now.disputes} note={words.now.disputesNote} flush>
            <div className="min-h-24">
              <Answer asked={asked}>{(now) => <Disputes disputes={now.disputes} />}</Answer>
            </div>
          </Panel>
        </div>
      </div>
    </>
  );
}

function Health({ health }: { readonly health: Now['health'] }) {
  const feeling = feelings[health.state];
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 text-sm">
      <Dot feeling={feeling} />
      <Badge feeling={feeling}>{words.now.health[health.state]}</Badge>
      <span>{health.line}</span>
      {health.problems.length > 1 && (
        <ul className="w-full text-muted">
          {health.problems.map((problem) => (
            <li key={`${problem.code} ${problem.text}`}>{problem.text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Traffic({ counts: { events, deliveries } }: { readonly counts: Now['counts'] }) {
  const sum = (counts: Readonly<Record<string, number>>, ...names: string[]) =>
    names.reduce((total, name) => total + (counts[name] ?? 0), 0);
  const aside = sum(deliveries, 'parked', 'dead') + sum(events, 'quarantined', 'failed');
  const rows: readonly (readonly [string, number, string])[] = [
    [words.now.received, sum(events, ...Object.keys(events)), ''],
    [words.now.shown, sum(events, 'routed'), ''],
    [words.now.suppressed, sum(events, 'suppressed'), ''],
    [words.now.waiting, sum(deliveries, 'pending', 'sending', 'ambiguous'), ''],
    [words.now.aside, aside, aside > 0 ? 'text-bad font-semibold' : ''],
  ];
  return (
    <dl className="grid gap-1.5">
      {rows.map(([label, count, look]) => (
        <div key={label} className="flex justify-between gap-3">
          <dt className="text-muted">{label}</dt>
          <dd className={`tabular-nums ${look}`}>{countText(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
