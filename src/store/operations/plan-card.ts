import type { PlannedDelivery } from '../store.ts';
import { insertDelivery, linkEvent, type Planning } from './insert-delivery.ts';
import { first, type Steps } from './query.ts';
import type { CardRecord } from './records.ts';
import { moreUrgent, openCards, raise, urgencyOf } from './waiting-delivery.ts';

/** Turns a planned card into what is to be done for it, by what stands and what waits in its channel already. */
export function* planCard(planning: Planning, plan: PlannedDelivery): Steps<void> {
  const open = yield* openCards(plan.subjectId, plan.channel);
  const card = yield* first<CardRecord>(
    'SELECT * FROM cards WHERE subject_id = ? AND channel = ?',
    plan.subjectId,
    plan.channel,
  );
  const inFlight = open.some(({ state }) => state === 'sending' || state === 'ambiguous');
  const update = card?.state === 'posted' || inFlight ? updateOf(planning, plan) : null;
  const wanted = update ?? plan;

  const pending = open.find(({ state }) => state === 'pending');
  if (pending !== undefined) {
    yield* raise(pending, moreUrgent(urgencyOf(pending), wanted), planning.late ? null : plan);
    planning.context.work('deliver');
    return yield* linkEvent(planning, pending.id);
  }
  if (update !== null) return yield* insertCard(planning, update);
  const parked = open.find(({ state }) => state === 'parked');
  if (parked !== undefined) {
    // Once released it shows the newest state, this news with it.
    yield* raise(parked, moreUrgent(urgencyOf(parked), plan), planning.late ? null : plan);
    return yield* linkEvent(planning, parked.id);
  }
  if (card?.state === 'folded' && !plan.news) return yield* linkFolded(planning, plan);
  if (card?.state === 'folded' || plan.opensCard) return yield* insertCard(planning, plan);
}

/**
 * An update gathers what comes within the settle time. It is never folded: the card in Slack would stay untrue. One that
 * only refreshes gives way to whatever is news.
 */
function updateOf(planning: Planning, plan: PlannedDelivery): PlannedDelivery {
  const low = !plan.news && plan.severity !== 'critical';
  return {
    ...plan,
    severity: low ? 'low' : plan.severity,
    notBefore: planning.now + plan.settleMs,
    foldClass: null,
    foldAt: null,
  };
}

function* insertCard(planning: Planning, plan: PlannedDelivery): Steps<void> {
  const id = yield* insertDelivery(planning.context, {
    ...plan,
    state: 'pending',
    createdAt: planning.now,
    note: null,
    reason: null,
  });
  yield* linkEvent(planning, id);
}

/** Nothing is sent; that a digest told the subject is then the answer to why this event was not shown by itself. */
function* linkFolded(planning: Planning, plan: PlannedDelivery): Steps<void> {
  const told = yield* first<{ id: number }>(
    `SELECT max(id) AS id FROM deliveries WHERE subject_id = ? AND channel = ? AND op = 'card' AND state = 'folded'
     HAVING max(id) IS NOT NULL`,
    plan.subjectId,
    plan.channel,
  );
  if (told !== null) yield* linkEvent(planning, told.id);
}
