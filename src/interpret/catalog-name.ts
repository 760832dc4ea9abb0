import { type JsonObject, numberAt, textAt } from '../domain/json.ts';
import { type Phrase, say } from '../domain/phrase.ts';
import { pricePhrase } from './naming/price.ts';
import { amountValue, catalog, numberValue } from './naming/value.ts';

/** The objects that a company names itself: their names are shown everywhere. */
const catalogObjects = new Set([
  'product',
  'price',
  'plan',
  'coupon',
  'promotion_code',
  'tax_rate',
  'payment_link',
  'billing.meter',
  'shipping_rate',
]);

export function isCatalogObject(object: JsonObject): boolean {
  return catalogObjects.has(textAt(object, 'object') ?? '');
}

/** "Gold, €20.00 / month", "Spring (25% off)", "VAT 19%": what an object of the catalogue is called; empty where it has no name. */
export function catalogName(object: JsonObject): Phrase {
  const name = catalog(
    textAt(object, 'name') ??
      textAt(object, 'nickname') ??
      textAt(object, 'display_name') ??
      textAt(object, 'code') ??
      textAt(object, 'lookup_key'),
  );
  const percent = numberAt(object, 'percentage') ?? numberAt(object, 'percent_off');
  const off = percent === null ? amountValue(object['amount_off'], object['currency']) : numberValue(percent, '%');
  const detail = off === null ? pricePhrase(object) : say`${off}`;
  if (name === null) return detail;
  // A coupon is often called what it gives: "25% off".
  if (percent !== null && name.type === 'catalog' && name.text.includes(`${percent}%`)) return say`${name}`;
  return detail.length === 0 ? say`${name}` : say`${name}, ${detail}`;
}
