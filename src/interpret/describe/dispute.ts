import type { Fact } from '../../domain/card.ts';
import { idAt, type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import {
  chargeOf,
  disputeAmount,
  disputeCost,
  disputeMoney,
  dueBy,
  isInquiry,
  networkPhrase,
} from '../dispute-reading.ts';
import type { Context, Describe } from '../family.ts';
import { whoPhrase } from '../naming/customer.ts';
import { methodOf, methodPhrase } from '../naming/method.ts';
import { knownObject } from '../naming/price.ts';
import { amountValue, catalog, dateValue, numberValue } from '../naming/value.ts';
import { idTerm, wordsFor } from '../words/code-words.ts';
import { disputeReasons } from '../words/dispute-words.ts';
import { cardOf, customerOf, fact, snapshotOfType } from './card.ts';
import { describeOther } from './other.ts';

interface Standing {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly words: Phrase;
}

/** A dispute's card: amount and stage first, then why, by when, and what it costs. */
export const describeDispute: Describe = (state, context) => {
  const snapshot = snapshotOfType(state, 'dispute');
  if (snapshot === null) return { ...describeOther(state, context), kind: 'dispute' };
  const { object } = snapshot;
  const standing = standingOf(object);
  const amount = disputeAmount(object);
  const value = amount === null ? null : amountValue(amount.minor, amount.currency);
  const payment = paymentOf(object, context);
  const customer = idAt(payment[0], 'customer') ?? idAt(payment[1], 'customer');
  return cardOf(state, context, {
    kind: 'dispute',
    code: standing.code,
    tone: standing.tone,
    severity: standing.severity,
    headline: value === null ? standing.words : say`${value} · ${standing.words}`,
    who: whoPhrase(payment, customerOf(customer, context)),
    what: say`${catalog(payment.map((one) => textAt(one, 'calculated_statement_descriptor')).find((text) => text !== null) ?? null)}`,
    facts: factsOf(object, payment),
    notes: notesOf(object),
    linkId: textAt(object, 'id'),
  });
};

/** The charge and the intent behind it, expanded in the dispute or known from their own events. */
function paymentOf(dispute: JsonObject, context: Context): JsonObject[] {
  return ['charge', 'payment_intent'].flatMap((name) => {
    const expanded = dispute[name];
    const inside = typeof expanded === 'object' && expanded !== null && !Array.isArray(expanded) ? expanded : null;
    const found = knownObject(context.known, idAt(dispute, name)) ?? inside;
    return found === null ? [] : [found];
  });
}

function standingOf(dispute: JsonObject): Standing {
  const of = (code: string, tone: Tone, severity: Severity, words: Phrase): Standing => ({
    code: `dispute.${code}`,
    tone,
    severity,
    words,
  });
  switch (textAt(dispute, 'status') ?? '') {
    case 'warning_needs_response':
      return of('inquiry', 'warning', 'critical', say`Inquiry: answer to prevent a dispute`);
    case 'warning_under_review':
      return of('inquiry_under_review', 'warning', 'normal', say`Inquiry answered, being looked at`);
    case 'warning_closed':
      return of('inquiry_closed', 'good', 'normal', say`Inquiry closed without a dispute`);
    case 'needs_response':
      return of('needs_response', 'bad', 'critical', say`Dispute: needs an answer`);
    case 'under_review':
      return of('under_review', 'warning', 'normal', say`Dispute answered, the bank decides`);
    case 'won':
      return of('won', 'good', 'normal', say`Dispute won`);
    case 'lost':
      return of('lost', 'bad', 'high', say`Dispute lost`);
    case 'prevented':
      return of('prevented', 'good', 'normal', say`Dispute prevented`);
    case 'appeal_needs_response':
      return of('appeal_needs_response', 'bad', 'high', say`Dispute lost: can be appealed`);
    case 'appeal_under_review':
      return of('appeal_under_review', 'warning', 'normal', say`Dispute: appeal being looked at`);
    default:
      return of('unknown', 'warning', 'high', say`Dispute`);
  }
}

function factsOf(dispute: JsonObject, payment: readonly JsonObject[]): Fact[] {
  const booked = disputeMoney(dispute);
  const cost = disputeCost(booked);
  const reason = wordsFor(disputeReasons, textAt(dispute, 'reason'));
  const answers = numberAt(dispute, 'evidence_details.submission_count');
  const method = payment.map(methodOf).find((found) => found !== null) ?? null;
  const open = textAt(dispute, 'status')?.endsWith('needs_response') ?? false;
  const due = open ? dueBy(dispute) : null;
  return [
    ...fact('Reason', reason),
    ...fact('Answer by', dateValue(due, 'left')),
    ...fact('Dispute fee', booked.fee === null ? null : amountValue(booked.fee.minor, booked.fee.currency)),
    ...fact(
      'Out of your balance',
      cost === null || textAt(dispute, 'status') === 'won' ? null : amountValue(cost.minor, cost.currency),
    ),
    ...fact('Given back', booked.reinstated && amountValue(booked.reinstated.minor, booked.reinstated.currency)),
    ...fact('Card network', networkPhrase(dispute)),
    ...fact('Paid with', method === null ? null : methodPhrase(method)),
    ...fact('Evidence', answers === null ? null : answers > 0 ? say`sent ${times(answers)}` : say`none sent`),
    ...fact('Payment', idTerm(idAt(dispute, 'payment_intent') ?? chargeOf(dispute))),
    ...fact('Opened', dateValue(numberAt(dispute, 'created'), 'date')),
  ];
}

function times(count: number): Phrase {
  return count === 1 ? say`once` : say`${numberValue(count)} times`;
}

function isDecided(dispute: JsonObject): boolean {
  return ['won', 'lost', 'warning_closed', 'prevented'].includes(textAt(dispute, 'status') ?? '');
}

function notesOf(dispute: JsonObject): Phrase[] {
  const notes: Phrase[] = [];
  if (dispute['evidence_details'] !== undefined && pastDue(dispute) && !isDecided(dispute)) {
    notes.push(say`The time to answer is over.`);
  }
  if (isInquiry(dispute) && !isDecided(dispute)) {
    notes.push(
      dispute['is_charge_refundable'] === true
        ? say`No money is taken yet. A full refund now ends the inquiry and avoids a dispute and its fee.`
        : say`No money is taken yet.`,
    );
  }
  return notes;
}

function pastDue(dispute: JsonObject): boolean {
  const details = dispute['evidence_details'];
  return typeof details === 'object' && details !== null && !Array.isArray(details) && details['past_due'] === true;
}
