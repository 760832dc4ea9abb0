import type { Fact } from '../../domain/card.ts';
import { type JsonObject, numberAt, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Severity, Tone } from '../../domain/severity.ts';
import type { SubjectState } from '../../domain/subject.ts';
import { couponPhrase } from '../customer-news.ts';
import type { Describe } from '../family.ts';
import { personOf, whoPhrase } from '../naming/customer.ts';
import { methodOf, methodPhrase } from '../naming/method.ts';
import { amountValue, dateValue } from '../naming/value.ts';
import { codeTerm, idTerm } from '../words/code-words.ts';
import { cardOf, customerOf, fact, latestChange, latestSnapshot, snapshotOfType } from './card.ts';
import { describeOther } from './other.ts';

/** A customer's card, with the newest of what happened to it as a note. */
export const describeCustomer: Describe = (state, context) => {
  const snapshot = snapshotOfType(state, 'customer');
  const spoke = latestSnapshot(state);
  if (spoke === null) return { ...describeOther(state, context), kind: 'customer' };
  const id = snapshot === null ? idFromParts(spoke.object) : textAt(snapshot.object, 'id');
  const customer = snapshot?.object ?? customerOf(id, context) ?? {};
  const standing = standingOf(state, customer, snapshot?.type.endsWith('.deleted') ?? false);
  const news = latestChange(state)?.phrase ?? [];
  return cardOf(state, context, {
    kind: 'customer',
    code: `customer.${standing.code}`,
    tone: standing.tone,
    severity: standing.severity,
    headline: standing.words,
    who: whoPhrase([customer, spoke.object], null),
    facts: factsOf(state, customer, id),
    notes: standing.code === 'delinquent' ? [news] : [],
    linkId: id,
  });
};

function idFromParts(part: JsonObject): string | null {
  const customer = part['customer'];
  return typeof customer === 'string' ? customer : textAt(part, 'customer.id');
}

interface Standing {
  readonly code: string;
  readonly tone: Tone;
  readonly severity: Severity;
  readonly words: Phrase;
}

function standingOf(state: SubjectState, customer: JsonObject, deleted: boolean): Standing {
  if (deleted || customer['deleted'] === true) {
    return { code: 'deleted', tone: 'warning', severity: 'low', words: say`Customer deleted` };
  }
  if (customer['delinquent'] === true) {
    return { code: 'delinquent', tone: 'bad', severity: 'normal', words: say`Customer owes you a payment` };
  }
  const change = latestChange(state);
  if (change === null) return { code: 'known', tone: 'neutral', severity: 'low', words: say`Customer` };
  const code = change.key.split(':')[0] ?? '';
  if (code === 'customer.created') return { code: 'created', tone: 'good', severity: 'low', words: say`New customer` };
  // A customer has no state but what happened to it last.
  const tone = code === 'payment_method.expiring' ? 'warning' : code === 'customer.cash_received' ? 'good' : 'neutral';
  return { code: 'known', tone, severity: change.severity, words: say`Customer · ${change.phrase}` };
}

function factsOf(state: SubjectState, customer: JsonObject, id: string | null): Fact[] {
  const person = personOf(customer);
  const phone: Value | null = person.phone === null ? null : { type: 'phone', text: person.phone };
  const balance = numberAt(customer, 'balance');
  const owes = balance !== null && balance !== 0 ? amountValue(Math.abs(balance), customer['currency']) : null;
  const method = ['payment_method', 'card', 'source', 'bank_account']
    .map((type) => snapshotOfType(state, type))
    .map((one) => (one === null ? null : methodOf(one.object)))
    .find((one) => one !== null);
  const discount = snapshotOfType(state, 'discount');
  const cash = snapshotOfType(state, 'customer_cash_balance_transaction')?.object ?? null;
  const taxId = snapshotOfType(state, 'tax_id')?.object ?? null;
  return [
    ...fact('Country', codeTerm(person.country)),
    ...fact('Phone', phone),
    ...fact(balance !== null && balance < 0 ? 'Credit balance' : 'Owes on the next invoice', owes),
    ...fact('Payment method', method === null || method === undefined ? null : methodPhrase(method)),
    ...fact('Discount', discount === null || discount.type.endsWith('.deleted') ? null : couponPhrase(discount.object)),
    ...fact('Cash balance', cash === null ? null : amountValue(cash['ending_balance'], cash['currency'])),
    ...fact('Tax ID', taxId === null ? null : taxPhrase(taxId)),
    ...fact('Currency', codeTerm(textAt(customer, 'currency')?.toUpperCase() ?? null)),
    ...fact('Customer', idTerm(id)),
    ...fact('Since', dateValue(numberAt(customer, 'created'), 'date')),
  ];
}

/** The kind and whether it is verified; the number itself may be a person's. */
function taxPhrase(taxId: JsonObject): Phrase {
  const status = codeTerm(textAt(objectAt(taxId, 'verification') ?? {}, 'status'));
  const kind = codeTerm(textAt(taxId, 'type')?.toUpperCase() ?? null);
  return status === null ? say`${kind}` : say`${kind}, ${status}`;
}
