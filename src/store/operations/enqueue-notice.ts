import type { Severity } from '../../domain/severity.ts';
import type { Context } from './context.ts';
import { insertDelivery } from './insert-delivery.ts';
import { first, perform, type Steps } from './query.ts';

const noticeWithinMs = 5_000;

/** At most one waits a lane and code: the first says it. */
export function* enqueueNotice(
  context: Context,
  notice: { channel: string; lane: string; code: string; text: string; now: number; severity: Severity },
): Steps<void> {
  // Two processes that notice the same say it one after the other.
  if (context.dialect.concurrent) {
    yield* perform(`SELECT lane FROM lanes WHERE lane = ? ${context.dialect.forUpdate}`, notice.lane);
  }
  const waiting = yield* first(
    `SELECT id FROM deliveries WHERE lane = ? AND state IN ('pending', 'sending', 'ambiguous') AND due_at >= 0
       AND op = 'notice' AND change_key = ? LIMIT 1`,
    notice.lane,
    notice.code,
  );
  if (waiting !== null) return;
  yield* insertDelivery(context, {
    op: 'notice',
    state: 'pending',
    lane: notice.lane,
    channel: notice.channel,
    route: '',
    subjectId: null,
    changeKey: notice.code,
    severity: notice.severity,
    mention: null,
    foldClass: null,
    foldAt: null,
    amount: null,
    tone: 'neutral',
    createdAt: notice.now,
    notBefore: notice.now,
    deadlineAt: notice.now + noticeWithinMs,
    note: notice.text,
    reason: null,
  });
}
