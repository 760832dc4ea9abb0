import type { CardContent, Fact } from '../../domain/card.ts';
import { idAt, type JsonObject, numberAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';
import type { Snapshot } from '../../domain/subject.ts';
import { catalogName, isCatalogObject } from '../catalog-name.ts';
import { feelingOf } from '../event-feeling.ts';
import { eventName } from '../event-name.ts';
import { baseType } from '../families/meaning.ts';
import type { Context, Describe } from '../family.ts';
import { failureCode, genericAmount } from '../generic-reading.ts';
import { whoPhrase } from '../naming/customer.ts';
import { amountValue, dateValue, free, term } from '../naming/value.ts';
import { objectName } from '../object-name.ts';
import { codeTerm, idTerm } from '../words/code-words.ts';
import { knownEvents } from '../words/known-events.ts';
import { describeAccount } from './account.ts';
import { describeBalance } from './balance.ts';
import { cardOf, customerOf, fact, latestChange, latestSnapshot, snapshotOfType } from './card.ts';
import { describeIncident } from './incident.ts';

/** Everything without a card of its own kind: accounts, balances, the catalogue, and any object that Stripe may invent. */
export const describeOther: Describe = (state, context) => {
  const latest = latestSnapshot(state);
  const change = latestChange(state);
  if (snapshotOfType(state, 'account') !== null || isAccountPart(latest)) return describeAccount(state, context);
  if (snapshotOfType(state, 'balance') !== null) return describeBalance(state, context);
  const incident = snapshotOfType(state, 'tillbell.incident');
  if (incident !== null) return describeIncident(incident, state, context);
  if (latest === null) {
    return cardOf(state, context, {
      kind: 'other',
      code: 'other.unknown',
      tone: 'neutral',
      severity: change?.severity ?? 'low',
      headline: change?.phrase ?? say`News from Stripe`,
      linkId: null,
    });
  }
  return genericCard(latest, context, state);
};

function isAccountPart(snapshot: Snapshot | null): boolean {
  return snapshot !== null && /^(v1\.)?(account|capability|person)\./.test(snapshot.type);
}

function genericCard(snapshot: Snapshot, context: Context, state: Parameters<Describe>[0]): CardContent {
  const { object } = snapshot;
  const type = baseType(snapshot.type);
  const known = Object.hasOwn(knownEvents, type) ? knownEvents[type] : undefined;
  const feeling = known ?? feelingOf(type);
  const amount = isCatalogObject(object) ? null : genericAmount(object);
  const name = known?.phrase ?? say`${term(eventName(type))}`;
  const value = amount === null ? null : amountValue(amount.minor, amount.currency);
  const news = latestChange(state)?.phrase ?? [];
  return cardOf(state, context, {
    kind: 'other',
    code: type,
    tone: feeling.tone,
    severity: feeling.severity,
    headline: value === null ? name : say`${value} · ${name}`,
    who: whoOf(object, context),
    what: isCatalogObject(object) ? catalogName(object) : [],
    facts: factsOf(object, textAt(object, 'id')),
    // What the headline or the facts already say is not repeated.
    notes: known === undefined && isOwnNews(type, object) ? [news] : [],
    linkId: textAt(object, 'id'),
  });
}

/** Only an update of the catalogue, and the end of a mandate, has words beyond the event's name. */
function isOwnNews(type: string, object: JsonObject): boolean {
  if (type === 'mandate.updated') return true;
  return isCatalogObject(object) && !/\.(created|deleted)$/.test(type);
}

/** Names on objects of unknown types may be people's: shown as such, never as terms. */
function whoOf(object: JsonObject, context: Context): Phrase {
  if (isCatalogObject(object)) return [];
  const customer = customerOf(idAt(object, 'customer'), context);
  const who = whoPhrase([object], customer);
  if (who.length > 0) return who;
  const name = textAt(object, 'name') ?? textAt(object, 'cardholder.name') ?? textAt(object, 'card.cardholder.name');
  const value: Value | null = name === null ? null : { type: 'name', text: name };
  return say`${value}`;
}

function factsOf(object: JsonObject, id: string | null): Fact[] {
  const kind = objectName(object, id);
  return [
    ...fact('Status', statusOf(object)),
    ...fact('Why', codeTerm(failureCode(object))),
    ...fact('Number', numberOf(object)),
    ...fact('Description', free(textAt(object, 'description'), 'description')),
    ...fact(labelFor(kind), idTerm(id)),
    ...fact('Destination', idTerm(idAt(object, 'destination'))),
    ...fact('Customer', idTerm(idAt(object, 'customer'))),
    ...fact('Reversed', amountValue(numberAt(object, 'amount_reversed') || null, object['currency'])),
    ...fact('Expected', dateValue(arrivalOf(object), 'date')),
    ...fact('Created', dateValue(createdOf(object), 'time')),
  ];
}

function statusOf(object: JsonObject): Value | null {
  const status = codeTerm(textAt(object, 'status'));
  if (status !== null) return status;
  return object['active'] === true ? term('active') : object['active'] === false ? term('archived') : null;
}

/** Stripe's own running numbers (`QT-7FE1103-0001-1`); anything else that is called a number may be a card's. */
function numberOf(object: JsonObject): Value | null {
  return textAt(object, 'object') === 'quote' ? idTerm(textAt(object, 'number')) : null;
}

/** "Climate order", "Identity verification session": the type of the object in words. */
function labelFor(kind: string | null): string {
  return kind === null || !/^[a-z0-9_.]{2,60}$/.test(kind) ? 'ID' : eventName(kind);
}

function arrivalOf(object: JsonObject): number | null {
  return (
    numberAt(object, 'arrival_date') ??
    numberAt(object, 'expected_arrival_date') ??
    numberAt(object, 'expected_availability_date')
  );
}

/** Seconds in v1, ISO time in v2. */
function createdOf(object: JsonObject): number | null {
  const seconds = numberAt(object, 'created');
  if (seconds !== null) return seconds;
  const parsed = Date.parse(textAt(object, 'created') ?? '');
  return Number.isFinite(parsed) ? Math.floor(parsed / 1000) : null;
}
