import { messageOf } from '../domain/errors.ts';
import type { SlackSender } from '../domain/message.ts';
import { withoutCall } from './attempt.ts';
import { composeSafely } from './compose-safely.ts';
import type { Flight, Lane, Shared } from './lane.ts';
import { channelIdOf } from './lane-name.ts';
import { record } from './record.ts';
import { report } from './report-attempt.ts';
import { backoffMs } from './retry-policy.ts';

/** Slack's clock and ours may differ, and a digest is as old as its taking. */
const clockMarginSeconds = 60;

/**
 * Reasons for which looking cannot tell: what was sent is then sent once more, flagged. Any other reason passes, and
 * looking again later may spare people the second copy.
 */
const cannotLook = new Set([
  'missing_scope',
  'not_in_channel',
  'channel_not_found',
  'no_permission',
  'not_allowed_token_type',
  'ekm_access_denied',
  'is_archived',
  'access_denied',
  'method_not_supported_for_channel_type',
  'unsupported',
  // The send that follows is refused for the same reason, and that pauses the workspace.
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'accesslimited',
  'org_login_required',
  'team_access_not_granted',
]);

export type ProbeResult =
  /** On record: it had arrived, or there is nothing more to say. */
  | { readonly kind: 'settled' }
  /** To be sent again; `blind` where it may be there already. */
  | { readonly kind: 'send'; readonly blind: boolean }
  | { readonly kind: 'later' };

/** Looks for a message whose answer was lost (F49, F50). */
export async function probe(shared: Shared, lane: Lane, flight: Flight): Promise<ProbeResult> {
  const { delivery } = flight;
  const channel = channelIdOf(lane.name);
  if (delivery.op === 'retract') return { kind: 'send', blind: false };
  if (channel === null) return { kind: 'send', blind: true };
  const result = await composeSafely(shared, delivery);
  if (flight.abandoned) return { kind: 'later' };
  if (result.kind === 'fault' && result.final) {
    const outcome = { kind: 'dead', reason: result.reason } as const;
    await withoutCall(shared, lane, flight, { outcome, state: 'dead', afterMs: null });
    return { kind: 'settled' };
  }
  if (result.kind !== 'composed') return later(shared, lane, flight);
  const { composed } = result;
  const { threadTs, cardTs } = 'message' in composed ? composed : { threadTs: null, cardTs: null };
  const found = await look(shared, lane, flight, { channel, threadTs });
  if (flight.abandoned) return { kind: 'later' };
  // An edit may be repeated. But a card stands also where this delivery posted one of its own, and its subject then became
  // one with another: that second card is recorded, and the store takes it away.
  if (found.kind === 'found' && found.ts !== cardTs) {
    await arrived(shared, lane, flight, found.ts);
    return { kind: 'settled' };
  }
  if (found.kind === 'unknown' && !cannotLook.has(found.reason.code)) return later(shared, lane, flight);
  // Slack answered: whatever failed before, it is not down.
  lane.pace.succeeded();
  return { kind: 'send', blind: found.kind === 'unknown' };
}

async function look(
  shared: Shared,
  lane: Lane,
  flight: Flight,
  where: { channel: string; threadTs: string | null },
): ReturnType<SlackSender['find']> {
  const { sender, clock, log } = shared.deps;
  const { delivery } = flight;
  shared.pace.take(lane.workspace, 'find', clock.monotonic());
  try {
    const oldestSeconds = Math.floor(delivery.createdAt / 1_000) - clockMarginSeconds;
    const found = await sender.find({ ...where, deliveryKey: delivery.deliveryKey, oldestSeconds });
    const code = found.kind === 'unknown' ? found.reason.code : null;
    log.info({ delivery: delivery.id, lane: lane.name, found: found.kind, code }, 'looked for an ambiguous send');
    return found;
  } catch (error) {
    const name = error instanceof Error ? error.name : messageOf(error);
    log.warn({ delivery: delivery.id, lane: lane.name, problem: name }, 'looking for an ambiguous send failed');
    return { kind: 'unknown', reason: { code: 'sender_failed', text: `The Slack client failed: ${name}.` } };
  }
}

async function arrived(shared: Shared, lane: Lane, flight: Flight, ts: string): Promise<void> {
  const { clock } = shared.deps;
  const finish = {
    now: clock.now(),
    tookMs: Math.round(clock.monotonic() - flight.startedAt),
    outcome: { kind: 'sent', ts },
    state: 'sent',
    nextTryAt: null,
    degraded: flight.delivery.degraded,
    // What arrived is what was true then; whatever is newer waits in a delivery of its own.
    contentHash: null,
    laneNotBefore: null,
    possibleDuplicate: false,
  } as const;
  lane.pace.succeeded();
  if ((await record(shared, lane, flight, finish)) === 'written') await report(shared, flight.delivery, 'find', finish);
}

function later(shared: Shared, lane: Lane, flight: Flight): ProbeResult {
  const monotonic = shared.deps.clock.monotonic();
  const outageMs = lane.pace.failed(monotonic, flight.delivery.id, shared.random());
  const looks = (lane.looks.get(flight.delivery.id) ?? 0) + 1;
  lane.looks.set(flight.delivery.id, looks);
  const pauseMs = Math.max(shared.pollMs, outageMs, backoffMs(looks, shared.random(), shared.limits));
  lane.probeAt.set(flight.delivery.id, monotonic + pauseMs);
  return { kind: 'later' };
}
