import type { Backlog } from '../store/reconcile-store.ts';
import type { StoreCounts } from '../store/store.ts';
import type { Now } from './contract-now.ts';

/** An event that waits longer than this is behind: interpretation takes milliseconds. */
const eventBehindMs = 30_000;
/** A delivery this long past its deadline is behind: the lane's own pace may take a few seconds. */
const deliveryBehindMs = 15_000;

/** How the service does, in one line: what needs a person first, then what is behind. */
export function healthOf(counts: StoreCounts, backlog: Backlog, now: number): Now['health'] {
  const stopped: { code: string; text: string }[] = [];
  const behind: { code: string; text: string }[] = [];
  for (const { lane, paused, pending } of counts.lanes) {
    if (paused === null) continue;
    stopped.push({
      code: paused.code,
      text: `${lane} is paused with ${plural(pending, 'message')} waiting: ${paused.text}`,
    });
  }
  for (const { lane, count } of backlog.parked) {
    stopped.push({ code: 'parked', text: `${plural(count, 'message')} for ${lane} ${are(count)} parked` });
  }
  const { dead } = counts.deliveries;
  if (dead > 0) stopped.push({ code: 'dead', text: `${plural(dead, 'message')} ${are(dead)} given up` });
  const { quarantined, failed } = counts.events;
  if (quarantined > 0) {
    stopped.push({ code: 'quarantined', text: `${plural(quarantined, 'event')} ${are(quarantined)} in quarantine` });
  }
  if (failed > 0) stopped.push({ code: 'failed', text: `${plural(failed, 'event')} could not be interpreted` });
  if (backlog.oldestReceivedAt !== null && now - backlog.oldestReceivedAt > eventBehindMs) {
    behind.push({ code: 'events_behind', text: `an event waits for ${seconds(now - backlog.oldestReceivedAt)}` });
  }
  for (const { lane, deadlineAt } of backlog.overdue) {
    const late = now - deadlineAt;
    if (late > deliveryBehindMs) behind.push({ code: 'lane_behind', text: `${lane} is ${seconds(late)} late` });
  }
  const problems = [...stopped, ...behind];
  const state = stopped.length > 0 ? 'stopped' : behind.length > 0 ? 'behind' : 'ok';
  const pending = counts.lanes.reduce((sum, lane) => sum + lane.pending, 0);
  const rest = problems.length > 1 ? `, and ${plural(problems.length - 1, 'other thing')}` : '';
  const [first] = problems;
  const line =
    first === undefined
      ? `All is well: ${pending === 0 ? 'nothing waits' : `${plural(pending, 'message')} on the way`}.`
      : `${first.text}${rest}.`;
  return { state, line: `${line.charAt(0).toUpperCase()}${line.slice(1)}`, problems };
}

function plural(count: number, noun: string): string {
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`;
}

function are(count: number): string {
  return count === 1 ? 'is' : 'are';
}

function seconds(ms: number): string {
  const whole = Math.round(ms / 1000);
  return whole < 120 ? `${whole} s` : whole < 7_200 ? `${Math.round(whole / 60)} min` : `${Math.round(whole / 3600)} h`;
}
