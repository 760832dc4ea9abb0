import type { StripeEvent } from '../../domain/event.ts';
import { at, idAt, type JsonObject, textAt } from '../../domain/json.ts';
import { type Phrase, say } from '../../domain/phrase.ts';
import { catalogName } from '../catalog-name.ts';
import { eventName } from '../event-name.ts';
import { topicOf } from '../event-topic.ts';
import type { Family, Identification } from '../family.ts';
import { pricePhrase } from '../naming/price.ts';
import { amountValue, term } from '../naming/value.ts';
import { alertOf, baseType, idsOf, noNews, objectIdOf, ownTouch, verbOf } from './meaning.ts';
import { unfetched } from './unfetched.ts';

/** Products, prices, plans, coupons, promotion codes, tax rates and payment links: what the company itself offers. */
export const catalogFamily: Family = {
  identify(event): Identification {
    return { about: ownTouch(event, 'other'), also: [], references: idsOf(idAt(event.object ?? {}, 'product')) };
  },

  mean(event, _before, _after, context) {
    const type = baseType(event.type);
    const { object } = event;
    if (object === null) return unfetched(event, context, 'other', topicOf(type));
    const verb = verbOf(type);
    const lasting = verb === 'created' || verb === 'deleted';
    const phrase = lasting ? named(type, object) : updated(event, object);
    if (phrase === null) return noNews('catalog_detail', 'a detail of the catalogue changed: names and prices stay');
    const id = objectIdOf(event) ?? event.id;
    return alertOf(event, context, {
      kind: 'other',
      code: `catalog.${type}`,
      topic: topicOf(type),
      severity: 'low',
      tone: 'neutral',
      // A change of something that has no card yet is not worth one.
      opensCard: lasting,
      // `plan.*` and `price.*` report the same thing twice.
      change: { key: lasting ? `catalog:${id}:${verb}` : `catalog:${id}:${event.created}`, phrase },
      products: idsOf(textAt(object, 'object') === 'product' ? id : idAt(object, 'product')),
      prices: idsOf(/^(price|plan)\./.test(type) ? id : null),
      plans: idsOf(type.startsWith('plan.') ? id : null),
    });
  },
};

/** "Price created: Gold, €20.00 / month". */
function named(type: string, object: JsonObject): Phrase {
  const name = catalogName(object);
  const title = term(eventName(type));
  return name.length === 0 ? say`${title}` : say`${title}: ${name}`;
}

function updated(event: StripeEvent, object: JsonObject): Phrase | null {
  const previous = event.previous ?? {};
  const active = at(previous, 'active');
  const verb = verbOf(event.type);
  if ((active !== undefined && active !== object['active']) || verb === 'activated' || verb === 'deactivated') {
    return object['active'] === false || verb === 'deactivated' ? say`Archived` : say`Available again`;
  }
  if (at(previous, 'unit_amount') !== undefined || at(previous, 'amount') !== undefined) {
    const before = amountValue(at(previous, 'unit_amount') ?? at(previous, 'amount'), object['currency']);
    const now = pricePhrase(object);
    return before === null || now.length === 0 ? say`Price changed` : say`Price changed: ${before} → ${now}`;
  }
  if (verb === 'fully_redeemed') return say`Used up: it cannot be redeemed any more`;
  if (typeof at(previous, 'name') === 'string') return say`Renamed: ${catalogName(object)}`;
  return null;
}
