import type { StripeEvent } from '../../domain/event.ts';
import { idAt, isObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import { money } from '../../domain/money.ts';
import type { Topic } from '../../domain/severity.ts';
import { type CustomerNews, customerNews } from '../customer-news.ts';
import type { Family, Identification } from '../family.ts';
import { personOf } from '../naming/customer.ts';
import { methodOf } from '../naming/method.ts';
import { genericFamily } from './generic.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, ownTouch } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/**
 * `customer.*` without subscriptions, payment methods, tax ids, discounts and cash balances: all are about the customer, so
 * they share its subject. What belongs to no customer (a guest's payment method) is a subject of its own.
 */
export const customerFamily: Family = {
  identify(event): Identification {
    if (hasOwnCard(event)) return genericFamily.identify(event);
    const customer = customerIdOf(event);
    const own = objectIdOf(event);
    // A cash balance has no id: there is one for each customer.
    const objectId =
      own ?? (customer === null ? null : `${textAt(event.object ?? {}, 'object') ?? 'part'}:${customer}`);
    const touch = ownTouch(event, 'customer', customer ?? own);
    const subscription = idAt(event.object ?? {}, 'subscription');
    const discounts = baseType(event.type).startsWith('customer.discount.') && subscription !== null;
    return {
      about: { ...touch, objectId: objectId ?? touch.objectId },
      also: discounts && own !== null ? [{ kind: 'subscription', keys: [subscription], objectId: own }] : [],
      references: idsOf(customer),
    };
  },

  mean(event, before, after, context) {
    if (hasOwnCard(event)) return genericFamily.mean(event, before, after, context);
    const type = baseType(event.type);
    const topic = topicOf(type);
    const object = event.object;
    if (object === null) return unfetched(event, context, 'customer', topic);
    const news = customerNews(type, object, event.previous);
    if (news === null) return noNews('details_changed', 'only details changed that are no news by themselves');
    return alertOf(event, context, {
      kind: 'customer',
      code: news.code,
      topic,
      severity: news.severity,
      tone: news.tone,
      opensCard: news.opensCard,
      change: { key: keyOf(event, news), phrase: news.phrase },
      amount: amountOf(object),
      customer: customerIdOf(event),
      country: personOf(object).country ?? textAt(object, 'country'),
      paymentMethod: methodOf(object)?.type ?? null,
    });
  },
};

/** What leads to a payment method (setup intents, mandates, sources) has a life of its own beside the customer's. */
function hasOwnCard(event: StripeEvent): boolean {
  return /^(setup_intent|mandate|source)\./.test(baseType(event.type));
}

/** Creation and deletion happen once; the rest may happen again in another second. */
function keyOf(event: StripeEvent, news: CustomerNews): string {
  const id = objectIdOf(event) ?? customerIdOf(event) ?? event.id;
  return news.once ? `${news.code}:${id}` : `${news.code}:${id}:${event.created}`;
}

function amountOf(object: JsonObject) {
  return textAt(object, 'object') === 'customer_cash_balance_transaction'
    ? money(object['net_amount'], object['currency'])
    : null;
}

/** The customer that an event is about; a detached payment method names it only in what it was before. */
function customerIdOf(event: StripeEvent): string | null {
  const object = event.object;
  if (object === null) return event.related?.type === 'customer' && event.related.id !== '' ? event.related.id : null;
  const type = baseType(event.type);
  if (textAt(object, 'object') === 'customer' || /^customer\.(created|updated|deleted)$/.test(type)) {
    return textAt(object, 'id');
  }
  return (
    idAt(object, 'customer') ??
    idAt(objectAt(object, 'owner') ?? {}, 'customer') ??
    (isObject(event.previous) ? idAt(event.previous, 'customer') : null)
  );
}

function topicOf(type: string): Topic {
  if (/^(payment_method\.|customer\.source\.)/.test(type)) return 'payment_methods';
  return type.startsWith('customer.tax_id.') ? 'tax' : 'customers';
}
