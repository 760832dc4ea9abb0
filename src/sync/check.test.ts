import { expect, test } from 'vitest';
import type { StripeEvent } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import { seenChange } from './check.ts';

const dispute = (owner?: string): JsonObject => ({
  id: 'du_1',
  object: 'dispute',
  metadata: owner === undefined ? {} : { owner },
});

function seen(
  object: JsonObject,
  previous: JsonObject | null,
  before: JsonObject | null,
  kind: StripeEvent['kind'] = 'snapshot',
) {
  const event: StripeEvent = {
    id: 'evt_1',
    type: 'charge.dispute.updated',
    created: 100,
    livemode: true,
    apiVersion: null,
    connectAccount: null,
    kind,
    object,
    related: null,
    previous,
  };
  const where = { account: 'main', subjectId: 's1', kind: 'dispute', type: 'dispute' } as const;
  return seenChange({ event, ...where, before, fields: ['metadata.owner'] });
}

test('an event that replaced the value is checked, though it shows what was known', () => {
  const found = seen(dispute('a'), { metadata: { owner: 'b' } }, dispute('a'));
  expect(found).toMatchObject({ values: { 'metadata.owner': 'a' }, replaced: { 'metadata.owner': 'b' } });
  expect(seen(dispute('a'), { metadata: { owner: null } }, dispute('a'))?.replaced).toEqual({ 'metadata.owner': null });
});

test('another value than was known is checked, and whatever a thin notification fetched', () => {
  expect(seen(dispute('a'), null, dispute('b'))).toMatchObject({ shown: { 'metadata.owner': 'b' }, replaced: {} });
  expect(seen(dispute('a'), null, null)).not.toBeNull();
  expect(seen(dispute('a'), null, dispute('a'), 'thin')).not.toBeNull();
});

test('nothing else is', () => {
  expect(seen(dispute('a'), { status: 'needs_response' }, dispute('a'))).toBeNull();
  expect(seen(dispute(), null, null)).toBeNull();
  expect(seen({ id: 'ch_1', object: 'charge', metadata: { owner: 'a' } }, null, null)).toBeNull();
});
