import type { PlannedDelivery } from '../store.ts';
import type { Context } from './context.ts';
import { survivorOf } from './find-subjects.ts';
import { insertDelivery, linkEvent, type Planning } from './insert-delivery.ts';
import { lockSubject } from './lock-rows.ts';
import { rows, type Steps } from './query.ts';
import type { CardRecord } from './records.ts';
import { openCards } from './waiting-delivery.ts';

/** How long later news of one happening is gathered, where no plan of this event says otherwise. */
const usualSettleMs = 2_000;
const patienceMs = 5_000;

/**
 * Schedules an update of every card of the subject that no plan of this event sees to: those that stand, and those on their
 * way, which were worded before this event.
 */
export function* refreshUnplanned(
  planning: Planning,
  subjectId: string,
  planned: readonly PlannedDelivery[],
): Steps<void> {
  const seenTo = new Set(
    planned.filter((plan) => plan.op === 'card' && plan.subjectId === subjectId).map((plan) => plan.channel),
  );
  const settleMs = planned[0]?.settleMs ?? usualSettleMs;
  for (const card of [...(yield* postedCards(subjectId)), ...(yield* cardsOnTheirWay(subjectId))]) {
    if (seenTo.has(card.channel)) continue;
    seenTo.add(card.channel);
    yield* linkEvent(planning, yield* refreshCard(planning.context, card, { now: planning.now, settleMs }));
  }
}

/** The same for every posted card, where no event but something beside it gave the reason. Returns how many. */
export function* refreshCards(
  context: Context,
  refresh: { subjectId: string; now: number; settleMs: number },
): Steps<number> {
  const subjectId = (yield* survivorOf(refresh.subjectId)) ?? refresh.subjectId;
  yield* lockSubject(context, subjectId);
  const cards = yield* postedCards(subjectId);
  for (const card of cards) yield* refreshCard(context, card, refresh);
  return cards.length;
}

function* postedCards(subjectId: string): Steps<readonly CardRecord[]> {
  return yield* rows<CardRecord>(
    `SELECT * FROM cards WHERE subject_id = ? AND state = 'posted' ORDER BY channel`,
    subjectId,
  );
}

type CardPlace = Pick<CardRecord, 'subject_id' | 'channel' | 'lane' | 'route'>;

function* cardsOnTheirWay(subjectId: string): Steps<readonly CardPlace[]> {
  return yield* rows<CardPlace>(
    `SELECT DISTINCT subject_id, channel, lane, route FROM deliveries
     WHERE subject_id = ? AND op = 'card' AND state IN ('sending', 'ambiguous') ORDER BY channel`,
    subjectId,
  );
}

/** The delivery that will make the card true: one that waits already, or a new one. */
function* refreshCard(context: Context, card: CardPlace, when: { now: number; settleMs: number }): Steps<number> {
  const open = yield* openCards(card.subject_id, card.channel);
  const waiting = open.find(({ state }) => state === 'pending' || state === 'parked');
  if (waiting !== undefined) return waiting.id;
  return yield* insertDelivery(context, {
    op: 'card',
    state: 'pending',
    lane: card.lane,
    channel: card.channel,
    route: card.route,
    subjectId: card.subject_id,
    changeKey: null,
    severity: 'low',
    mention: null,
    foldClass: null,
    foldAt: null,
    amount: null,
    tone: 'neutral',
    createdAt: when.now,
    notBefore: when.now + when.settleMs,
    deadlineAt: when.now + when.settleMs + patienceMs,
    note: null,
    reason: null,
  });
}
