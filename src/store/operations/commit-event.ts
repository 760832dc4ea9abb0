import type { Money } from '../../domain/money.ts';
import type { EventCommit, SubjectWrite } from '../store.ts';
import { acceptAction } from './actions.ts';
import { holdClaim } from './claim-events.ts';
import type { Context } from './context.ts';
import { noteDesk } from './disputes.ts';
import { noteFailure } from './failures.ts';
import type { Planning } from './insert-delivery.ts';
import { recordLedger } from './ledger-write.ts';
import { lockDeliveriesOf } from './lock-rows.ts';
import { planCard } from './plan-card.ts';
import { planReply } from './plan-reply.ts';
import { perform, type Steps } from './query.ts';
import { refreshUnplanned } from './refresh-cards.ts';
import { noteHeld } from './silences.ts';
import { isCurrent, writeSubject } from './write-subject.ts';

/** A commit as the engine takes it: the states already as JSON text. */
export interface EventCommitText extends Omit<EventCommit, 'subjects'> {
  readonly subjects: readonly SubjectWriteText[];
}

export interface SubjectWriteText extends Omit<SubjectWrite, 'state'> {
  readonly state: string;
}

/**
 * First looks whether every subject is still as it was read, then writes: a conflict leaves nothing behind. Deliveries are
 * planned in the order given; a reply is thus judged by the cards that stood before the plans after it.
 */
export function* commitEvent(context: Context, commit: EventCommitText): Steps<'committed' | 'conflict'> {
  yield* holdClaim(context, commit.seq, commit.owner);
  for (const subject of commit.subjects) {
    if (!(yield* isCurrent(context, subject))) return 'conflict';
  }
  yield* lockDeliveriesOf(context, [
    ...new Set(commit.subjects.flatMap((subject) => [subject.id, ...subject.base.map((read) => read.id)])),
  ]);
  const planning: Planning = { context, seq: commit.seq, now: commit.now, late: commit.late };
  for (const subject of commit.subjects) yield* writeSubject(planning, subject);
  for (const delivery of commit.deliveries) {
    yield* delivery.op === 'card' ? planCard(planning, delivery) : planReply(planning, delivery);
  }
  for (const subject of commit.subjects) {
    if (subject.refreshCards) yield* refreshUnplanned(planning, subject.id, commit.deliveries);
  }
  yield* noteHeld(commit);
  if (commit.failure !== undefined) yield* noteFailure(commit.failure);
  if (commit.ledger !== undefined) yield* recordLedger(context, { now: commit.now, facts: commit.ledger });
  if (commit.desk !== undefined) yield* noteDesk(commit.desk);
  if (commit.check !== undefined) yield* acceptAction(context, commit.check);
  yield* closeEvent(context, commit);
  return 'committed';
}

function* closeEvent(context: Context, commit: EventCommitText): Steps<void> {
  yield* perform(
    `UPDATE events SET state = ?, reason_code = ?, reason_text = ?, late = ?, subject_id = ?, decision = ?,
       customer = ?, amount_minor = ?, amount_currency = ?, claim_owner = NULL, due_at = 0 WHERE seq = ?`,
    commit.state,
    commit.reason.code,
    commit.reason.text,
    commit.late ? 1 : 0,
    commit.subjects[0]?.id ?? null,
    commit.decision === null ? null : JSON.stringify(commit.decision),
    commit.subjects[0]?.search.customer ?? null,
    ...searchableAmount(commit.subjects[0]?.search.amount ?? null),
    commit.seq,
  );
  context.count('event:received', -1);
  context.count(`event:${commit.state}`, 1);
}

/** As numbers, so that ranges can be searched; an amount that no number holds exactly is left out. */
function searchableAmount(amount: Money | null): [number | null, string | null] {
  const minor = Number(amount?.minor ?? Number.NaN);
  return amount === null || !Number.isSafeInteger(minor) ? [null, null] : [minor, amount.currency];
}
