import type { Reason } from '../domain/event.ts';
import { metadataKey } from '../domain/field-path.ts';
import { type JsonObject, objectAt } from '../domain/json.ts';
import type { FieldText } from '../domain/synced-field.ts';

/** docs.stripe.com/api/metadata: keys of an object, characters of a key, characters of a value. */
const mostKeys = 50;
const longestKey = 40;
const longestValue = 500;

/** Why Stripe would not take these values for the object as it is now; null where it would. Checked before anything is written. */
export function limitFault(
  object: JsonObject,
  values: readonly { readonly field: string; readonly wanted: FieldText }[],
): Reason | null {
  const keys = new Set(Object.keys(objectAt(object, 'metadata') ?? {}));
  for (const { field, wanted } of values) {
    const key = metadataKey(field);
    if (key === null) continue;
    if (wanted === null) keys.delete(key);
    else keys.add(key);
    if (Array.from(key).length > longestKey) {
      return { code: 'metadata_key_too_long', text: `a key of metadata has at most ${longestKey} characters` };
    }
    if (wanted !== null && Array.from(wanted).length > longestValue) {
      return { code: 'metadata_value_too_long', text: `a value of metadata has at most ${longestValue} characters` };
    }
  }
  const added = values.some(({ field, wanted }) => wanted !== null && metadataKey(field) !== null);
  return keys.size > mostKeys && added
    ? { code: 'metadata_full', text: `the object has ${mostKeys} keys of metadata, and Stripe takes no more` }
    : null;
}
