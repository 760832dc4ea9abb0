import type { JsonObject, JsonValue } from '../domain/json.ts';

/** An object larger than this is cut for filters: what they cost must not depend on who sent it. */
const maxValues = 10_000;
const maxItems = 1_000;

type CelValue = string | bigint | number | boolean | null | CelValue[] | { [key: string]: CelValue };

const converted = new WeakMap<JsonObject, CelValue>();

/** A Stripe object as CEL has it: whole numbers are its integers, so that `object.quantity + 1 == 3` holds. */
export function celValue(object: JsonObject): CelValue {
  const known = converted.get(object);
  if (known !== undefined) return known;
  const value = convert(object, { left: maxValues });
  converted.set(object, value);
  return value;
}

function convert(value: JsonValue | undefined, budget: { left: number }): CelValue {
  budget.left -= 1;
  if (value === undefined || value === null || budget.left < 0) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value))
    return value.slice(0, Math.min(maxItems, budget.left + 1)).map((item) => convert(item, budget));
  const mapping: { [key: string]: CelValue } = Object.create(null) as { [key: string]: CelValue };
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) mapping[key] = convert(inner, budget);
  return mapping;
}
