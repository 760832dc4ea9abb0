import { messageOf } from '../domain/errors.ts';
import type { Reason } from '../domain/event.ts';
import type { Delivery } from '../store/store.ts';
import type { Lane, Shared } from './lane.ts';
import { isWebhook, workspaceOf } from './lane-name.ts';

/** How long a channel's trouble is not told again, unless the channel was well in between. */
const toldForMs = 6 * 3_600_000;

/** Says once, in the fallback channel, that this one cannot take what was meant for it (F53). */
export async function tellFallback(shared: Shared, lane: Lane, delivery: Delivery, reason: Reason): Promise<void> {
  const { store, clock, log, fallback } = shared.deps;
  const told = shared.toldAt.get(lane.name);
  // Tillbell's own sentence that cannot be posted is not told again elsewhere: two dead channels would talk for ever.
  if (delivery.op === 'notice' || (told !== undefined && clock.monotonic() - told < toldForMs)) return;
  const elsewhere = fallback?.(lane.name) ?? null;
  log.error(
    { lane: lane.name, channel: delivery.channel, code: reason.code, told: elsewhere?.channel ?? null },
    'channel cannot take messages',
  );
  if (elsewhere === null || elsewhere.lane === lane.name) return;
  shared.toldAt.set(lane.name, clock.monotonic());
  const text =
    `Tillbell cannot post to its channel “${delivery.channel}”: ${reason.text} (${reason.code}). ` +
    'What was meant for it is kept and shown by `tillbell doctor`; `tillbell replay` posts what is parked.';
  try {
    await store.enqueueNotice({ ...elsewhere, code: `parked:${lane.name}`, text, now: clock.now(), severity: 'high' });
  } catch (error) {
    shared.toldAt.delete(lane.name);
    log.warn({ lane: lane.name, problem: messageOf(error) }, 'the fallback channel could not be told');
  }
}

/**
 * Stops every lane of the workspace, with its queue kept (F55). An incoming webhook is a workspace of its own: its URL is
 * its credential, and the others' still work, so one of them can be told.
 */
export async function pauseWorkspace(shared: Shared, lane: Lane, delivery: Delivery, reason: Reason): Promise<void> {
  const { store, clock, log } = shared.deps;
  const workspace = isWebhook(lane.name) ? lane.name : lane.workspace;
  if (lane.closed === null) lane.closed = 'paused';
  shared.pauseLanes(workspace);
  log.error({ workspace, code: reason.code }, 'workspace paused: Slack refuses the credential or its scopes');
  try {
    await store.pauseWorkspace({ workspace, reason, now: clock.now() });
  } catch (error) {
    // The next try meets the same refusal and pauses then.
    log.warn({ workspace, problem: messageOf(error) }, 'the pause is not on record');
  }
  const elsewhere = shared.deps.fallback?.(lane.name) ?? null;
  const reachable = elsewhere !== null && (isWebhook(lane.name) || workspaceOf(elsewhere.lane) !== workspace);
  if (reachable) await tellFallback(shared, lane, delivery, reason);
}
