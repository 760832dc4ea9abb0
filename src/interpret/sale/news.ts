import { numberAt, textAt } from '../../domain/json.ts';
import { compare, isZero, type Money, subtract } from '../../domain/money.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import { declineReason } from '../decline-reasons.ts';
import { noNews } from '../families/meaning.ts';
import type { Meaning } from '../family.ts';
import { dateValue, joined, numberValue, readable, term } from '../naming/value.ts';
import { accompanies, paymentTopic, type SaleEvent, type SaleNews, saleAlert, saleId } from './alert.ts';
import { invoiceAttempts } from './failure.ts';
import { isFailedRefund } from './figures.ts';
import { gaveUp } from './notes.ts';
import { latest } from './objects.ts';
import { amountOf } from './reading.ts';
import { renewalOf } from './renewal.ts';

/** Money arrived. Told once, by whichever of charge, intent, invoice, invoice payment and session says so first. */
export function paidNews(said: SaleEvent): Meaning {
  const { before, after, event } = said;
  const paid = after.reading.figures.paid;
  if (paid !== null && isZero(paid)) {
    return noNews('zero_amount', 'nothing was paid: an invoice of zero, as for a trial');
  }
  const grew = paid !== null && grewFrom(before.reading.figures.paid, paid);
  return saleAlert(said, {
    code: 'payment.succeeded',
    topic: paymentTopic(after.sale),
    severity: 'normal',
    tone: 'good',
    opensCard: true,
    change: grew ? { key: `paid:${saleId(after, event.id)}:${paid.minor}`, phrase: paidPhrase(said, paid) } : null,
  });
}

function paidPhrase({ before, after, context }: SaleEvent, paid: Money): Phrase {
  const amount = moneyValue(paid);
  const renewal = renewalOf(after.sale, context.known);
  const period = renewal === null ? [] : say`, renewal, ${term(renewal.interval)} ${numberValue(renewal.count)}`;
  if (before.reading.state === 'payment.authorized') return say`${amount} captured${period}`;
  const count = Math.max(before.reading.failures.count, after.reading.failures.count);
  if (count === 0 || before.reading.figures.paid !== null) return say`${amount} paid${period}`;
  const after_ = count === 1 ? say`one failed attempt` : say`${numberValue(count)} failed attempts`;
  return say`Recovered: ${amount} paid after ${after_}${period}`;
}

/** Paying failed. One happening is one try; the invoice's event and the charge's are two reports of it. */
export function failedNews(said: SaleEvent): Meaning {
  const { before, after, event } = said;
  const { failures } = after.reading;
  if (failures.count === 0 && after.reading.figures.paid !== null) {
    return accompanies('the type says failed, the object says paid: the card follows the object');
  }
  const final = gaveUp(after.sale);
  const news = isNextAttempt(said) || (final && !gaveUp(before.sale));
  return saleAlert(said, {
    code: final ? 'payment.failed_finally' : 'payment.failed',
    topic: 'failures',
    severity: final ? 'high' : 'normal',
    tone: 'bad',
    opensCard: true,
    change: news
      ? {
          key: `failed:${saleId(after, event.id)}:${failures.count}${final ? ':final' : ''}`,
          phrase: failedPhrase(said, final),
          broadcast: final,
        }
      : null,
  });
}

// Stripe reports the charge and the invoice of one attempt within seconds; the next attempt is hours off at least.
const sameAttemptSeconds = 900;

/**
 * The charge and the invoice of one attempt are two reports of it. Where both are joined the invoice's tells it: it alone
 * knows when the next attempt will be, and the charge has usually said by then why this one failed.
 */
function isNextAttempt({ event, before, after }: SaleEvent): boolean {
  const automatic = after.sale.invoices.some(({ object }) => textAt(object, 'collection_method') !== 'send_invoice');
  if (!automatic) return after.reading.failures.count > before.reading.failures.count;
  if (textAt(event.object ?? undefined, 'object') !== 'invoice') return false;
  return invoiceAttempts(after.sale) > invoiceAttempts(before.sale);
}

