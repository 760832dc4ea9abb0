import { at, idAt, numberAt, textAt } from '../../domain/json.ts';
import { add, compare, isZero, type Money, money, subtract } from '../../domain/money.ts';
import { latest, type Part, type Sale } from './objects.ts';

/** The money of one sale. Amounts of another currency than the sale's own are never mixed in. */
export interface Figures {
  /** What it is about: paid, or else asked for. Null where no object states an amount (setup-mode checkout). */
  readonly amount: Money | null;
  /** What arrived; null where nothing did, zero for an invoice that was settled at no charge. */
  readonly paid: Money | null;
  /** Given back or on its way back; failed refunds are not in it. */
  readonly refunded: Money | null;
  /** Reserved on the card, not captured yet. */
  readonly authorized: Money | null;
}

export function figuresOf(sale: Sale): Figures {
  const paid = largest([
    sum(sale.charges.filter(isPaidCharge).map(capturedOf)),
    sum(sale.intents.map(receivedOf)),
    sum(sale.invoices.map(invoicePaidOf)),
    sum(sale.invoicePayments.map(invoicePaymentPaidOf)),
    ...sale.sessions.map(sessionPaidOf),
  ]);
  return {
    amount: paid !== null && !isZero(paid) ? paid : (askedOf(sale) ?? paid),
    paid,
    refunded: refundedOf(sale),
    authorized: authorizedOf(sale),
  };
}

/** True for a charge whose money arrived: `captured` is absent before 2013 and then means yes. */
export function isPaidCharge(charge: Part): boolean {
  return textAt(charge.object, 'status') === 'succeeded' || legacyPaid(charge)
    ? at(charge.object, 'captured') !== false
    : false;
}

/** Reserved, neither captured nor released. */
export function isAuthorizedCharge(charge: Part): boolean {
  return (
    textAt(charge.object, 'status') === 'succeeded' &&
    at(charge.object, 'captured') === false &&
    at(charge.object, 'refunded') !== true
  );
}

/** Reserved once and released without a capture (it expired, or was canceled). */
export function isReleasedCharge(charge: Part): boolean {
  return at(charge.object, 'captured') === false && at(charge.object, 'refunded') === true;
}

/** Before 2015 a charge had `paid` and no `status`. */
function legacyPaid(charge: Part): boolean {
  return textAt(charge.object, 'status') === null && at(charge.object, 'paid') === true;
}

function capturedOf(charge: Part): Money | null {
  const captured = numberAt(charge.object, 'amount_captured');
  return money(captured !== null && captured > 0 ? captured : charge.object['amount'], charge.object['currency']);
}

function receivedOf(intent: Part): Money | null {
  if (textAt(intent.object, 'status') !== 'succeeded') return null;
  return money(intent.object['amount_received'] ?? intent.object['amount'], intent.object['currency']);
}

function invoicePaidOf(invoice: Part): Money | null {
  const settled = textAt(invoice.object, 'status') === 'paid' || at(invoice.object, 'paid') === true;
  return settled ? money(invoice.object['amount_paid'] ?? invoice.object['total'], invoice.object['currency']) : null;
}

function invoicePaymentPaidOf(payment: Part): Money | null {
  return textAt(payment.object, 'status') === 'paid'
    ? money(payment.object['amount_paid'], payment.object['currency'])
    : null;
}

function sessionPaidOf(session: Part): Money | null {
  return textAt(session.object, 'payment_status') === 'paid'
    ? money(session.object['amount_total'], session.object['currency'])
    : null;
}

/** What was asked for, where nothing arrived yet: of the latest object of the most telling type. */
function askedOf(sale: Sale): Money | null {
  const sources: readonly (readonly [readonly Part[], readonly string[]])[] = [
    [sale.invoices, ['amount_remaining', 'amount_due', 'total']],
    [sale.intents, ['amount']],
    [sale.charges, ['amount']],
    [sale.sessions, ['amount_total']],
    [sale.invoicePayments, ['amount_requested']],
    [sale.creditNotes, ['total', 'amount']],
    [sale.refunds, ['amount']],
  ];
  for (const [parts, paths] of sources) {
    const part = latest(parts);
    if (part === null) continue;
    const amounts = paths
      .map((path) => money(part.object[path], part.object['currency']))
      .filter((one) => one !== null);
    const found = amounts.find((one) => !isZero(one)) ?? amounts[0];
    if (found !== undefined) return found;
  }
  return null;
}

function authorizedOf(sale: Sale): Money | null {
  const held = sum(
    sale.charges.filter(isAuthorizedCharge).map((part) => money(part.object['amount'], part.object['currency'])),
  );
  const capturable = sum(
    sale.intents
      .filter((part) => textAt(part.object, 'status') === 'requires_capture')
      .map((part) => money(part.object['amount_capturable'], part.object['currency'])),
  );
  return largest([held, capturable]);
}

/** The larger of what the charges say was refunded and what the known refunds come to. */
function refundedOf(sale: Sale): Money | null {
  const byRefunds = sum(sale.refunds.filter((part) => !isFailedRefund(part)).map(amountOf));
  const byCharges = sum(
    sale.charges.filter((charge) => !isReleasedCharge(charge)).map((charge) => chargeRefunded(charge, sale)),
  );
  const total = largest([byRefunds, byCharges]);
  return total === null || isZero(total) ? null : total;
}

export function isFailedRefund(refund: Part): boolean {
  const status = textAt(refund.object, 'status');
  return status === 'failed' || status === 'canceled';
}

/** `amount_refunded` less the refunds that failed after this state of the charge was shown: it counts them still. */
function chargeRefunded(charge: Part, sale: Sale): Money | null {
  const stated = statedRefund(charge);
  if (stated === null) return null;
  const failedSince = sum(
    sale.refunds
      .filter(
        (refund) => isFailedRefund(refund) && refund.at >= charge.at && idAt(refund.object, 'charge') === charge.id,
      )
      .map(amountOf),
  );
  if (failedSince === null || failedSince.currency !== stated.currency) return stated;
  const left = subtract(stated, failedSince);
  return left.minor.startsWith('-') ? { minor: '0', currency: stated.currency } : left;
}

/** Of a partly captured charge Stripe counts the rest, which was never paid, as refunded. */
function statedRefund({ object }: Part): Money | null {
  const stated = money(object['amount_refunded'], object['currency']);
  const held = money(object['amount'], object['currency']);
  const captured = money(object['amount_captured'], object['currency']);
  if (stated === null || held === null || captured === null || isZero(captured) || compare(captured, held) >= 0) {
    return stated;
  }
  const left = subtract(stated, subtract(held, captured));
  return left.minor.startsWith('-') ? { minor: '0', currency: stated.currency } : left;
}

function amountOf(part: Part): Money | null {
  return money(part.object['amount'], part.object['currency']);
}

/** Sum of those of the first one's currency; null where there is none. */
function sum(amounts: readonly (Money | null)[]): Money | null {
  return amounts.reduce((total, one) => {
    if (total === null || one === null) return total ?? one;
    return one.currency === total.currency ? add(total, one) : total;
  }, null);
}

/** The largest of those of the first one's currency. */
function largest(amounts: readonly (Money | null)[]): Money | null {
  return amounts.reduce((best, one) => {
    if (best === null || one === null) return best ?? one;
    return one.currency === best.currency && compare(one, best) > 0 ? one : best;
  }, null);
}
