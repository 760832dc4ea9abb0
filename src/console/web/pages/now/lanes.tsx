import type { Lane } from '../../../contract-now.ts';
import { countText } from '../../format/money.ts';
import { lengthText } from '../../format/time.ts';
import { Badge, Dot } from '../../parts/badge.tsx';
import { useNow } from '../../state/clock.ts';
import { words } from '../../words.ts';

/** Each lane with its depth and the age of the oldest that waits. */
export function Lanes({ lanes }: { readonly lanes: readonly Lane[] }) {
  const now = useNow();
  if (lanes.length === 0) return <p className="p-4 text-muted">{words.now.lanesEmpty}</p>;
  return (
    <ul>
      {lanes.map((lane) => (
        <li key={lane.lane} className="flex min-h-10 items-center gap-2 border-b border-line px-4 py-1.5 last:border-0">
          <Dot feeling={lane.paused !== null ? 'bad' : lane.parked > 0 ? 'warn' : 'good'} />
          <span className="min-w-0 truncate font-medium" title={lane.lane}>
            {lane.channels.length === 0 ? lane.lane : lane.channels.map((channel) => `#${channel}`).join(' ')}
          </span>
          <span className="ml-auto text-right text-sm whitespace-nowrap text-muted tabular-nums">
            {lane.paused !== null ? (
              <span className="text-bad" title={lane.paused.text}>
                {words.now.lanePaused}
              </span>
            ) : lane.pending === 0 ? (
              words.now.laneIdle
            ) : (
              <>
                {words.now.lanePending(countText(lane.pending))}
                {lane.oldestPendingAt !== null &&
                  ` · ${words.now.laneOldest(lengthText(Math.max(0, now - lane.oldestPendingAt)))}`}
              </>
            )}
          </span>
          {lane.parked > 0 && <Badge feeling="warn">{words.now.laneParked(countText(lane.parked))}</Badge>}
        </li>
      ))}
    </ul>
  );
}
