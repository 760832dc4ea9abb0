import { at, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import { declineAdvice, declineReason } from '../decline-reasons.ts';
import { joined, readable, term } from '../naming/value.ts';
import { paymentCancellations } from '../words/cancellation.ts';
import { wordsFor } from '../words/code-words.ts';
import { isFailedInvoice } from './failure.ts';
import { isFailedRefund } from './figures.ts';
import { latest, type Sale } from './objects.ts';
import type { Reading } from './reading.ts';

/** Sentences below the facts: why, and what to do. */
export function saleNotes(sale: Sale, reading: Reading): Phrase[] {
  return [
    reading.state === 'payment.failed' ? failureNote(sale, reading) : [],
    canceledNote(sale, reading),
    failedRefundNote(sale),
    disputeNote(sale),
    riskNote(sale),
    warningNote(sale),
    reviewNote(sale),
  ].filter((note) => note.length > 0);
}

function failureNote(sale: Sale, { failures }: Reading): Phrase {
  const reason = failures.latest === null ? [] : declineReason(failures.latest);
  const advice = failures.latest === null ? [] : declineAdvice(failures.latest);
  const ended = gaveUp(sale);
  const why = reason.length === 0 ? [] : say`Declined: ${reason}.`;
  const last = ended ? say`Stripe makes no further attempt by itself.` : [];
  return joined([why, advice, last], say` `);
}

/** An invoice that Stripe collects by itself, whose payment failed and will not be tried again. */
export function gaveUp(sale: Sale): boolean {
  const invoice = latest(sale.invoices);
  return (
    invoice !== null &&
    isFailedInvoice(invoice) &&
    textAt(invoice.object, 'collection_method') !== 'send_invoice' &&
    at(invoice.object, 'next_payment_attempt') === undefined
  );
}

function canceledNote(sale: Sale, { state }: Reading): Phrase {
  const reason = textAt(latest(sale.intents)?.object, 'cancellation_reason');
  return state === 'payment.canceled' && reason !== null
    ? say`Cancelled: ${wordsFor(paymentCancellations, reason)}.`
    : [];
}

function failedRefundNote(sale: Sale): Phrase {
  const failed = latest(sale.refunds.filter(isFailedRefund));
  if (failed === null || textAt(failed.object, 'status') !== 'failed') return [];
  const reason = textAt(failed.object, 'failure_reason');
  return reason === null
    ? say`A refund failed: the money is back in your balance. Refund the customer another way.`
    : say`A refund failed (${term(readable(reason))}): the money is back in your balance. Refund the customer another way.`;
}

function disputeNote(sale: Sale): Phrase {
  const status = textAt(latest(sale.disputes)?.object, 'status');
  if (status === 'won') return say`A dispute of this payment was won.`;
  if (status === 'warning_closed') return say`The bank's inquiry was closed without a dispute.`;
  return status === 'prevented' ? say`A dispute of this payment was prevented.` : [];
}

function riskNote(sale: Sale): Phrase {
  const level = textAt(latest(sale.charges)?.object, 'outcome.risk_level');
  return level === 'elevated' || level === 'highest' ? say`Radar sees ${term(level)} risk.` : [];
}

function warningNote(sale: Sale): Phrase {
  const warning = latest(sale.warnings);
  if (warning === null) return [];
  return at(warning.object, 'actionable') === false
    ? say`The card's bank had sent an early fraud warning.`
    : say`The card's bank sent an early fraud warning: a refund now may avoid a dispute.`;
}

function reviewNote(sale: Sale): Phrase {
  const review = latest(sale.reviews);
  if (review === null) return [];
  if (at(review.object, 'open') !== false) return say`Waits for a review in Radar.`;
  const reason = textAt(review.object, 'closed_reason') ?? textAt(review.object, 'reason');
  return reason === null ? say`Reviewed.` : say`Reviewed: ${term(readable(reason))}.`;
}
