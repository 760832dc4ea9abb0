import { at, idAt, type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import type { Decline } from '../decline-reasons.ts';
import type { Part, Sale } from './objects.ts';
import { latest } from './objects.ts';

/** How often paying failed, and what the last failure said. */
export interface Failures {
  readonly count: number;
  readonly latest: Decline | null;
  /** Unix seconds of the charge's or intent's event that said so; 0 where there was none. */
  readonly latestAt: number;
  /** Unix seconds of the last failure; 0 where there was none. */
  readonly at: number;
}

export function failuresOf(sale: Sale): Failures {
  const failedCharges = sale.charges.filter((charge) => textAt(charge.object, 'status') === 'failed');
  const failedIntents = sale.intents.filter(isFailedIntent);
  const failedInvoices = sale.invoices.filter(isFailedInvoice);
  const failedSessions = sale.sessions.filter((session) => session.type.endsWith('.async_payment_failed'));
  const charges = new Set(failedCharges.map((charge) => charge.id));
  for (const intent of failedIntents) charges.add(failedChargeOf(intent.object) ?? intent.id);
  // An intent that failed without naming its charge is the failure of whichever charge is known.
  for (const intent of failedIntents) if (charges.size > 1) charges.delete(intent.id);
  const attempts = sale.invoices.map(failedAttempts);
  const last = latest([...failedCharges, ...failedIntents]);
  return {
    count: Math.max(charges.size, failedSessions.length, ...attempts),
    latest: last === null ? null : declineOf(last),
    latestAt: last?.at ?? 0,
    at: latest([...failedCharges, ...failedIntents, ...failedInvoices, ...failedSessions])?.at ?? 0,
  };
}

/** A payment intent goes back to `requires_payment_method` when paying failed; without an error it never tried. */
export function isFailedIntent(intent: Part): boolean {
  const status = textAt(intent.object, 'status');
  return (
    (status === 'requires_payment_method' || status === 'requires_source') &&
    (at(intent.object, 'last_payment_error') !== undefined || intent.type.endsWith('.payment_failed'))
  );
}

/**
 * An invoice says nowhere in plain words that its payment failed, and while a bank debit runs it looks attempted too: so
 * only its own event, a scheduled retry, or Stripe's having given up count.
 */
export function isFailedInvoice(invoice: Part): boolean {
  if (textAt(invoice.object, 'status') !== 'open') return false;
  if (invoice.type.endsWith('invoice.payment_failed')) return true;
  if (invoice.type.endsWith('.payment_action_required')) return false;
  if ((numberAt(invoice.object, 'attempt_count') ?? 0) < 1) return false;
  const automatic = textAt(invoice.object, 'collection_method') !== 'send_invoice';
  const retries = numberAt(invoice.object, 'next_payment_attempt') !== null;
  // A bank debit under way looks attempted once; a second attempt means that the first one failed.
  const again = (numberAt(invoice.object, 'attempt_count') ?? 0) > 1;
  return automatic && (retries || again || at(invoice.object, 'auto_advance') === false);
}

/** The charge that an intent's last failure made: `last_payment_error` names it, else it is the latest. */
export function failedChargeOf(intent: JsonObject): string | null {
  return idAt(intent, 'last_payment_error.charge') ?? idAt(intent, 'latest_charge');
}

/** The most failed attempts that an invoice of the sale knows of. */
export function invoiceAttempts(sale: Sale): number {
  return Math.max(0, ...sale.invoices.map(failedAttempts));
}

/** The invoice's failed attempts: all but the one that succeeded. */
function failedAttempts(invoice: Part): number {
  const attempts = numberAt(invoice.object, 'attempt_count') ?? 0;
  if (isFailedInvoice(invoice)) return Math.max(1, attempts);
  return textAt(invoice.object, 'status') === 'paid' ? Math.max(0, attempts - 1) : 0;
}

/** What Stripe and the bank said of a failed charge or intent. */
export function declineOf({ object }: Part): Decline {
  const error = 'last_payment_error';
  return {
    declineCode: textAt(object, `${error}.decline_code`) ?? outcomeReason(object),
    code: textAt(object, `${error}.code`) ?? textAt(object, 'failure_code'),
    advice: textAt(object, `${error}.advice_code`) ?? textAt(object, 'outcome.advice_code'),
    networkDeclineCode:
      textAt(object, `${error}.network_decline_code`) ?? textAt(object, 'outcome.network_decline_code'),
    networkAdvice: textAt(object, `${error}.network_advice_code`) ?? textAt(object, 'outcome.network_advice_code'),
    blocked: textAt(object, 'outcome.type') === 'blocked',
  };
}

function outcomeReason(object: JsonObject): string | null {
  const failed = textAt(object, 'status') === 'failed';
  const reason = textAt(object, 'outcome.reason');
  return failed && reason !== null ? reason : null;
}
