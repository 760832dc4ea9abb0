import type { HiddenLine, TimeMachineRun, TriedRoute } from '../../../contract-rules.ts';
import { countText, moneyText } from '../../format/money.ts';
import { fullMoment } from '../../format/time.ts';
import { Icon } from '../../parts/icon.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Stat } from '../../parts/stat.tsx';
import { softOf } from '../../parts/tone.ts';
import { words } from '../../words.ts';

const text = words.rules.machine;
type Result = NonNullable<TimeMachineRun['result']>;

/** First the sentence; then the figures that it rests on. */
export function Verdict({ result }: { readonly result: Result }) {
  const feeling = result.unseen > 0 ? 'bad' : result.newlyHidden > 0 ? 'warn' : 'good';
  return (
    <>
      <Panel title={text.verdict}>
        <p className={`flex gap-2 rounded-md px-3 py-2.5 font-medium ${softOf[feeling]}`}>
          <Icon name={feeling === 'good' ? 'check' : 'warning'} className="mt-0.5" />
          {result.verdict}
        </p>
        <dl className="mt-4 grid grid-cols-2 gap-4 sm:grid-cols-4">
          <Stat
            label={text.events}
            value={countText(result.events)}
            note={`${countText(result.alerts)} ${text.alerts}`}
          />
          <Stat label={text.hidden} value={countText(result.newlyHidden)} />
          <Stat label={text.shown} value={countText(result.newlyShown)} />
          <Stat
            label={text.unseen}
            value={countText(result.unseen)}
            feeling={result.unseen > 0 ? 'bad' : 'neutral'}
            note={text.unseenAbout}
          />
        </dl>
        {result.unreadable > 0 && (
          <p className="mt-3 text-sm text-muted">{text.unreadable(countText(result.unreadable))}</p>
        )}
      </Panel>
      <Panel title={text.byRoute} flush>
        <RouteTable today={result.today.routes} draft={result.draft.routes} />
      </Panel>
      {result.unseenSample.length > 0 && (
        <Panel title={text.unseen} flush>
          <HiddenList lines={result.unseenSample} />
        </Panel>
      )}
      <Panel title={text.sample} flush>
        <HiddenList lines={result.sample} />
      </Panel>
    </>
  );
}

function RouteTable({
  today,
  draft,
}: {
  readonly today: readonly TriedRoute[];
  readonly draft: readonly TriedRoute[];
}) {
  const key = (one: TriedRoute) => `${one.channel}\n${one.route}`;
  const messages = (one: TriedRoute | undefined) => (one === undefined ? 0 : one.posted + one.folded);
  const keys = [...new Set([...today, ...draft].map(key))].sort();
  const cell = 'px-3 py-1.5 text-right tabular-nums';
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="px-4 py-2 text-left font-medium">
              {text.channel}
            </th>
            <th scope="col" className="px-3 py-2 text-left font-medium">
              {text.route}
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              {text.todayCards}
            </th>
            <th scope="col" className="px-3 py-2 text-right font-medium">
              {text.draftCards}
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium">
              {text.difference}
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((one) => {
            const [channel = '', route = ''] = one.split('\n');
            const before = messages(today.find((side) => key(side) === one));
            const after = messages(draft.find((side) => key(side) === one));
            const difference = after - before;
            return (
              <tr key={one} className="border-b border-line last:border-0">
                <td className="px-4 py-1.5 font-medium whitespace-nowrap">#{channel}</td>
                <td className="px-3 py-1.5 text-muted">{route}</td>
                <td className={cell}>{countText(before)}</td>
                <td className={cell}>{countText(after)}</td>
                <td className={`${cell} pr-4 ${difference === 0 ? 'text-muted' : 'font-medium'}`}>
                  {difference > 0 ? '+' : ''}
                  {countText(difference)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function HiddenList({ lines }: { readonly lines: readonly HiddenLine[] }) {
  if (lines.length === 0) return <p className="p-4 text-muted">{text.none}</p>;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line.event} className="border-b border-line px-4 py-2 text-sm last:border-0">
          <p className="flex gap-3">
            <span className="min-w-0 truncate font-medium">{line.type}</span>
            <span className="ml-auto font-medium tabular-nums">
              {line.amount === null ? '' : moneyText(line.amount)}
            </span>
          </p>
          <p className="text-muted">
            {fullMoment(line.at * 1000)} · {line.today.map((channel) => `#${channel}`).join(' ')} · {line.reason}
          </p>
        </li>
      ))}
    </ul>
  );
}
