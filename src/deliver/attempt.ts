import type { Outcome } from '../domain/delivery.ts';
import type { Reason } from '../domain/event.ts';
import type { Delivery, DeliveryFinish } from '../store/store.ts';
import { type Call, callFor, makeCall, removalFor } from './call.ts';
import { composeSafely } from './compose-safely.ts';
import { pauseWorkspace, tellFallback } from './follow-up.ts';
import { type Flight, holds, type Lane, type Shared } from './lane.ts';
import { record } from './record.ts';
import { report } from './report-attempt.ts';
import { backoffMs, judge, type Verdict } from './retry-policy.ts';
import { tellStray } from './stray.ts';

/** Slack shows a message in its history a moment after taking it: looked for earlier, it would seem absent. */
const beforeLookingMs = 1_000;

/** So much of its lease a request is given to arrive in. */
const travelShare = 0.25;

/**
 * Composes, sends and records one delivery that was taken (`sending`). `blind`: an earlier try may have arrived and could
 * not be looked for. `left` is called when the request leaves, so that the lane paces from there.
 */
export async function attempt(
  shared: Shared,
  lane: Lane,
  flight: Flight,
  options: { blind: boolean; left: () => void },
): Promise<void> {
  const { delivery } = flight;
  const call = await prepare(shared, lane, flight, options.blind);
  if (call === null) return;
  const { clock } = shared.deps;
  const leftAt = clock.monotonic();
  // Another owner may hold the lane by now, or before the request arrives, and find this delivery ambiguous: sending it as
  // well would make two messages.
  if (flight.abandoned || !holds(lane, leftAt + shared.leaseMs * travelShare)) {
    lane.closed = 'lost';
    return;
  }
  flight.leftAt = leftAt;
  lane.pace.left(leftAt);
  if (call.method !== 'post') shared.pace.take(lane.workspace, call.method, leftAt);
  options.left();
  const outcome = await makeCall(shared, call);
  if (flight.abandoned) return;
  const verdict = judge({
    outcome,
    delivery,
    tries: delivery.attempts,
    simpler: call.simpler,
    method: call.method,
    blind: options.blind,
    now: clock.now(),
    random: shared.random(),
    limits: shared.limits,
  });
  await conclude(shared, lane, flight, { call, outcome, verdict });
}

/** The call to make; null where the delivery came to its end (or its next try) without one. */
async function prepare(shared: Shared, lane: Lane, flight: Flight, blind: boolean): Promise<Call | null> {
  // An earlier try that could not be looked for may stand in Slack, also where this one makes no call.
  const doubt = { possibleDuplicate: blind };
  const { delivery } = flight;
  if (delivery.op === 'retract') {
    const call = removalFor(delivery);
    if (call === null) await skip(shared, lane, flight, nothingToRemove, blind);
    return call;
  }
  if (delivery.op === 'card' && delivery.posted && !shared.deps.sender.canUpdate) {
    await skip(shared, lane, flight, cannotChange, blind);
    return null;
  }
  const result = await composeSafely(shared, delivery);
  if (flight.abandoned) return null;
  if (result.kind === 'fault') {
    const { reason, final } = result;
    const outcome: Outcome = final ? { kind: 'dead', reason } : { kind: 'retry', reason, afterMs: null };
    const afterMs = backoffMs(delivery.attempts, shared.random(), shared.limits);
    await withoutCall(shared, lane, flight, {
      ...doubt,
      outcome,
      state: final ? 'dead' : 'pending',
      afterMs: final ? null : afterMs,
    });
    return null;
  }
  if (result.kind === 'store') {
    const outcome: Outcome = { kind: 'retry', reason: result.reason, afterMs: null };
    await withoutCall(shared, lane, flight, {
      ...doubt,
      outcome,
      state: 'pending',
      afterMs: shared.pollMs,
    });
    return null;
  }
  const { composed } = result;
  if ('skip' in composed) {
    await skip(shared, lane, flight, composed.skip, blind);
    return null;
  }
  if ('wait' in composed) {
    const outcome: Outcome = { kind: 'retry', reason: composed.wait, afterMs: composed.afterMs };
    await withoutCall(shared, lane, flight, {
      ...doubt,
      outcome,
      state: 'pending',
      afterMs: Math.max(shared.pollMs, composed.afterMs),
    });
    return null;
  }
  return callFor(delivery, composed);
}

