import { TillbellError } from '../../domain/errors.ts';
import type { Reason } from '../../domain/event.ts';
import type { IdleLane, LaneLease } from '../store.ts';
import type { Context } from './context.ts';
import { change, first, listOf, perform, rows, type Steps } from './query.ts';

interface LaneRecord {
  readonly lane: string;
  readonly next_send_at: number;
  readonly owner: string | null;
  readonly lease_until: number;
  readonly fence: number;
}

const notPaused = `NOT EXISTS (SELECT 1 FROM workspaces w WHERE w.workspace = l.workspace OR w.workspace = l.lane)`;

/**
 * Leases lanes with something due, those that nobody holds before those that this owner holds already. The fence grows
 * whenever a lane is not simply renewed: also where the same owner let its own lease run out, since what it had in flight
 * then is no more certain than another's.
 */
export function* leaseLanes(
  context: Context,
  lease: { owner: string; now: number; until: number; limit: number },
): Steps<LaneLease[]> {
  const lanes = yield* rows<LaneRecord>(
    `SELECT l.lane, l.next_send_at, l.owner, l.lease_until, l.fence FROM lanes l
     WHERE (l.owner IS NULL OR l.lease_until <= ? OR l.owner = ?) AND ${notPaused}
       AND (EXISTS (SELECT 1 FROM deliveries d WHERE d.lane = l.lane AND d.due_at <= ?
                      AND d.state IN ('pending', 'sending', 'ambiguous') AND d.state <> 'sending')
         OR ((l.owner IS NULL OR l.lease_until <= ?)
             AND EXISTS (SELECT 1 FROM deliveries d WHERE d.lane = l.lane
                           AND d.state IN ('sending', 'ambiguous', 'parked', 'dead') AND d.state = 'sending')))
     ORDER BY CASE WHEN l.owner = ? THEN 1 ELSE 0 END, l.next_send_at, l.lane LIMIT ? ${context.dialect.skipLocked}`,
    lease.now,
    lease.owner,
    lease.now,
    lease.now,
    lease.owner,
    lease.limit,
  );
  const leases: LaneLease[] = [];
  for (const lane of lanes) {
    const own = lane.owner === lease.owner && lane.lease_until > lease.now;
    const fence = own ? lane.fence : lane.fence + 1;
    yield* perform(
      'UPDATE lanes SET owner = ?, lease_until = ?, fence = ? WHERE lane = ?',
      lease.owner,
      lease.until,
      fence,
      lane.lane,
    );
    if (!own) yield* doubtSending(context, lane.lane);
    leases.push({ lane: lane.lane, fence, nextSendAt: lane.next_send_at });
  }
  return leases;
}

export function* renewLanes(renew: {
  owner: string;
  now: number;
  until: number;
  lanes: readonly string[];
}): Steps<string[]> {
  if (renew.lanes.length === 0) return [];
  const lanes = listOf(renew.lanes);
  const held = yield* rows<{ lane: string }>(
    `UPDATE lanes SET lease_until = ? WHERE owner = ? AND lane IN (${lanes.marks}) RETURNING lane`,
    renew.until,
    renew.owner,
    ...lanes.values,
  );
  return held.map(({ lane }) => lane);
}

export function* releaseLanes(context: Context, release: { owner: string; lanes: readonly string[] }): Steps<void> {
  if (release.lanes.length === 0) return;
  const lanes = listOf(release.lanes);
  const freed = yield* change(
    `UPDATE lanes SET owner = NULL, lease_until = 0 WHERE owner = ? AND lane IN (${lanes.marks})`,
    release.owner,
    ...lanes.values,
  );
  if (freed > 0) context.work('deliver');
}

