import type { Fact } from '../../domain/card.ts';
import { idAt, type JsonObject, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Context, Describe } from '../family.ts';
import { whoPhrase } from '../naming/customer.ts';
import { methodOf, methodPhrase } from '../naming/method.ts';
import { knownObject } from '../naming/price.ts';
import { amountValue, dateValue } from '../naming/value.ts';
import { codeTerm, idTerm, wordsFor } from '../words/code-words.ts';
import { closedReasons, fraudTypes, openedReasons } from '../words/fraud-words.ts';
import { type CardParts, cardOf, customerOf, fact, latestChange, snapshotOfType } from './card.ts';
import { describeOther } from './other.ts';

/** The card of a Radar review or an early fraud warning: the payment's amount first, then what is asked for. */
export const describeReview: Describe = (state, context) => {
  const warning = snapshotOfType(state, 'radar.early_fraud_warning')?.object ?? null;
  const object = warning ?? snapshotOfType(state, 'review')?.object ?? null;
  if (object === null) return { ...describeOther(state, context), kind: 'review' };
  const payment = paymentOf(object, context);
  const amount = payment.map((one) => amountValue(one['amount'], one['currency'])).find((one) => one !== null) ?? null;
  const parts = warning === null ? reviewParts(object) : warningParts(object, amount);
  const customer = idAt(payment[0], 'customer') ?? idAt(payment[1], 'customer');
  const method = payment.map(methodOf).find((found) => found !== null) ?? null;
  const closing = warning === null ? (latestChange(state)?.phrase ?? []) : [];
  return cardOf(state, context, {
    ...parts,
    kind: 'review',
    headline: amount === null ? parts.headline : say`${amount} · ${parts.headline}`,
    who: whoPhrase(payment, customerOf(customer, context)),
    facts: [
      ...(parts.facts ?? []),
      ...fact('Paid with', method === null ? null : methodPhrase(method)),
      ...fact('Payment', idTerm(idAt(object, 'payment_intent') ?? idAt(object, 'charge'))),
      ...fact('Opened', dateValue(numberAt(object, 'created'), 'time')),
    ],
    notes: [...(parts.notes ?? []), closing],
    linkId: warning === null ? textAt(object, 'id') : (idAt(object, 'payment_intent') ?? idAt(object, 'charge')),
  });
};

/** The charge first: it knows the card; then the intent. Expanded in the object or known from their own events. */
function paymentOf(object: JsonObject, context: Context): JsonObject[] {
  return ['charge', 'payment_intent'].flatMap((name) => {
    const found = objectAt(object, name) ?? knownObject(context.known, idAt(object, name));
    return found === null ? [] : [found];
  });
}

type Parts = Omit<CardParts, 'kind' | 'linkId'>;

function warningParts(warning: JsonObject, amount: Value | null): Parts {
  const actionable = warning['actionable'] === true;
  const advice = say`A refund now${amount === null ? [] : say` of ${amount}`} avoids a dispute over it and the dispute fee.`;
  return {
    code: actionable ? 'fraud_warning.actionable' : 'fraud_warning.settled',
    tone: actionable ? 'bad' : 'neutral',
    severity: actionable ? 'critical' : 'normal',
    headline: actionable ? say`Fraud warning: act before it becomes a dispute` : say`Fraud warning, nothing left to do`,
    facts: fact('Reported as', wordsFor(fraudTypes, textAt(warning, 'fraud_type'))),
    notes: actionable ? [advice] : [say`The payment was refunded in full or is already disputed.`],
  };
}

function reviewParts(review: JsonObject): Parts {
  const open = review['open'] !== false;
  const closed = wordsFor(closedReasons, textAt(review, 'closed_reason') ?? (open ? null : textAt(review, 'reason')));
  return {
    code: open ? 'review.open' : 'review.closed',
    tone: open ? 'warning' : 'neutral',
    severity: open ? 'high' : 'normal',
    headline: reviewHeadline(open, closed),
    facts: reviewFacts(review),
  };
}

function reviewHeadline(open: boolean, closed: Phrase): Phrase {
  if (open) return say`Payment waits for your review`;
  return closed.length === 0 ? say`Review closed` : say`Review closed: ${closed}`;
}

function reviewFacts(review: JsonObject): Fact[] {
  const ip = textAt(review, 'ip_address');
  const [city, country] = [textAt(review, 'ip_address_location.city'), textAt(review, 'ip_address_location.country')];
  const place: Value | null = city === null ? null : { type: 'address', text: city, country };
  return [
    ...fact('Opened because', wordsFor(openedReasons, textAt(review, 'opened_reason'))),
    ...fact('IP address', ip === null ? null : { type: 'ip', text: ip }),
    ...fact('From', place ?? codeTerm(country)),
  ];
}
