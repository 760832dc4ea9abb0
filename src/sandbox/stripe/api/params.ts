import { isObject, type JsonObject, type JsonValue, listAt, textAt } from '../../../domain/json.ts';
import { refuse } from './api-error.ts';

/** Refuses what the endpoint does not take, in Stripe's words. `expand` goes everywhere. */
export function checkNames(params: JsonObject, allowed: readonly string[]): void {
  const unknown = Object.keys(params).filter((name) => name !== 'expand' && !allowed.includes(name));
  if (unknown.length === 0) return;
  throw refuse(`Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${unknown.join(', ')}`, {
    code: 'parameter_unknown',
    param: unknown[0] ?? '',
  });
}

/** A whole number, or null where it was not given. */
export function integerParam(params: JsonObject, name: string, least?: number): number | null {
  const text = params[name];
  if (text === undefined) return null;
  if (typeof text !== 'string' || !/^-?\d{1,15}$/.test(text)) {
    throw refuse(`Invalid integer: ${JSON.stringify(text)}`, { code: 'parameter_invalid_integer', param: name });
  }
  const value = Number(text);
  if (least !== undefined && value < least) {
    throw refuse(`This value must be greater than or equal to ${least}.`, {
      code: 'parameter_invalid_integer',
      param: name,
    });
  }
  return value;
}

export function booleanParam(params: JsonObject, name: string): boolean | null {
  const text = params[name];
  if (text === undefined) return null;
  if (text !== 'true' && text !== 'false') throw refuse(`Invalid boolean: ${JSON.stringify(text)}`, { param: name });
  return text === 'true';
}

/** One of a few words, or null where it was not given. */
export function choiceParam<T extends string>(params: JsonObject, name: string, choices: readonly T[]): T | null {
  const text = params[name];
  if (text === undefined || text === '') return null;
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw refuse(`Invalid ${name}: must be one of ${choices.join(', ')}`, { param: name });
  return found;
}

export function textListParam(params: JsonObject, name: string): string[] {
  const value = params[name];
  if (typeof value === 'string') return [value];
  return listAt(params, name).filter((one): one is string => typeof one === 'string');
}

/** Sent keys are merged into what was there, an empty value removes its key. Limits: docs.stripe.com/api/metadata. */
export function mergedMetadata(
  before: Readonly<Record<string, string>> | null,
  sent: JsonValue | undefined,
): Record<string, string> {
  if (sent === '') return {};
  const merged: Record<string, string> = { ...before };
  if (!isObject(sent)) return merged;
  for (const [key, value] of Object.entries(sent)) {
    if (typeof value !== 'string') throw refuse('Metadata values must be strings', { param: `metadata[${key}]` });
    if (key.length > 40 || /[[\]]/.test(key)) {
      throw refuse(`Metadata keys must be 40 characters or less and without square brackets; you passed in "${key}"`, {
        param: 'metadata',
      });
    }
    if (value.length > 500) {
      throw refuse(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters.`,
        {
          param: `metadata[${key}]`,
        },
      );
    }
    if (value === '') delete merged[key];
    else merged[key] = value;
  }
  if (Object.keys(merged).length > 50) {
    throw refuse('You can have up to 50 metadata keys on an object.', { param: 'metadata' });
  }
  return merged;
}

/** True where `created` is inside `created=…` or `created[gt|gte|lt|lte]=…`. */
export function createdFilter(params: JsonObject): (created: number) => boolean {
  const { created } = params;
  if (created === undefined) return () => true;
  if (typeof created === 'string') {
    const exact = integerParam(params, 'created');
    return (at) => at === exact;
  }
  const range = isObject(created) ? created : {};
  checkNames(range, ['gt', 'gte', 'lt', 'lte']);
  const [gt, gte, lt, lte] = ['gt', 'gte', 'lt', 'lte'].map((name) => integerParam(range, name));
  return (at) => at > (gt ?? -Infinity) && at >= (gte ?? -Infinity) && at < (lt ?? Infinity) && at <= (lte ?? Infinity);
}

export function requiredText(params: JsonObject, name: string): string {
  const text = textAt(params, name);
  if (text === null) throw refuse(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name });
  return text;
}
