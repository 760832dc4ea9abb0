import { idAt, type JsonObject, textAt } from '../../domain/json.ts';
import { personOf } from '../naming/customer.ts';
import { type Method, methodOf } from '../naming/method.ts';
import { type Known, knownObject } from '../naming/price.ts';
import { type Sale, tellingParts } from './objects.ts';

/** How the sale was paid: the charge that succeeded says it best, then the latest try, then a known payment method. */
export function saleMethod(sale: Sale, known: Known): Method | null {
  const succeeded = sale.charges.filter(({ object }) => textAt(object, 'status') === 'succeeded');
  const tried = [...succeeded.toReversed(), ...sale.charges.toReversed(), ...sale.intents.toReversed()];
  for (const { object } of tried) {
    const method = methodOf(object) ?? methodOfKnown(object, known);
    if (method !== null) return method;
  }
  return null;
}

function methodOfKnown(object: JsonObject, known: Known): Method | null {
  const method = knownObject(known, idAt(object, 'payment_method'));
  return method === null ? null : methodOf(method);
}

/** Where the card was issued, else where the customer lives; ISO 3166 alpha-2. */
export function saleCountry(sale: Sale, known: Known): string | null {
  const issued = saleMethod(sale, known)?.country ?? null;
  if (issued !== null) return issued;
  for (const { object } of tellingParts(sale)) {
    const { country } = personOf(object);
    if (country !== null) return country;
  }
  return null;
}
