import type { LaneHead } from '../store.ts';
import type { Context } from './context.ts';
import { holdLane, isPaused } from './lease-lanes.ts';
import { rows, type Steps } from './query.ts';
import { type DeliveryRecord, deliveryColumns, deliveryOf } from './records.ts';

/**
 * What a lane may send now. A reply whose card is still on its way waits for it, out of sight: it needs the card's thread.
 * An update that settles holds nothing up.
 */
export function* laneHead(
  context: Context,
  query: { lane: string; fence: number; now: number; limit: number },
): Steps<LaneHead> {
  yield* holdLane(context, query.lane, query.fence);
  if (yield* isPaused(query.lane)) return { due: [], folds: [] };
  const ambiguous = yield* rows<DeliveryRecord>(
    `SELECT ${deliveryColumns} FROM deliveries d
     WHERE d.lane = ? AND d.state IN ('sending', 'ambiguous', 'parked', 'dead') AND d.state = 'ambiguous'
       AND d.due_at <= ? ORDER BY d.id LIMIT ?`,
    query.lane,
    query.now,
    query.limit,
  );
  const pending = yield* rows<DeliveryRecord>(
    `SELECT ${deliveryColumns} FROM deliveries d
     WHERE d.lane = ? AND d.state = 'pending' AND d.due_at <= ? AND NOT (d.op = 'reply' AND ${waitsForItsCard})
     ORDER BY d.priority, d.id LIMIT ?`,
    query.lane,
    query.now,
    Math.max(0, query.limit - ambiguous.length),
  );
  return {
    due: [...ambiguous, ...pending].map(deliveryOf),
    folds: yield* foldsOf(query.lane, query.now),
  };
}

const waitsForItsCard = `NOT EXISTS (SELECT 1 FROM cards k
    WHERE k.subject_id = d.subject_id AND k.channel = d.channel AND k.state = 'posted')
  AND EXISTS (SELECT 1 FROM deliveries c WHERE c.subject_id = d.subject_id AND c.channel = d.channel AND c.op = 'card'
    AND c.state IN ('pending', 'sending', 'ambiguous'))`;

function* foldsOf(lane: string, now: number): Steps<LaneHead['folds']> {
  const folds = yield* rows<{
    fold_class: string;
    count: number;
    oldest: number;
    newest: number;
    scheduled: number;
  }>(
    `SELECT fold_class, count(*) AS count, min(deadline_at) AS oldest, max(deadline_at) AS newest,
       max(CASE WHEN fold_at IS NULL THEN 0 ELSE 1 END) AS scheduled
     FROM deliveries WHERE lane = ? AND state = 'pending' AND fold_class IS NOT NULL AND due_at <= ?
     GROUP BY fold_class ORDER BY fold_class`,
    lane,
    now,
  );
  return folds.map((fold) => ({
    foldClass: fold.fold_class,
    count: fold.count,
    oldestDeadlineAt: fold.oldest,
    newestDeadlineAt: fold.newest,
    scheduled: fold.scheduled === 1,
  }));
}