function failedPhrase({ before, after, event }: SaleEvent, final: boolean): Phrase {
  const { failures } = after.reading;
  // An invoice's event may overtake its charge's: then what the bank said of the attempt before is not the reason.
  const known = failures.latestAt >= event.created - sameAttemptSeconds;
  const reason = failures.latest === null || !known ? [] : declineReason(failures.latest);
  const next = numberAt(latest(after.sale.invoices)?.object, 'next_payment_attempt');
  const what = say`Attempt ${numberValue(Math.max(1, failures.count))} failed`;
  const why = reason.length === 0 ? say`${what}.` : say`${what}: ${reason}.`;
  const then = final
    ? say`Stripe makes no further attempt by itself.`
    : // What an older state of the invoice planned is this attempt itself.
      next === null || next <= event.created
      ? []
      : say`Next attempt ${dateValue(next, 'time')}.`;
  const told =
    final && invoiceAttempts(after.sale) <= invoiceAttempts(before.sale) && before.reading.failures.count > 0;
  return told ? then : joined([why, then], say` `);
}

/** Money went back. News is what the refunds come to, not which of charge and refund says it. */
export function refundNews(said: SaleEvent): Meaning {
  const { before, after, event } = said;
  const failed = after.sale.refunds.filter((refund) => textAt(refund.object, 'status') === 'failed');
  const failedBefore = before.sale.refunds.filter((refund) => textAt(refund.object, 'status') === 'failed');
  if (failed.length > failedBefore.length) return failedRefundNews(said);
  const [now, then] = [after.reading.figures.refunded, before.reading.figures.refunded];
  if (now === null) return accompanies('nothing is refunded by it');
  const grew = grewFrom(then, now);
  const step = grew && then !== null && then.currency === now.currency ? subtract(now, then) : now;
  return saleAlert(said, {
    code: after.reading.state === 'payment.partially_refunded' ? 'payment.partially_refunded' : 'payment.refunded',
    topic: 'refunds',
    severity: 'normal',
    tone: 'neutral',
    opensCard: true,
    amount: step,
    change: grew ? { key: `refunded:${saleId(after, event.id)}:${now.minor}`, phrase: refundPhrase(said, step) } : null,
  });
}

function refundPhrase({ after }: SaleEvent, step: Money): Phrase {
  const paid = after.reading.figures.paid;
  const refund = latest(after.sale.refunds.filter((one) => !isFailedRefund(one)));
  const reason = textAt(refund?.object, 'reason');
  const why = reason === null ? [] : say` (${term(readable(reason))})`;
  return paid === null
    ? say`Refunded ${moneyValue(step)}${why}`
    : say`Refunded ${moneyValue(step)} of ${moneyValue(paid)}${why}`;
}

function failedRefundNews(said: SaleEvent): Meaning {
  const refund = latest(said.after.sale.refunds.filter((one) => textAt(one.object, 'status') === 'failed'));
  const reason = textAt(refund?.object, 'failure_reason');
  const amount = refund === null ? null : amountOf(said.after.reading);
  const why = reason === null ? [] : say`: ${term(readable(reason))}`;
  return saleAlert(said, {
    code: 'payment.refund_failed',
    topic: 'refunds',
    severity: 'high',
    tone: 'warning',
    opensCard: true,
    amount,
    change: {
      key: `refund_failed:${refund?.id ?? said.event.id}`,
      phrase: say`A refund failed${why}. The money is back in your balance; refund the customer another way.`,
      broadcast: true,
    },
  });
}

/** A happening that one type of event reports: news where the sale's state changed by it. */
export function stateNews(
  said: SaleEvent,
  news: Omit<SaleNews, 'change'> & { readonly happened: string; readonly phrase: Phrase; readonly repeats?: boolean },
): Meaning {
  const { before, after, event } = said;
  const { happened, phrase, repeats, ...rest } = news;
  const moved = before.reading.state !== after.reading.state || repeats === true;
  return saleAlert(said, {
    ...rest,
    change: moved
      ? { key: `${happened}:${saleId(after, event.id)}${repeats ? `:${event.created}` : ''}`, phrase }
      : null,
  });
}

function grewFrom(before: Money | null, now: Money): boolean {
  if (isZero(now)) return false;
  return before === null || before.currency !== now.currency || compare(now, before) > 0;
}

export function moneyValue(amount: Money | null): Value | null {
  return amount === null ? null : { type: 'money', money: amount };
}
