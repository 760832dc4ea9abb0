import { idAt, isObject, type JsonObject, listAt, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import type { Context } from '../family.ts';
import { whoPhrase } from '../naming/customer.ts';
import { catalogIds, type Known, knownObject, linesOf, linesPhrase } from '../naming/price.ts';
import { free, term } from '../naming/value.ts';
import { subscriptionIdOf } from './keys.ts';
import { type Part, type Sale, tellingParts } from './objects.ts';

/** The customer that any part of the sale names. */
export function customerIdOf(sale: Sale): string | null {
  for (const part of tellingParts(sale)) {
    const id = idAt(part.object, 'customer');
    if (id !== null) return id;
  }
  return null;
}

/** The subscription that the sale renews or starts. */
export function saleSubscriptionId(sale: Sale): string | null {
  for (const part of [...sale.invoices, ...sale.sessions]) {
    const id = subscriptionIdOf(part.object);
    if (id !== null) return id;
  }
  return null;
}

export function saleWho(sale: Sale, context: Context): Phrase {
  const objects = tellingParts(sale).map((part) => part.object);
  return whoPhrase(objects, knownObject(context.known, customerIdOf(sale)));
}

/** Products and plans where they are known; else what the integration wrote as description. */
export function saleWhat(sale: Sale, context: Context): Phrase {
  for (const part of [...sale.invoices.toReversed(), ...sale.sessions, ...sale.creditNotes]) {
    const named = linesPhrase(linesOf(part.object), context.known, hasMore(part.object));
    if (named.length > 0) return named;
  }
  const subscription = knownObject(context.known, saleSubscriptionId(sale));
  if (subscription !== null) {
    const named = linesPhrase(linesOf(subscription), context.known, hasMore(subscription));
    if (named.length > 0) return named;
  }
  return described(sale);
}

// Descriptions that Stripe writes by itself on the payments of subscriptions and invoices.
const stripeWrote = /^(Subscription (creation|update|cycle)|Payment for Invoice|Invoice [A-Z0-9]+-\d+)$/i;

function described(sale: Sale): Phrase {
  const texts = tellingParts(sale)
    .map((part) => textAt(part.object, 'description'))
    .filter((text) => text !== null);
  const written = texts.find((text) => !stripeWrote.test(text));
  if (written !== undefined) return say`${free(written, 'description')}`;
  const [first] = texts;
  return first === undefined ? [] : say`${term(first)}`;
}

function hasMore(object: JsonObject): boolean {
  return ['lines', 'items', 'line_items'].some((place) => objectAt(object, place)?.['has_more'] === true);
}

/** Ids of what was sold, from the lines of the sale's invoices and sessions and of its subscription. */
export function saleCatalog(sale: Sale, known: Known): ReturnType<typeof catalogIds> {
  const subscription = knownObject(known, saleSubscriptionId(sale));
  const objects = [...sale.invoices, ...sale.sessions, ...sale.creditNotes].map((part) => part.object);
  const lines = [...objects, ...(subscription === null ? [] : [subscription])].flatMap(linesOf);
  return catalogIds(lines, known);
}

/** Metadata of all parts; where two parts disagree, the payment's own word counts before the invoice's and the session's. */
export function saleMetadata(sale: Sale): Record<string, string> {
  const sources = [...sale.sessions, ...sale.invoices, ...sale.intents, ...sale.charges];
  const pairs = sources.flatMap((part) => [
    ...stringPairs(objectAt(part.object, 'parent.subscription_details.metadata')),
    ...stringPairs(objectAt(part.object, 'subscription_details.metadata')),
    ...stringPairs(objectAt(part.object, 'metadata')),
  ]);
  return Object.fromEntries(pairs);
}

function stringPairs(metadata: JsonObject | null): [string, string][] {
  return Object.entries(metadata ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

/** The lines of the newest invoice, for dates and reasons of a renewal. */
export function firstLine(invoice: Part): JsonObject | null {
  const line = listAt(invoice.object, 'lines').find(isObject);
  return line ?? null;
}
