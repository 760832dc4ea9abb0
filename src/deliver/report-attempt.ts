import type { Delivery, DeliveryFinish } from '../store/store.ts';
import type { AttemptReport, DeliveryCause } from './deps.ts';
import type { Shared } from './lane.ts';

/** One wide line for one attempt, and the same to the metrics. */
export async function report(
  shared: Shared,
  delivery: Delivery,
  method: AttemptReport['method'],
  finish: Omit<DeliveryFinish, 'id' | 'lane' | 'fence'>,
): Promise<void> {
  const { outcome, now } = finish;
  const cause = await causeOf(shared, delivery);
  const fields: AttemptReport = {
    delivery: delivery.id,
    lane: delivery.lane,
    op: delivery.op,
    severity: delivery.severity,
    route: delivery.route,
    attempt: delivery.attempts,
    method,
    outcome: outcome.kind,
    code: outcome.kind === 'sent' ? null : outcome.reason.code,
    state: finish.state,
    endedAt: now,
    tookMs: finish.tookMs,
    ageMs: now - delivery.createdAt,
    waitedMs: Math.max(0, now - Math.max(delivery.createdAt, delivery.notBefore)),
    lateMs: Math.max(0, now - delivery.deadlineAt),
    event: cause?.event ?? null,
    trace: cause?.traceId ?? null,
    sinceReceiptMs: cause === null ? null : Math.max(0, now - cause.receivedAt),
    sinceCreatedMs: cause === null ? null : Math.max(0, now - cause.created * 1_000),
    degraded: finish.degraded > 0,
    possibleDuplicate: finish.possibleDuplicate,
  };
  const { log, onOutcome } = shared.deps;
  if (finish.state === 'sent' || finish.state === 'skipped') log.info(fields, 'attempt');
  else if (finish.state === 'dead' || finish.state === 'parked') log.error(fields, 'attempt');
  else log.warn(fields, 'attempt');
  onOutcome?.(fields);
}

/** Only for the record: a store that does not answer must not change what came of the attempt. */
export async function causeOf({ deps }: Shared, delivery: Delivery): Promise<DeliveryCause | null> {
  try {
    return (await deps.causeOf?.(delivery)) ?? null;
  } catch {
    return null;
  }
}
