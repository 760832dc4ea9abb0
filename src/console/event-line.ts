import type { EventFound } from '../store/console-store.ts';
import type { EventLine } from './contract-events.ts';

/** A stored event as lists show it. */
export function eventLine(event: EventFound): EventLine {
  const { seq, id, account, type, created, receivedAt, livemode, connectAccount, origin, state, reason } = event;
  const { late, objectId, subjectId, customer, amount } = event;
  return {
    seq,
    id,
    account,
    type,
    created,
    receivedAt,
    livemode,
    connectAccount,
    origin,
    state,
    reason,
    late,
    objectId,
    subjectId,
    customer,
    amount,
  };
}
