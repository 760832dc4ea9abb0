import { createHash } from 'node:crypto';
import type { Alert } from '../domain/alert.ts';
import type { Failure, FailureSignal } from '../domain/incident.ts';
import { idAt, type JsonObject, textAt } from '../domain/json.ts';

const restrictions: ReadonlySet<string> = new Set([
  'account.disabled',
  'account.restricted',
  'account.requirements_past_due',
  'account.capability_lost',
  'account.bank_errored',
]);
const wellAgain: ReadonlySet<string> = new Set(['account.enabled', 'account.capability_active']);

/**
 * What an alert says of money that did not come, for incidents; null for everything else. A try to pay is known by its
 * charge, whichever of charge and payment intent reports it, so that it counts once; an invoice's report names no charge
 * and is left to those.
 */
export function failureSignal(alert: Alert, subjectId: string): FailureSignal | null {
  const { code, object, at } = alert;
  if (code === 'payout.failed')
    return failed(alert, subjectId, { id: textAt(object, 'id') ?? alert.eventId, kind: 'payout' });
  if (code === 'payout.paid') return { kind: 'well', of: 'payout', subjectId: null, at };
  if (restrictions.has(code)) return failed(alert, subjectId, { id: `${subjectId}:${code}:${at}`, kind: 'account' });
  if (wellAgain.has(code)) return { kind: 'well', of: 'account', subjectId, at };
  if (code === 'payment.succeeded') {
    // Of the several events of one payment the charge's is the one that counts; any of them ends what failed before.
    return textAt(object, 'object') === 'charge'
      ? { kind: 'paid', subjectId, at }
      : { kind: 'well', of: 'payment', subjectId, at };
  }
  if (alert.topic !== 'failures' || !code.startsWith('payment.failed')) return null;
  const charge = chargeOf(object);
  return charge === null ? null : failed(alert, subjectId, { id: charge, kind: 'payment' });
}

function failed(alert: Alert, subjectId: string, what: Pick<Failure, 'id' | 'kind'>): FailureSignal {
  return {
    kind: 'failed',
    failure: {
      ...what,
      at: alert.at,
      code: alert.declineCode ?? (what.kind === 'account' ? alert.code : 'unknown'),
      amount: alert.amount,
      subjectId,
      customer: alert.customer,
      invoice: idAt(alert.object, 'invoice'),
      card: cardOf(alert.object),
    },
  };
}

function chargeOf(object: JsonObject): string | null {
  const type = textAt(object, 'object');
  if (type === 'charge') return textAt(object, 'id');
  return type === 'payment_intent'
    ? (idAt(object, 'latest_charge') ?? textAt(object, 'last_payment_error.charge'))
    : null;
}

/** One way only: enough to tell cards apart, of no use to find one. */
function cardOf(object: JsonObject): string | null {
  const fingerprint =
    textAt(object, 'payment_method_details.card.fingerprint') ??
    textAt(object, 'last_payment_error.payment_method.card.fingerprint');
  return fingerprint === null
    ? null
    : createHash('sha256').update(`card ${fingerprint}`).digest('base64url').slice(0, 16);
}
