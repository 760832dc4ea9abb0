import type { StripeEvent } from '../../domain/event.ts';
import { idAt, type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import type { LedgerFact, LedgerScope } from '../../domain/ledger.ts';
import { minus, told } from './told.ts';

export function refundFacts(
  event: StripeEvent,
  _type: string,
  scope: LedgerScope,
  tags: readonly string[],
): readonly LedgerFact[] {
  return refundFact(event.object ?? {}, event.created, scope, tags);
}

/**
 * The money leaves when the refund is made, whatever becomes of it; where the bank sends it back it returns, as a movement of
 * its own at the second of that news. A refund that was called off before anything moved is none.
 */
export function refundFact(
  refund: JsonObject,
  eventAt: number,
  scope: LedgerScope,
  tags: readonly string[],
): LedgerFact[] {
  const source = textAt(refund, 'id');
  const status = textAt(refund, 'status') ?? 'succeeded';
  if (source === null || status === 'canceled' || status === 'requires_action') return [];
  const detail = idAt(refund, 'charge');
  const fact = { source, currency: refund['currency'], customer: idAt(refund, 'customer'), tags, detail };
  const made = numberAt(refund, 'created') ?? eventAt;
  const gone = told(scope, { ...fact, kind: 'refund', at: made, minor: minus(refund['amount']) });
  if (status !== 'failed') return gone;
  return [...gone, ...told(scope, { ...fact, kind: 'refund_reversal', at: eventAt, minor: refund['amount'] })];
}
