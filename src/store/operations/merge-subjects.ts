import type { Reason } from '../../domain/event.ts';
import type { Context } from './context.ts';
import { insertDelivery, type Planning } from './insert-delivery.ts';
import { change, first, rows, type Steps } from './query.ts';
import type { CardRecord, DeliveryRecord } from './records.ts';
import { moreUrgent, openCards, raise, urgencyOf } from './waiting-delivery.ts';

const merged: Reason = { code: 'merged', text: 'its subject turned out to be one with another, whose card tells it' };

/** Joins a subject into another: keys, events, cards and deliveries become the survivor's; the old id still leads to it. */
export function* mergeSubject(planning: Planning, loser: string, survivor: string): Steps<void> {
  for (const table of ['subject_keys', 'events']) {
    yield* change(`UPDATE ${table} SET subject_id = ? WHERE subject_id = ?`, survivor, loser);
  }
  yield* mergeCards(planning, loser, survivor);
  yield* mergeDeliveries(planning.context, loser, survivor);
  yield* change(
    `UPDATE subjects SET merged_into = ?, version = version + 1, updated_at = ?, key_id = NULL, state = NULL,
       customer = NULL, amount_minor = NULL, amount_currency = NULL, code = NULL WHERE id = ?`,
    survivor,
    planning.now,
    loser,
  );
  yield* change('UPDATE subjects SET merged_into = ? WHERE merged_into = ?', survivor, loser);
}

/** One card a channel stays: a posted one before a folded one, of two posted ones the older; the younger is retracted. */
function* mergeCards(planning: Planning, loser: string, survivor: string): Steps<void> {
  const theirs = yield* rows<CardRecord>('SELECT * FROM cards WHERE subject_id = ?', loser);
  for (const card of theirs) {
    const ours = yield* first<CardRecord>(
      'SELECT * FROM cards WHERE subject_id = ? AND channel = ?',
      survivor,
      card.channel,
    );
    const staysOurs = ours !== null && !goesBefore(card, ours);
    const gone = staysOurs ? card : ours;
    if (gone?.state === 'posted') {
      yield* retract(planning.context, gone, survivor, planning.now);
      yield* doubtReplies(planning.context, gone);
    }
    if (gone !== null) {
      yield* change('DELETE FROM cards WHERE subject_id = ? AND channel = ?', gone.subject_id, gone.channel);
    }
    if (!staysOurs) {
      yield* change(
        'UPDATE cards SET subject_id = ? WHERE subject_id = ? AND channel = ?',
        survivor,
        loser,
        card.channel,
      );
    }
  }
}

/**
 * A reply under way to the thread of a card that goes: should its answer be lost, it is looked for in the thread of the card
 * that stays, and not found. So it may stand twice, and says so.
 */
function* doubtReplies(context: Context, gone: CardRecord): Steps<void> {
  const doubted = yield* change(
    `UPDATE deliveries SET possible_duplicate = 1 WHERE subject_id = ? AND channel = ? AND op = 'reply'
       AND state IN ('sending', 'ambiguous') AND possible_duplicate = 0`,
    gone.subject_id,
    gone.channel,
  );
  context.count('possible_duplicates', doubted);
}

const rank = { posted: 0, folded: 1, gone: 2 };

function goesBefore(card: CardRecord, other: CardRecord): boolean {
  return rank[card.state] === rank[other.state]
    ? card.posted_at < other.posted_at
    : rank[card.state] < rank[other.state];
}

/** Plans the removal of a second card that stands for a subject in one channel. An incoming webhook's cannot be removed. */
export function* retract(
  context: Context,
  card: { readonly lane: string; readonly channel: string; readonly route: string; readonly ts: string | null },
  subjectId: string,
  now: number,
): Steps<void> {
  if (card.ts === null) return;
  yield* insertDelivery(context, {
    op: 'retract',
    state: 'pending',
    lane: card.lane,
    channel: card.channel,
    route: card.route,
    subjectId,
    changeKey: null,
    severity: 'low',
    mention: null,
    foldClass: null,
    foldAt: null,
    amount: null,
    tone: 'neutral',
    createdAt: now,
    notBefore: now,
    deadlineAt: now + retractWithinMs,
    note: card.ts,
    reason: merged,
  });
}

const retractWithinMs = 60_000;

function* mergeDeliveries(context: Context, loser: string, survivor: string): Steps<void> {
  const channels = yield* rows<{ channel: string }>(
    'SELECT DISTINCT channel FROM deliveries WHERE subject_id = ?',
    loser,
  );
  yield* change('UPDATE deliveries SET subject_id = ? WHERE subject_id = ?', survivor, loser);
  for (const { channel } of channels) {
    yield* mergePendingCards(context, survivor, channel);
    yield* mergePendingReplies(context, survivor, channel);
    yield* keepUnfolded(survivor, channel);
  }
}

/** The oldest card delivery that waits takes over the urgency of the others and the events that led to them. */
function* mergePendingCards(context: Context, survivor: string, channel: string): Steps<void> {
  const open = yield* openCards(survivor, channel);
  const [kept, ...others] = open.filter(({ state }) => state === 'pending');
  if (kept === undefined || others.length === 0) return;
  yield* raise(kept, others.map(urgencyOf).reduce(moreUrgent, urgencyOf(kept)), null);
  for (const other of others) {
    yield* change(
      `INSERT INTO event_deliveries (event_seq, delivery_id)
       SELECT event_seq, ? FROM event_deliveries WHERE delivery_id = ? ON CONFLICT DO NOTHING`,
      kept.id,
      other.id,
    );
    yield* skip(context, other.id);
  }
}

function* mergePendingReplies(context: Context, survivor: string, channel: string): Steps<void> {
  const replies = yield* rows<Pick<DeliveryRecord, 'id' | 'state' | 'change_key'>>(
    `SELECT id, state, change_key FROM deliveries WHERE subject_id = ? AND channel = ? AND op = 'reply'
       AND state <> 'skipped' ORDER BY id`,
    survivor,
    channel,
  );
  const told = new Set<string | null>();
  for (const reply of replies) {
    if (reply.state === 'pending' && told.has(reply.change_key)) yield* skip(context, reply.id);
    told.add(reply.change_key);
  }
}

function* skip(context: Context, id: number): Steps<void> {
  yield* change(
    `UPDATE deliveries SET state = 'skipped', reason_code = ?, reason_text = ? WHERE id = ?`,
    merged.code,
    merged.text,
    id,
  );
  context.count('delivery:pending', -1);
  context.count('delivery:skipped', 1);
}

/** What waits for a card that stands is an update, and an update is never folded: the card would stay untrue. */
export function* keepUnfolded(subjectId: string, channel: string): Steps<void> {
  yield* change(
    `UPDATE deliveries SET fold_class = NULL, fold_at = NULL, due_at = not_before
     WHERE subject_id = ? AND channel = ? AND op = 'card' AND fold_class IS NOT NULL
       AND state IN ('pending', 'sending', 'ambiguous', 'parked')
       AND EXISTS (SELECT 1 FROM cards WHERE subject_id = ? AND channel = ? AND state = 'posted')`,
    subjectId,
    channel,
    subjectId,
    channel,
  );
}
