import { TillbellError } from '../../domain/errors.ts';
import type { Reason } from '../../domain/event.ts';
import type { Claim, ClaimedEvent } from '../store.ts';
import type { Context } from './context.ts';
import { type BodyPlace, readBodies } from './payloads.ts';
import { first, perform, rows, type Steps } from './query.ts';
import { type EventRecord, eventColumns, eventOf } from './records.ts';

export function* claimEvents(context: Context, claim: Claim): Steps<ClaimedEvent[]> {
  const due = claim.regain === true ? '(due_at <= ? OR claim_owner = ?)' : 'due_at <= ?';
  const claimed = yield* rows<EventRecord & BodyPlace & { tries: number }>(
    `UPDATE events AS e SET claim_owner = ?, due_at = ?, tries = tries + 1
     WHERE e.seq ${context.dialect.picked(`SELECT seq FROM events WHERE state = 'received' AND ${due} ORDER BY seq LIMIT ?`)}
     RETURNING ${eventColumns.replaceAll('e.', '')}, tries, digest, payload_id, payload_offset, payload_length`,
    claim.owner,
    claim.until,
    claim.now,
    ...(claim.regain === true ? [claim.owner] : []),
    claim.limit,
  );
  const inOrder = claimed.toSorted((a, b) => a.seq - b.seq);
  const bodies = yield* readBodies(context, inOrder);
  return inOrder.map((record, index) => ({
    ...eventOf(record),
    body: bodies[index] ?? null,
    tries: record.tries - 1,
  }));
}

export function* deferEvent(
  context: Context,
  defer: { seq: number; owner: string; retryAt: number | null; reason: Reason },
): Steps<void> {
  yield* holdClaim(context, defer.seq, defer.owner);
  const { code, text } = defer.reason;
  if (defer.retryAt === null) {
    yield* perform(
      `UPDATE events SET state = 'failed', claim_owner = NULL, due_at = 0, reason_code = ?, reason_text = ? WHERE seq = ?`,
      code,
      text,
      defer.seq,
    );
    context.count('event:received', -1);
    context.count('event:failed', 1);
  } else {
    yield* perform(
      'UPDATE events SET claim_owner = NULL, due_at = ?, reason_code = ?, reason_text = ? WHERE seq = ?',
      defer.retryAt,
      code,
      text,
      defer.seq,
    );
  }
}

/** Throws `lease_lost` unless the event still waits and is this owner's. */
export function* holdClaim(context: Context, seq: number, owner: string): Steps<void> {
  const held = yield* first<{ claim_owner: string | null; state: string }>(
    `SELECT claim_owner, state FROM events WHERE seq = ? ${context.dialect.forUpdate}`,
    seq,
  );
  if (held?.state !== 'received' || held.claim_owner !== owner) {
    throw new TillbellError('lease_lost', `event ${seq} is not claimed by this process any more`);
  }
}
