import type { Money } from '../../domain/money.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import { baseType } from '../families/meaning.ts';
import { readable, term } from '../naming/value.ts';
import { disputedAmount } from './amounts.ts';
import { latest, type Part, type Sale } from './objects.ts';
import { amountOf, type Reading, type SaleState } from './reading.ts';

type Wording = readonly [withAmount: (amount: Value) => Phrase, without: Phrase];

// The amount first, then what happened to it.
const wordings: Readonly<Record<Exclude<SaleState, 'payment.known' | 'payment.partially_refunded'>, Wording>> = {
  'payment.dispute_lost': [(amount) => say`${amount} lost in a dispute`, say`Dispute lost`],
  'payment.disputed': [(amount) => say`${amount} disputed`, say`Payment disputed`],
  'payment.inquiry': [(amount) => say`${amount} questioned by the bank`, say`Payment questioned by the bank`],
  'payment.refunded': [(amount) => say`${amount} refunded`, say`Payment refunded`],
  'payment.refund_failed': [(amount) => say`${amount} refund failed`, say`Refund failed`],
  'payment.succeeded': [(amount) => say`${amount} paid`, say`Payment succeeded`],
  'invoice.settled_free': [(amount) => say`${amount} invoice settled`, say`Invoice settled`],
  'checkout.completed': [(amount) => say`${amount} checkout completed`, say`Checkout completed`],
  'checkout.setup_completed': [(amount) => say`${amount} checkout completed`, say`Payment method saved`],
  'payment.authorized': [
    (amount) => say`${amount} authorized, not captured yet`,
    say`Payment authorized, not captured yet`,
  ],
  'payment.requires_action': [(amount) => say`${amount} waits for the customer`, say`Payment waits for the customer`],
  'payment.processing': [(amount) => say`${amount} processing`, say`Payment processing`],
  'payment.partially_funded': [(amount) => say`${amount} partly transferred`, say`Payment partly transferred`],
  'payment.failed': [(amount) => say`${amount} payment failed`, say`Payment failed`],
  'payment.released': [(amount) => say`${amount} authorization released`, say`Authorization released`],
  'payment.canceled': [(amount) => say`${amount} payment cancelled`, say`Payment cancelled`],
  'invoice.voided': [(amount) => say`${amount} invoice voided`, say`Invoice voided`],
  'invoice.uncollectible': [
    (amount) => say`${amount} written off as uncollectible`,
    say`Invoice written off as uncollectible`,
  ],
  'invoice.deleted': [(amount) => say`${amount} invoice draft deleted`, say`Invoice draft deleted`],
  'invoice.upcoming': [(amount) => say`${amount} to be invoiced soon`, say`Invoice upcoming`],
  'invoice.finalization_failed': [
    (amount) => say`${amount} invoice could not be finalized`,
    say`Invoice could not be finalized`,
  ],
  'invoice.overdue': [(amount) => say`${amount} overdue`, say`Invoice overdue`],
  'invoice.open': [(amount) => say`${amount} invoiced`, say`Invoice open`],
  'invoice.draft': [(amount) => say`${amount} invoice drafted`, say`Invoice drafted`],
  'checkout.expired': [(amount) => say`${amount} checkout not completed`, say`Checkout not completed`],
  'checkout.open': [(amount) => say`${amount} checkout started`, say`Checkout started`],
  'payment.incomplete': [(amount) => say`${amount} payment started`, say`Payment started`],
  'credit_note.issued': [(amount) => say`${amount} credit note issued`, say`Credit note issued`],
};

export function saleHeadline(sale: Sale, reading: Reading): Phrase {
  const { state, figures } = reading;
  if (state === 'payment.known') return knownOnly(sale, value(figures.amount));
  if (state === 'payment.partially_refunded') {
    return say`${value(figures.paid)} paid, ${value(figures.refunded)} of it refunded`;
  }
  const disputed = state === 'payment.disputed' || state === 'payment.dispute_lost' || state === 'payment.inquiry';
  const amount = disputed ? (disputedAmount(sale) ?? amountOf(reading)) : amountOf(reading);
  const [withAmount, without] = wordings[state];
  const shown = value(amount);
  return shown === null ? without : withAmount(shown);
}

/** A state that we cannot read, or an object that could not be had: what Stripe calls it, and nothing invented. */
function knownOnly(sale: Sale, amount: Value | null): Phrase {
  const part = latest(Object.values(sale).flat() as Part[]);
  const name = part === null ? 'payment' : readable(baseType(part.type));
  const words = say`${term(`${name.charAt(0).toUpperCase()}${name.slice(1)}`)}`;
  return amount === null ? words : say`${amount} · ${words}`;
}

function value(amount: Money | null): Value | null {
  return amount === null ? null : { type: 'money', money: amount };
}
