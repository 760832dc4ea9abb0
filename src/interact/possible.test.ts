import { expect, test } from 'vitest';
import type { JsonObject } from '../domain/json.ts';
import { possibleActions, possibleNow } from './possible.ts';

const failed = { code: 'customer_tax_location_invalid' };
function invoice(given: JsonObject): { object: JsonObject; connect: null } {
  const object = {
    id: 'in_1',
    object: 'invoice',
    amount_due: 4_200,
    amount_remaining: 4_200,
    currency: 'eur',
    ...given,
  };
  return { object, connect: null };
}

test.each<[string, JsonObject, string[]]>([
  ['a draft that nobody else finalizes', { status: 'draft', auto_advance: false }, ['finalize_invoice']],
  ['a draft that is to be mailed', { status: 'draft', collection_method: 'send_invoice' }, ['finalize_invoice']],
  ['a draft that Stripe finalizes within the hour', { status: 'draft', auto_advance: true }, []],
  [
    'a draft that Stripe could not finalize',
    { status: 'draft', auto_advance: true, last_finalization_error: failed },
    ['finalize_invoice'],
  ],
  ['an open one that Stripe has not tried to collect yet', { status: 'open', attempt_count: 0 }, []],
  [
    'an open one whose payment failed',
    { status: 'open', attempt_count: 1 },
    ['retry_invoice', 'mark_uncollectible', 'void_invoice'],
  ],
  ['a paid one', { status: 'paid', attempt_count: 1 }, []],
])('%s', (_name, given, verbs) => {
  expect(possibleActions('invoice', [invoice(given)]).map(({ verb }) => verb)).toEqual(verbs);
});

test('a draft whose amount changed since is another state, and names the amount', () => {
  const seen = possibleNow('finalize_invoice', invoice({ status: 'draft' }));
  const now = possibleNow('finalize_invoice', invoice({ status: 'draft', amount_remaining: 5_000 }));
  expect(seen?.amount).toEqual({ minor: '4200', currency: 'eur' });
  expect(now?.fingerprint).not.toBe(seen?.fingerprint);
});
