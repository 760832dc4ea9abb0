import type { StripeEvent } from '../../domain/event.ts';
import { at, idAt, isObject, type JsonObject, listAt, numberAt, textAt } from '../../domain/json.ts';
import type { LedgerFact, LedgerScope } from '../../domain/ledger.ts';
import { refundFact } from './refund-facts.ts';
import { told } from './told.ts';

/**
 * A charge counts when an event says that it came through or was captured, at that event's second: an authorisation is no
 * payment yet, and a bank debit is one only days later. Later events (a refund, a dispute) say nothing of when it was paid.
 */
export function chargeFacts(
  event: StripeEvent,
  type: string,
  scope: LedgerScope,
  tags: readonly string[],
): readonly LedgerFact[] {
  const charge = event.object ?? {};
  const source = textAt(charge, 'id');
  if (source === null) return [];
  const fact = { source, at: event.created, currency: charge['currency'], customer: idAt(charge, 'customer'), tags };
  switch (type) {
    case 'charge.succeeded':
    case 'charge.captured':
      if (charge['captured'] === false) return [];
      return told(scope, { ...fact, kind: 'charge', minor: charge['amount_captured'] ?? charge['amount'] });
    case 'charge.failed':
      return told(scope, { ...fact, kind: 'failed', minor: charge['amount'], detail: declineOf(charge) });
    case 'charge.refunded':
      // Until 2022 the refunds were in the charge, and endpoints of that age send no event of their own for them.
      return listAt(charge, 'refunds')
        .filter(isObject)
        .flatMap((refund) =>
          refundFact({ ...refund, customer: charge['customer'] ?? null }, event.created, scope, tags),
        );
    default:
      return [];
  }
}

/** For endpoints that send payment intents only: the same movement, under the same id of the charge. */
export function paymentIntentFacts(
  event: StripeEvent,
  type: string,
  scope: LedgerScope,
  tags: readonly string[],
): readonly LedgerFact[] {
  const intent = event.object ?? {};
  const fact = { at: event.created, currency: intent['currency'], customer: idAt(intent, 'customer'), tags };
  if (type === 'payment_intent.succeeded') {
    const source = idAt(intent, 'latest_charge') ?? textAt(listAt(intent, 'charges').at(0), 'id');
    const minor = intent['amount_received'] ?? intent['amount'];
    return source === null || numberAt(intent, 'amount_received') === 0
      ? []
      : told(scope, { ...fact, source, kind: 'charge', minor });
  }
  if (type === 'payment_intent.payment_failed') {
    const source = textAt(intent, 'last_payment_error.charge') ?? idAt(intent, 'latest_charge');
    const detail = textAt(intent, 'last_payment_error.decline_code') ?? textAt(intent, 'last_payment_error.code');
    return source === null ? [] : told(scope, { ...fact, source, kind: 'failed', minor: intent['amount'], detail });
  }
  return [];
}

function declineOf(charge: JsonObject): string | null {
  const reason = at(charge, 'outcome.reason');
  return (typeof reason === 'string' ? reason : null) ?? textAt(charge, 'failure_code');
}
