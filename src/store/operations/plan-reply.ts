import type { DeliveryState } from '../../domain/delivery.ts';
import type { Reason } from '../../domain/event.ts';
import { priorityOf } from '../../domain/severity.ts';
import type { PlannedDelivery } from '../store.ts';
import { insertDelivery, linkEvent, type Planning } from './insert-delivery.ts';
import { first, type Steps } from './query.ts';
import type { DeliveryRecord } from './records.ts';
import { openCards, raise, type Urgency, urgencyOf } from './waiting-delivery.ts';

const folded: Reason = { code: 'card_folded', text: 'its card was told in a digest and has no thread of its own' };
const absent: Reason = { code: 'no_card', text: 'its subject has no card in this channel to reply to' };
const cardParked: Reason = { code: 'card_parked', text: 'its card is parked and has no thread yet' };

/** A reply is told once per subject, channel and change, whichever event reports the change first. */
export function* planReply(planning: Planning, plan: PlannedDelivery): Steps<void> {
  const told = yield* first<{ id: number }>(
    `SELECT id FROM deliveries WHERE subject_id = ? AND channel = ? AND op = 'reply' AND change_key = ? ORDER BY id LIMIT 1`,
    plan.subjectId,
    plan.channel,
    plan.changeKey,
  );
  if (told !== null) return yield* linkEvent(planning, told.id);

  const open = yield* openCards(plan.subjectId, plan.channel);
  const card = yield* first<{ state: string }>(
    'SELECT state FROM cards WHERE subject_id = ? AND channel = ?',
    plan.subjectId,
    plan.channel,
  );
  const waiting = open.find(({ state }) => state === 'pending');
  const parked = open.some(({ state }) => state === 'parked');
  const onItsWay = open.some(({ state }) => state !== 'parked');
  if (card?.state === 'posted' || onItsWay) {
    if (waiting !== undefined && priorityOf(plan.severity) < waiting.priority) {
      yield* raise(waiting, urgentAs(plan, waiting), null);
    }
    return yield* insertReply(planning, plan, 'pending', null);
  }
  if (parked) return yield* insertReply(planning, plan, 'parked', cardParked);
  yield* insertReply(planning, plan, 'skipped', card?.state === 'folded' ? folded : absent);
}

/**
 * It goes out after its card, so a card that waits must not be less urgent than what waits for it. Only for a critical one
 * must the card come out of its digest: else the digest tells both.
 */
function urgentAs(plan: PlannedDelivery, waiting: DeliveryRecord): Urgency {
  const urgency = { ...urgencyOf(waiting), severity: plan.severity };
  if (plan.severity !== 'critical') return urgency;
  return {
    ...urgency,
    notBefore: Math.min(waiting.not_before, plan.notBefore),
    deadlineAt: Math.min(waiting.deadline_at, plan.deadlineAt),
    foldClass: null,
    foldAt: null,
  };
}

function* insertReply(
  planning: Planning,
  plan: PlannedDelivery,
  state: DeliveryState,
  reason: Reason | null,
): Steps<void> {
  const id = yield* insertDelivery(planning.context, { ...plan, state, createdAt: planning.now, note: null, reason });
  yield* linkEvent(planning, id);
}
