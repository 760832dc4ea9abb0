import { type JsonObject, objectAt, textAt } from '../domain/json.ts';
import { type Money, money } from '../domain/money.ts';

/** The amount of an object of any type: `amount` as most have it, else the total of a quote or a session. */
export function genericAmount(object: JsonObject): Money | null {
  const currency = object['currency'];
  for (const name of ['amount', 'amount_total', 'net_amount', 'amount_due', 'total']) {
    const found = money(object[name], currency);
    if (found !== null) return found;
  }
  // v2 objects: {"amount":{"value":1000,"currency":"usd"}}.
  const nested = objectAt(object, 'amount');
  return nested === null ? null : money(nested['value'], nested['currency']);
}

/** Stripe's code for what went wrong; null where none is named. Never its message: that may quote people. */
export function failureCode(object: JsonObject): string | null {
  const places = [
    'failure_code',
    'failure_reason',
    'last_setup_error.decline_code',
    'last_setup_error.code',
    'last_error.code',
    'last_error.reason',
    'action.failure_code',
    'error.code',
    'returned_details.code',
    'status_details.failed.reason',
    'cancellation_reason',
    'cancelation_reason',
    'failure_balance_transaction.reporting_category',
  ];
  return places.map((place) => textAt(object, place)).find((code) => code !== null) ?? null;
}