const nothingToRemove: Reason = { code: 'nothing_to_remove', text: 'There is no message to remove here.' };

const cannotChange: Reason = {
  code: 'cannot_update',
  text: 'An incoming webhook cannot change what it posted; what is new is told by itself.',
};

async function skip(shared: Shared, lane: Lane, flight: Flight, reason: Reason, blind: boolean): Promise<void> {
  const outcome = { kind: 'skipped', reason } as const;
  await withoutCall(shared, lane, flight, { outcome, state: 'skipped', afterMs: null, possibleDuplicate: blind });
}

/** Records the end of a try that made no call. */
export async function withoutCall(
  shared: Shared,
  lane: Lane,
  flight: Flight,
  end: {
    outcome: DeliveryFinish['outcome'];
    state: 'pending' | 'skipped' | 'dead';
    afterMs: number | null;
    possibleDuplicate?: boolean;
  },
): Promise<void> {
  const { clock } = shared.deps;
  const now = clock.now();
  const finish = {
    now,
    tookMs: Math.round(clock.monotonic() - flight.startedAt),
    outcome: end.outcome,
    state: end.state,
    nextTryAt: end.afterMs === null ? null : now + end.afterMs,
    degraded: flight.delivery.degraded,
    contentHash: null,
    laneNotBefore: null,
    possibleDuplicate: end.possibleDuplicate ?? false,
  };
  if ((await record(shared, lane, flight, finish)) === 'written') await report(shared, flight.delivery, 'none', finish);
}

async function conclude(
  shared: Shared,
  lane: Lane,
  flight: Flight,
  end: { call: Call; outcome: Outcome; verdict: Verdict },
): Promise<void> {
  const { clock } = shared.deps;
  const { call, outcome, verdict } = end;
  const { delivery } = flight;
  const monotonic = clock.monotonic();
  const now = clock.now();
  const outageMs = health(shared, lane, delivery, verdict);
  const nextTryAt = outageMs > 0 && verdict.nextTryAt !== null ? now + outageMs : verdict.nextTryAt;
  const laneQuietMs = Math.max(outageMs, quiet(shared, lane, call, verdict, monotonic));
  const finish = {
    now,
    tookMs: Math.round(monotonic - (flight.leftAt ?? flight.startedAt)),
    outcome,
    state: verdict.state,
    nextTryAt: verdict.state === 'ambiguous' ? null : nextTryAt,
    degraded: verdict.degraded,
    contentHash: outcome.kind === 'sent' ? call.contentHash : null,
    laneNotBefore: laneQuietMs > 0 ? now + laneQuietMs : null,
    possibleDuplicate: verdict.possibleDuplicate,
  };
  if (verdict.state === 'ambiguous') {
    // Kept here and not in the row: an ambiguous delivery must always be in sight, or its subject's next news overtakes it.
    lane.probeAt.set(delivery.id, monotonic + Math.max(beforeLookingMs, (nextTryAt ?? now) - now));
  }
  if ((await record(shared, lane, flight, finish)) !== 'written') return tellStray(shared, flight, call, outcome);
  await report(shared, delivery, call.method, finish);
  if (outcome.kind === 'sent') return;
  if (verdict.effect === 'tell-fallback') await tellFallback(shared, lane, delivery, outcome.reason);
  if (verdict.effect === 'pause-workspace') await pauseWorkspace(shared, lane, delivery, outcome.reason);
}

/** For how long the whole lane backs off, because this was not the first message in a row to fail. */
function health(shared: Shared, lane: Lane, delivery: Delivery, verdict: Verdict): number {
  if (verdict.health === 'failing') {
    return lane.pace.failed(shared.deps.clock.monotonic(), delivery.id, shared.random());
  }
  if (verdict.health === 'well') {
    lane.pace.succeeded();
    if (verdict.state === 'sent') shared.toldAt.delete(lane.name);
  }
  return 0;
}

/** Obeys Retry-After: a throttled post quiets its lane, another call its method in the whole workspace. */
function quiet(shared: Shared, lane: Lane, call: Call, verdict: Verdict, monotonic: number): number {
  if (verdict.quietMs === null) return 0;
  if (call.method !== 'post') {
    shared.pace.block(lane.workspace, call.method, monotonic, monotonic + verdict.quietMs);
    return 0;
  }
  lane.pace.hold(monotonic, verdict.quietMs);
  return verdict.quietMs;
}
