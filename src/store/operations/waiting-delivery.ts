import type { Money } from '../../domain/money.ts';
import { priorityOf, type Severity, type Tone } from '../../domain/severity.ts';
import { dueAt } from './insert-delivery.ts';
import { perform, rows, type Steps } from './query.ts';
import { type DeliveryRecord, deliveryColumns } from './records.ts';

/** Deliveries of the subject's card in a channel that are not done, oldest first. */
export function* openCards(subjectId: string, channel: string): Steps<readonly DeliveryRecord[]> {
  return yield* rows<DeliveryRecord>(
    `SELECT ${deliveryColumns} FROM deliveries d WHERE d.subject_id = ? AND d.channel = ? AND d.op = 'card'
       AND d.state IN ('pending', 'sending', 'ambiguous', 'parked') ORDER BY d.id`,
    subjectId,
    channel,
  );
}

/** What makes one delivery more urgent than another of the same card. */
export interface Urgency {
  readonly severity: Severity;
  readonly mention: string | null;
  readonly route: string;
  readonly notBefore: number;
  readonly deadlineAt: number;
  readonly foldClass: string | null;
  readonly foldAt: number | null;
}

export function urgencyOf(record: DeliveryRecord): Urgency {
  return {
    severity: record.severity,
    mention: record.mention,
    route: record.route,
    notBefore: record.not_before,
    deadlineAt: record.deadline_at,
    foldClass: record.fold_class,
    foldAt: record.fold_at,
  };
}

/**
 * The more urgent of both wins, in each respect by itself: severity, the earlier time, the earlier deadline. What may not
 * be folded stays so, and what is not scheduled does not wait for a schedule.
 */
export function moreUrgent(waiting: Urgency, planned: Urgency): Urgency {
  const first = priorityOf(planned.severity) < priorityOf(waiting.severity) ? planned : waiting;
  const other = first === planned ? waiting : planned;
  const scheduled = waiting.foldAt !== null && planned.foldAt !== null;
  const unscheduled = first.foldAt === null ? first : other;
  const never = waiting.foldClass === null || planned.foldClass === null;
  return {
    severity: first.severity,
    mention: first.mention ?? other.mention,
    route: first.route,
    notBefore: Math.min(waiting.notBefore, planned.notBefore),
    deadlineAt: Math.min(waiting.deadlineAt, planned.deadlineAt),
    foldClass: never ? null : (scheduled ? first : unscheduled).foldClass,
    foldAt: scheduled && !never ? Math.min(waiting.foldAt, planned.foldAt) : null,
  };
}

export function* raise(
  delivery: DeliveryRecord,
  to: Urgency,
  figures: { amount: Money | null; tone: Tone } | null,
): Steps<void> {
  yield* perform(
    `UPDATE deliveries SET severity = ?, priority = ?, mention = ?, route = ?, not_before = ?, due_at = ?, deadline_at = ?,
       fold_class = ?, fold_at = ?, amount_minor = coalesce(?, amount_minor),
       amount_currency = coalesce(?, amount_currency), tone = coalesce(?, tone) WHERE id = ?`,
    to.severity,
    priorityOf(to.severity),
    to.mention,
    to.route,
    to.notBefore,
    dueAt(to.notBefore, to.foldAt),
    to.deadlineAt,
    to.foldClass,
    to.foldAt,
    figures?.amount?.minor ?? null,
    figures?.amount?.currency ?? null,
    figures?.tone ?? null,
    delivery.id,
  );
}
