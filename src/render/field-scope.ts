import type { CardContent } from '../domain/card.ts';
import { idAt, isObject, type JsonObject, listAt, objectAt, textAt } from '../domain/json.ts';
import type { Money } from '../domain/money.ts';
import type { SubjectKind, SubjectState } from '../domain/subject.ts';

/** What is known beside the subject: newest objects of referenced ids. */
export interface Known {
  readonly known: Readonly<Record<string, JsonObject>>;
}

/** Name in templates → path of the id of the object that it means. */
type Lookups = Readonly<Record<string, string>>;

// Which Stripe object a card is about, the most telling first.
const mains: Readonly<Partial<Record<SubjectKind, readonly string[]>>> = {
  payment: ['payment_intent', 'charge', 'invoice'],
  invoice: ['invoice'],
  checkout: ['checkout.session'],
  subscription: ['subscription'],
  dispute: ['dispute'],
  payout: ['payout'],
  customer: ['customer'],
  review: ['review'],
};

/**
 * What templates of the configuration can read: `object` (what the card is about), every object of the subject by its
 * Stripe type (`charge`, `invoice`, `checkout_session`), `payment`, `customer`, `subscription`, `product`, `price`, `plan`
 * (with `name`), the `metadata` of all of them, the nearest winning, the headline's `amount`, and the configuration's lookups.
 */
export function cardScope(
  content: CardContent,
  state: SubjectState,
  context: Known,
  lookups: Lookups,
): Record<string, unknown> {
  const scope = objectScope(content.kind, state, context);
  scope['amount'] = amountOf(content);
  for (const [name, path] of Object.entries(lookups)) {
    const id = idIn(scope, path);
    scope[name] = id !== null && Object.hasOwn(context.known, id) ? context.known[id] : null;
  }
  return scope;
}

/** Ids of the objects that the lookups of a kind of card name in this state: what has to be fetched for them. */
export function lookupIds(
  lookups: Readonly<Partial<Record<SubjectKind, Lookups>>>,
  state: SubjectState,
  context: Known,
): string[] {
  const types = byType(state);
  const ids = Object.entries(lookups).flatMap(([kind, named]) => {
    const asked = mains[kind as SubjectKind];
    if (Object.keys(named).length === 0 || (asked !== undefined && !asked.some((type) => types.has(type)))) return [];
    const scope = objectScope(kind as SubjectKind, state, context);
    return Object.values(named).map((path) => idIn(scope, path));
  });
  return [...new Set(ids.filter((id) => id !== null))];
}

/** An id that Stripe may have given; whatever else people write into metadata asks for nothing. */
function idIn(scope: Record<string, unknown>, path: string): string | null {
  let value: unknown = scope;
  for (const [, index, word] of path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)) {
    if (Array.isArray(value)) value = value[Number(index ?? word)];
    else if (isObject(value) && word !== undefined && Object.hasOwn(value, word)) value = value[word];
    else return null;
  }
  const id = isObject(value) ? value['id'] : value;
  return typeof id === 'string' && /^[a-z]{2,12}_[A-Za-z0-9_]{1,250}$/.test(id) ? id : null;
}

function objectScope(kind: SubjectKind, state: SubjectState, context: Known): Record<string, unknown> {
  const objects = byType(state);
  const main = (mains[kind] ?? []).map((type) => objects.get(type)).find((object) => object !== undefined);
  const object = main ?? [...objects.values()][0] ?? {};
  const all = [object, ...objects.values()];
  const subscription = referenced(
    all,
    ['subscription', 'parent.subscription_details.subscription'],
    objects.get('subscription'),
    context,
  );
  const customer = referenced(all, ['customer'], objects.get('customer'), context);
  const price = firstPrice([...(subscription === null ? [] : [subscription]), ...all]);
  const product = price === null ? null : referenced([price], ['product'], undefined, context);
  const plan = price === null ? null : { ...price, name: textAt(price, 'nickname') ?? textAt(product ?? {}, 'name') };
  const scope: Record<string, unknown> = { object, customer, product, price, plan };
  for (const [type, one] of objects) scope[type.replaceAll('.', '_')] ??= one;
  scope['payment'] = objects.get('payment_intent') ?? objects.get('charge') ?? null;
  scope['subscription'] = subscription === null ? null : { ...subscription, plan };
  const bags = [customer, subscription, ...all.toReversed()].map((one) => objectAt(one ?? {}, 'metadata') ?? {});
  scope['metadata'] = Object.assign({}, ...bags);
  return scope;
}

/** The newest snapshot of each type; of one second the one with the greater event id, whatever the order of arrival. */
function byType(state: SubjectState): Map<string, JsonObject> {
  const newest = Object.values(state.objects)
    .flat()
    .sort((a, b) => b.at - a.at || (a.event < b.event ? 1 : -1));
  const found = new Map<string, JsonObject>();
  for (const { object } of newest) {
    const type = textAt(object, 'object');
    if (type !== null && !found.has(type)) found.set(type, object);
  }
  return found;
}

function referenced(
  objects: readonly JsonObject[],
  paths: readonly string[],
  own: JsonObject | undefined,
  context: Known,
): JsonObject | null {
  if (own !== undefined) return own;
  for (const object of objects) {
    for (const path of paths) {
      const id = idAt(object, path);
      const known = id !== null && Object.hasOwn(context.known, id) ? context.known[id] : undefined;
      const found = known ?? objectAt(object, path);
      if (found !== null && found !== undefined) return found;
    }
  }
  return null;
}

function firstPrice(objects: readonly JsonObject[]): JsonObject | null {
  for (const object of objects) {
    const lines = [...listAt(object, 'items'), ...listAt(object, 'lines'), ...listAt(object, 'line_items')];
    for (const holder of [...lines.filter(isObject), object]) {
      const price = objectAt(holder, 'price') ?? objectAt(holder, 'plan');
      if (price !== null) return price;
    }
  }
  return null;
}

function amountOf(content: CardContent): Money | null {
  return content.headline.flatMap((part) => (part.type === 'money' ? [part.money] : []))[0] ?? null;
}
