import type { Fact } from '../../domain/card.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import { isCollection, payoutFailure } from '../families/payout.ts';
import type { Describe } from '../family.ts';
import { amountValue, catalog, dateValue } from '../naming/value.ts';
import { codeTerm, idTerm } from '../words/code-words.ts';
import { cardOf, fact, snapshotOfType } from './card.ts';
import { describeOther } from './other.ts';

/** A payout's card: the amount, where it stands by the ranked reading of the object, and when it arrives. */
export const describePayout: Describe = (state, context) => {
  const snapshot = snapshotOfType(state, 'payout');
  if (snapshot === null) return { ...describeOther(state, context), kind: 'payout' };
  const { object } = snapshot;
  const standing = standingOf(object);
  const amount = amountValue(object['amount'], object['currency']);
  return cardOf(state, context, {
    kind: 'payout',
    code: standing.code,
    tone: standing.tone,
    severity: standing.severity,
    headline: amount === null ? standing.words : say`${amount} · ${standing.words}`,
    what: say`${catalog(textAt(object, 'statement_descriptor'))}`,
    facts: factsOf(object, context.connectAccount),
    notes: standing.code === 'payout.failed' ? failureNotes(object) : [],
    linkId: textAt(object, 'id'),
  });
};

interface Standing {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly words: Phrase;
}

function standingOf(payout: JsonObject): Standing {
  const of = (code: string, tone: Tone, severity: Severity, words: Phrase): Standing => ({
    code: `payout.${code}`,
    tone,
    severity,
    words,
  });
  const collection = isCollection(payout);
  switch (textAt(payout, 'status') ?? '') {
    case 'pending':
    case 'in_transit':
      return of(
        'in_transit',
        'neutral',
        'normal',
        collection ? say`being collected from your bank` : say`payout on its way to your bank`,
      );
    case 'paid':
      return of('paid', 'good', 'normal', collection ? say`collected from your bank` : say`paid out to your bank`);
    case 'failed':
      return of('failed', 'bad', 'critical', say`payout failed`);
    case 'canceled':
      return of('canceled', 'warning', 'high', say`payout cancelled`);
    default:
      return of('unknown', 'neutral', 'normal', say`payout`);
  }
}

function factsOf(payout: JsonObject, connectAccount: string | null): Fact[] {
  const status = textAt(payout, 'status');
  const arrival = dateValue(numberAt(payout, 'arrival_date'), 'date');
  const arrivalLabel = status === 'paid' ? 'Arrived' : 'Arrives';
  return [
    ...fact(arrivalLabel, status === 'failed' || status === 'canceled' ? null : arrival),
    ...fact('To', destination(payout)),
    ...fact('Connected account', idTerm(connectAccount)),
    ...fact('Kind', kindOf(payout)),
    ...fact('Fee', amountValue(objectAt(payout, 'balance_transaction')?.['fee'], payout['currency'])),
    ...fact('Bank reference', traceOf(payout)),
    ...fact('Transactions', textAt(payout, 'reconciliation_status') === 'completed' ? say`reconciled` : null),
    ...fact('Payout', idTerm(textAt(payout, 'id'))),
  ];
}

/** "Bank account •••• 6789" where the destination came expanded; else its kind. */
function destination(payout: JsonObject): Phrase {
  const target = objectAt(payout, 'destination') ?? objectAt(payout, 'bank_account') ?? objectAt(payout, 'card');
  const last4 = target === null ? null : textAt(target, 'last4');
  const digits: Value | null = last4 === null ? null : { type: 'last4', text: last4 };
  const kind = textAt(payout, 'type') === 'card' ? say`Debit card` : say`Bank account`;
  return digits === null ? (textAt(payout, 'type') === null ? [] : kind) : say`${kind} •••• ${digits}`;
}

function kindOf(payout: JsonObject): Phrase {
  const method = textAt(payout, 'method');
  const instant = method === 'instant' ? say`instant` : say`${codeTerm(method)}`;
  if (payout['automatic'] === false) return instant.length === 0 ? say`manual` : say`${instant}, manual`;
  return method === 'instant' ? instant : [];
}

function traceOf(payout: JsonObject): Phrase {
  return say`${idTerm(textAt(payout, 'trace_id.value'))}`;
}

function failureNotes(payout: JsonObject): Phrase[] {
  return [say`${payoutFailure(payout)}.`, say`The money is back in the Stripe balance.`];
}
