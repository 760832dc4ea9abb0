import { isObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';
import { type Phrase, say, type Value } from '../../domain/phrase.ts';

/** Who a Stripe object is about, as far as it says. */
export interface Person {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 3166 alpha-2. */
  readonly country: string | null;
}

// Where objects of all versions name their customer, the most trustworthy first.
const places = [
  'customer_details',
  'billing_details',
  'payment_method.billing_details',
  'last_payment_error.payment_method.billing_details',
  'owner',
  'source.owner',
  'customer',
] as const;

/** Reads the customer's name and the like from any Stripe object: charge, invoice, session, payment method, customer. */
export function personOf(object: JsonObject): Person {
  const inside = places.map((place) => objectAt(object, place)).filter((found) => found !== null);
  const itself = textAt(object, 'object') === 'customer' ? [object] : [];
  const all = [...itself, ...inside];
  return {
    name: textAt(object, 'customer_name') ?? first(all, 'name') ?? legacyCardName(object),
    email:
      textAt(object, 'customer_email') ??
      first(all, 'email') ??
      textAt(object, 'receipt_email') ??
      textAt(object, 'billing_email'),
    phone: textAt(object, 'customer_phone') ?? first(all, 'phone'),
    country: textAt(object, 'customer_address.country') ?? first(all, 'address.country'),
  };
}

/** The first that each source knows, in the order of the sources. */
export function joinPeople(people: readonly Person[]): Person {
  const pick = (part: keyof Person): string | null =>
    people.map((one) => one[part]).find((text) => text !== null) ?? null;
  return { name: pick('name'), email: pick('email'), phone: pick('phone'), country: pick('country') };
}

/** "Jenny Rosen · jenny@example.com"; empty where nothing is known. */
export function personPhrase(person: Person): Phrase {
  const name: Value | null = person.name === null ? null : { type: 'name', text: person.name };
  const email: Value | null = person.email === null ? null : { type: 'email', text: person.email };
  return name !== null && email !== null ? say`${name} · ${email}` : say`${name}${email}`;
}

/** Who, from the objects of a subject and what is known of its customer beside. */
export function whoPhrase(objects: readonly JsonObject[], known: JsonObject | null): Phrase {
  const sources = known === null ? objects : [...objects, known];
  return personPhrase(joinPeople(sources.map(personOf)));
}

function first(objects: readonly JsonObject[], path: string): string | null {
  return objects.map((object) => textAt(object, path)).find((text) => text !== null) ?? null;
}

/** Before 2018 a charge named its payer only on its card. */
function legacyCardName(object: JsonObject): string | null {
  const source = object['source'];
  if (!isObject(source) || textAt(source, 'object') !== 'card') return null;
  const name = textAt(source, 'name');
  return name === null || name.includes('@') ? null : name;
}
