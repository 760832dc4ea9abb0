import type { Fact } from '../../domain/card.ts';
import { at, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { money } from '../../domain/money.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Context } from '../family.ts';
import { methodPhrase } from '../naming/method.ts';
import { amountValue, dateValue, numberValue, readable, term } from '../naming/value.ts';
import { saleCountry, saleMethod } from './method.ts';
import { latest, type Sale } from './objects.ts';
import type { Reading } from './reading.ts';
import { renewalOf } from './renewal.ts';

const mostFacts = 10;

/** What a finance team looks up first, in that order; only what is known. */
export function saleFacts(sale: Sale, reading: Reading, context: Context): Fact[] {
  const method = saleMethod(sale, context.known);
  const country = saleCountry(sale, context.known);
  const rows: (readonly [string, Phrase])[] = [
    ['Method', method === null ? [] : methodPhrase(method)],
    ['Renewal', renewalPhrase(sale, context)],
    ...failureRows(sale, reading),
    ['Missing', missingPhrase(sale, reading)],
    ...refundRows(sale, reading),
    ...disputeRows(sale),
    ...invoiceRows(sale, reading),
    ...feeRows(sale),
    ['Country', say`${term(country)}`],
  ];
  return rows
    .filter(([, value]) => value.length > 0)
    .slice(0, mostFacts)
    .map(([label, value]) => ({ label, value }));
}

function renewalPhrase(sale: Sale, context: Context): Phrase {
  const renewal = renewalOf(sale, context.known);
  return renewal === null ? [] : say`${term(renewal.interval)} ${numberValue(renewal.count)}`;
}

function failureRows(sale: Sale, { state, failures }: Reading): (readonly [string, Phrase])[] {
  const next = numberAt(latest(sale.invoices)?.object, 'next_payment_attempt');
  if (state !== 'payment.failed') {
    return failures.count > 0 && state === 'payment.succeeded'
      ? [['Failed attempts before', say`${numberValue(failures.count)}`]]
      : [];
  }
  return [
    ['Attempt', say`${numberValue(Math.max(1, failures.count))}`],
    ['Next attempt', next === null ? [] : say`${dateValue(next, 'time')}`],
  ];
}

/** What a bank transfer fell short by. */
function missingPhrase(sale: Sale, { state }: Reading): Phrase {
  const intent = latest(sale.intents)?.object;
  if (intent === undefined || state !== 'payment.partially_funded') return [];
  const left = at(intent, 'next_action.display_bank_transfer_instructions.amount_remaining');
  return say`${amountValue(left, intent['currency'])}`;
}

function refundRows(sale: Sale, { state, figures }: Reading): (readonly [string, Phrase])[] {
  const reason = textAt(latest(sale.refunds)?.object, 'reason');
  const pending = sale.refunds.some(({ object }) =>
    ['pending', 'requires_action'].includes(textAt(object, 'status') ?? ''),
  );
  const rows: (readonly [string, Phrase])[] = [];
  if (figures.refunded !== null && state !== 'payment.refunded' && state !== 'payment.partially_refunded') {
    rows.push(['Refunded', say`${{ type: 'money', money: figures.refunded }}`]);
  }
  if (reason !== null) rows.push(['Refund reason', say`${term(readable(reason))}`]);
  if (pending) rows.push(['Refund', say`on its way`]);
  return rows;
}

function disputeRows(sale: Sale): (readonly [string, Phrase])[] {
  const dispute = latest(sale.disputes);
  if (dispute === null) return [];
  const [status, reason] = [textAt(dispute.object, 'status'), textAt(dispute.object, 'reason')];
  return [
    ['Dispute', say`${term(status === null ? null : readable(status))}`],
    ['Dispute reason', say`${term(reason === null ? null : readable(reason))}`],
  ];
}

function invoiceRows(sale: Sale, { state }: Reading): (readonly [string, Phrase])[] {
  const invoice = latest(sale.invoices);
  if (invoice === null) return [];
  const open = state === 'invoice.open' || state === 'invoice.overdue';
  const due = numberAt(invoice.object, 'due_date');
  const upcoming = state === 'invoice.upcoming' ? numberAt(invoice.object, 'next_payment_attempt') : null;
  return [
    ['Invoice', say`${term(textAt(invoice.object, 'number'))}`],
    ['Due', open && due !== null ? say`${dateValue(due, 'date')}` : []],
    ['On', upcoming === null ? [] : say`${dateValue(upcoming, 'date')}`],
  ];
}

/** Only where the balance transaction came with the charge: its fee is in the currency of the account. */
function feeRows(sale: Sale): (readonly [string, Phrase])[] {
  for (const { object } of sale.charges.toReversed()) {
    const transaction = objectAt(object, 'balance_transaction');
    if (transaction === null) continue;
    const [fee, net] = [at(transaction, 'fee'), at(transaction, 'net')].map((part) =>
      money(part, transaction['currency']),
    );
    return [
      ['Fee', fee ? say`${{ type: 'money', money: fee }}` : []],
      ['Net', net ? say`${{ type: 'money', money: net }}` : []],
    ];
  }
  return [];
}
