import { isObject, type JsonObject, type JsonValue } from '../../../domain/json.ts';
import type { World } from '../world.ts';
import { refuse } from './api-error.ts';

/** Stripe expands four levels deep (docs.stripe.com/api/expanding_objects). */
const deepest = 4;

/** Replaces ids by their objects where `expand[]` asks for it: `customer`, `latest_charge.balance_transaction`, `data.customer`. */
export function expand(world: World, body: JsonObject, paths: readonly string[]): JsonObject {
  return paths.reduce((expanded, path) => {
    const steps = path.split('.');
    const depth = steps.filter((step) => step !== 'data').length;
    if (depth > deepest)
      throw refuse(`You cannot expand more than ${deepest} levels of a property`, { param: 'expand' });
    return follow(world, expanded, steps, path);
  }, body);
}

function follow(world: World, object: JsonObject, steps: readonly string[], path: string): JsonObject {
  const [step, ...rest] = steps;
  if (step === undefined) return object;
  const value = included(world, object, step) ?? object[step];
  if (value === undefined) {
    throw refuse(`This property cannot be expanded (${step}).`, { param: 'expand' });
  }
  return { ...object, [step]: followValue(world, value, rest, path) };
}

function followValue(world: World, value: JsonValue, rest: readonly string[], path: string): JsonValue {
  if (Array.isArray(value)) return value.map((one) => followValue(world, one, rest, path));
  const found = typeof value === 'string' ? wire(world.get(value)) : value;
  if (found === null || !isObject(found)) return value;
  return follow(world, found, rest, path);
}

/** What is only there when it is asked for. */
function included(world: World, object: JsonObject, name: string): JsonObject | null {
  const id = object['id'];
  if (typeof id !== 'string') return null;
  if (object['object'] === 'charge' && name === 'refunds') {
    return listOf(
      world.list('refund').filter((one) => one.charge === id),
      `/v1/charges/${id}/refunds`,
    );
  }
  if (object['object'] === 'invoice' && name === 'payments') {
    return listOf(
      world.list('invoice_payment').filter((one) => one.invoice === id),
      `/v1/invoice_payments?invoice=${id}`,
    );
  }
  if (object['object'] === 'customer' && name === 'subscriptions') {
    return listOf(
      world.list('subscription').filter((one) => one.customer === id),
      `/v1/customers/${id}/subscriptions`,
    );
  }
  return null;
}

function listOf(data: readonly object[], url: string): JsonObject {
  return { object: 'list', data: data.slice(0, 10).map((one) => wire(one)), has_more: data.length > 10, url };
}

/** An object as it leaves: plain JSON. */
export function wire(object: object | null): JsonObject | null {
  if (object === null) return null;
  const text: JsonValue = JSON.parse(JSON.stringify(object));
  return isObject(text) ? text : null;
}
