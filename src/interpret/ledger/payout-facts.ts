import type { StripeEvent } from '../../domain/event.ts';
import { numberAt, textAt } from '../../domain/json.ts';
import type { LedgerFact, LedgerScope } from '../../domain/ledger.ts';
import { minus, told } from './told.ts';

/** The balance goes down when a payout is made, and up again where it fails or is called off. */
export function payoutFacts(
  event: StripeEvent,
  _type: string,
  scope: LedgerScope,
  _tags: readonly string[],
): readonly LedgerFact[] {
  const payout = event.object ?? {};
  const source = textAt(payout, 'id');
  if (source === null) return [];
  const fact = { source, currency: payout['currency'], customer: null, tags: [] };
  const made = numberAt(payout, 'created') ?? event.created;
  const gone = told(scope, { ...fact, kind: 'payout', at: made, minor: minus(payout['amount']) });
  const status = textAt(payout, 'status');
  if (status !== 'failed' && status !== 'canceled') return gone;
  const minor = payout['amount'];
  return [...gone, ...told(scope, { ...fact, kind: 'payout_reversal', at: event.created, minor, detail: status })];
}
