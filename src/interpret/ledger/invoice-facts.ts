import type { StripeEvent } from '../../domain/event.ts';
import { idAt, numberAt, textAt } from '../../domain/json.ts';
import type { LedgerFact, LedgerScope } from '../../domain/ledger.ts';
import { told } from './told.ts';

const lostRank = 1;
/** An invoice that was written off can still be paid: then it is not lost. */
const recoveredRank = 2;

/**
 * Dunning: an invoice that was paid after at least one try had failed is recovered; one that was written off or voided after
 * that is lost. Neither is a movement of money; the charge is.
 */
export function invoiceFacts(
  event: StripeEvent,
  type: string,
  scope: LedgerScope,
  tags: readonly string[],
): readonly LedgerFact[] {
  const invoice = event.object ?? {};
  const source = textAt(invoice, 'id');
  const tries = numberAt(invoice, 'attempt_count') ?? 0;
  if (source === null) return [];
  const fact = { source, at: event.created, currency: invoice['currency'], customer: idAt(invoice, 'customer'), tags };
  if (type === 'invoice.paid' || type === 'invoice.payment_succeeded') {
    if (tries < 2) return [];
    return told(scope, { ...fact, kind: 'recovered', minor: invoice['amount_paid'], rank: recoveredRank });
  }
  if ((type === 'invoice.marked_uncollectible' || type === 'invoice.voided') && tries >= 1) {
    return told(scope, { ...fact, kind: 'lost', minor: invoice['amount_remaining'], rank: lostRank });
  }
  return [];
}
