import type { Delivery, DeliveryFinish } from '../store/store.ts';
import type { AttemptReport } from './deps.ts';
import type { Shared } from './lane.ts';

/** One wide line for one attempt, and the same to the metrics. */
export function report(
  shared: Shared,
  delivery: Delivery,
  method: AttemptReport['method'],
  finish: Omit<DeliveryFinish, 'id' | 'lane' | 'fence'>,
): void {
  const { outcome, now } = finish;
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
    tookMs: finish.tookMs,
    ageMs: now - delivery.createdAt,
    waitedMs: Math.max(0, now - Math.max(delivery.createdAt, delivery.notBefore)),
    lateMs: Math.max(0, now - delivery.deadlineAt),
    degraded: finish.degraded > 0,
    possibleDuplicate: finish.possibleDuplicate,
  };
  const { log, onOutcome } = shared.deps;
  if (finish.state === 'sent' || finish.state === 'skipped') log.info(fields, 'attempt');
  else if (finish.state === 'dead' || finish.state === 'parked') log.error(fields, 'attempt');
  else log.warn(fields, 'attempt');
  onOutcome?.(fields);
}
