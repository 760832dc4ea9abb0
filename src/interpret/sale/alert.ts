import type { StripeEvent } from '../../domain/event.ts';
import { idAt } from '../../domain/json.ts';
import { type Money, money } from '../../domain/money.ts';
import type { Phrase } from '../../domain/phrase.ts';
import type { Severity, Tone, Topic } from '../../domain/severity.ts';
import type { SubjectState } from '../../domain/subject.ts';
import { declineCodeOf } from '../decline-reasons.ts';
import { alertOf, noNews } from '../families/meaning.ts';
import type { Context, Meaning } from '../family.ts';
import { kindOf } from '../kind-of.ts';
import { saleCountry, saleMethod } from './method.ts';
import { latest, type Sale, saleOf } from './objects.ts';
import { deservesCard } from './opened.ts';
import { amountOf, type Reading, readSale } from './reading.ts';
import { isRenewal } from './renewal.ts';
import { customerIdOf, saleCatalog, saleMetadata } from './who-what.ts';

/** A sale's event with what was known of the sale before it and what is known with it. */
export interface SaleEvent {
  readonly event: StripeEvent;
  readonly context: Context;
  readonly before: { readonly sale: Sale; readonly reading: Reading };
  readonly after: { readonly sale: Sale; readonly reading: Reading };
  readonly afterState: SubjectState;
}

export function saleEvent(event: StripeEvent, before: SubjectState, after: SubjectState, context: Context): SaleEvent {
  const known = (state: SubjectState): SaleEvent['before'] => {
    const sale = saleOf(state);
    return { sale, reading: readSale(sale, context.now) };
  };
  return { event, context, before: known(before), after: known(after), afterState: after };
}

/** What one sale event says to people. */
export interface SaleNews {
  readonly code: string;
  readonly topic: Topic;
  readonly severity: Severity;
  readonly tone: Tone;
  readonly opensCard: boolean;
  /** The happening in words, if this event is the first to report it; null where people know it from a sibling. */
  readonly change: { readonly key: string; readonly phrase: Phrase; readonly broadcast?: boolean } | null;
  /** Where it is not the amount of the sale (a refund). */
  readonly amount?: Money | null;
}

/**
 * The alert, with what routes match on read from the joined sale: a charge knows its products through its invoice. A change
 * is told in the thread only where a card stood before; the news that opens the card is on the card itself.
 */
export function saleAlert({ event, context, before, after, afterState }: SaleEvent, news: SaleNews): Meaning {
  const { sale, reading } = after;
  const meaning = alertOf(event, context, {
    kind: kindOf('payment', afterState),
    code: news.code,
    topic: news.topic,
    severity: news.severity,
    tone: news.tone,
    opensCard: news.opensCard,
    change: deservesCard(before.sale, before.reading) ? news.change : null,
    amount: news.amount ?? amountOf(reading),
    customer: customerIdOf(sale),
    ...saleCatalog(sale, context.known),
    country: saleCountry(sale, context.known),
    paymentMethod: saleMethod(sale, context.known)?.type ?? null,
    declineCode: news.topic === 'failures' ? declineCodeOf(reading.failures.latest) : null,
  });
  if (meaning.alert === null) return meaning;
  const settled = news.amount === undefined ? settledAmount(sale, context.known) : null;
  const metadata = saleMetadata(sale);
  return { alert: { ...meaning.alert, metadata, ...(settled === null ? {} : { settled }) } };
}

/** What Stripe's balance transaction of the newest charge says: gross, in the currency of the account's balance. */
function settledAmount(sale: Sale, known: Context['known']): Money | null {
  const id = idAt(latest(sale.charges)?.object ?? {}, 'balance_transaction');
  const transaction = id !== null && Object.hasOwn(known, id) ? known[id] : undefined;
  return transaction === undefined ? null : money(transaction['amount'], transaction['currency']);
}

/** The event reports what its siblings report too, or nothing that people act on. */
export function accompanies(text: string): Meaning {
  return noNews('accompanies', text);
}

/** Payments of a further period have a topic of their own, so that they can be routed apart. */
export function paymentTopic(sale: Sale): Topic {
  return isRenewal(sale) ? 'renewals' : 'payments';
}

/** One id for the sale's money, whichever of its objects an event carries: the intent's, else the charge's, else what there is. */
export function saleId({ sale }: SaleEvent['after'], fallback: string): string {
  const parts = [sale.intents, sale.charges, sale.invoices, sale.sessions];
  return parts.find((list) => list.length > 0)?.[0]?.id ?? fallback;
}