/** Ends the leases of dead processes and doubts what they had in flight. Only where no other process lives. */
export function* freeLanes(context: Context): Steps<void> {
  yield* perform('UPDATE lanes SET owner = NULL, lease_until = 0 WHERE owner IS NOT NULL');
  const sending = yield* rows<{ lane: string }>(
    `SELECT DISTINCT lane FROM deliveries
     WHERE state IN ('sending', 'ambiguous', 'parked', 'dead') AND state = 'sending'`,
  );
  for (const { lane } of sending) yield* doubtSending(context, lane);
}

/** Throws `lease_lost` unless this fence is the lane's newest. */
export function* holdLane(context: Context, lane: string, fence: number): Steps<void> {
  const held = yield* first<{ fence: number }>(
    `SELECT fence FROM lanes WHERE lane = ? ${context.dialect.forUpdate}`,
    lane,
  );
  if (held?.fence !== fence) {
    throw new TillbellError('lease_lost', `lane ${lane} was leased anew; fence ${fence} is not its newest`);
  }
}

/**
 * Times at which something may be done: a delivery is due, and its lane not paced past that. A lane that is paused has
 * none. What is `sending` counts for nothing here: whoever sends it knows.
 */
export function* nextDueAt(): Steps<number | null> {
  const found = yield* first<{ at: number | null }>(
    `SELECT min(CASE WHEN due > next_send_at THEN due ELSE next_send_at END) AS at FROM (
       SELECT l.next_send_at, (
         SELECT d.due_at FROM deliveries d WHERE d.lane = l.lane AND d.state IN ('pending', 'sending', 'ambiguous')
           AND d.state <> 'sending' ORDER BY d.due_at LIMIT 1
       ) AS due FROM lanes l WHERE ${notPaused}
     ) AS lanes_due WHERE due IS NOT NULL`,
  );
  return found?.at ?? null;
}

/** A reply may be due and yet wait for its card, which is held or tried again later: it says nothing of its lane. */
export function* idleLanes(query: { now: number; dueBy: number }): Steps<IdleLane[]> {
  const idle = yield* rows<{ lane: string; due: number }>(
    `SELECT lane, due FROM (
       SELECT l.lane, (
         SELECT d.due_at FROM deliveries d WHERE d.lane = l.lane AND d.state IN ('pending', 'sending', 'ambiguous')
           AND d.op <> 'reply' AND d.due_at <= ? ORDER BY d.due_at LIMIT 1
       ) AS due FROM lanes l WHERE l.lease_until <= ? AND l.next_send_at <= ? AND ${notPaused}
     ) AS lanes_due WHERE due IS NOT NULL ORDER BY due, lane`,
    query.dueBy,
    query.now,
    query.dueBy,
  );
  return idle.map(({ lane, due }) => ({ lane, dueAt: due }));
}

/** `workspace` may also name one lane: an incoming webhook is a workspace of its own. */
export function* pauseWorkspace(
  context: Context,
  pause: { workspace: string; reason: Reason | null; now: number },
): Steps<void> {
  if (pause.reason === null) {
    yield* perform('DELETE FROM workspaces WHERE workspace = ?', pause.workspace);
    context.work('deliver');
    return;
  }
  yield* perform(
    `INSERT INTO workspaces (workspace, paused_code, paused_text, paused_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (workspace) DO UPDATE SET paused_code = excluded.paused_code, paused_text = excluded.paused_text,
       paused_at = excluded.paused_at`,
    pause.workspace,
    pause.reason.code,
    pause.reason.text,
    pause.now,
  );
}

export function* isPaused(lane: string): Steps<boolean> {
  const found = yield* first(`SELECT 1 AS paused FROM lanes l WHERE l.lane = ? AND NOT (${notPaused})`, lane);
  return found !== null;
}

function* doubtSending(context: Context, lane: string): Steps<void> {
  const doubted = yield* change(
    `UPDATE deliveries SET state = 'ambiguous' WHERE lane = ?
       AND state IN ('sending', 'ambiguous', 'parked', 'dead') AND state = 'sending'`,
    lane,
  );
  context.count('delivery:sending', -doubted);
  context.count('delivery:ambiguous', doubted);
}
