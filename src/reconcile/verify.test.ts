import { describe, expect, test } from 'vitest';
import type { EventFate } from '../store/reconcile-store.ts';
import { typesOf } from './gaps.ts';
import { endingOf, familyOf, wants } from './verify.ts';

const fate = (given: Partial<EventFate>): EventFate => ({
  id: 'evt_1',
  state: 'routed',
  reason: null,
  origin: 'webhook',
  deliveries: {},
  ...given,
});

describe('what an event came to', () => {
  test.each([
    [{ state: 'received' }, { kind: 'waiting' }],
    [{ state: 'failed' }, { kind: 'parked' }],
    [{ state: 'quarantined' }, { kind: 'parked' }],
    [
      { state: 'suppressed', reason: { code: 'quiet', text: '' } },
      { kind: 'suppressed', reason: 'quiet' },
    ],
    [{ deliveries: { sent: 1, pending: 1 } }, { kind: 'shown' }],
    [{ deliveries: { folded: 1 } }, { kind: 'shown' }],
    [{ deliveries: { pending: 1, parked: 1 } }, { kind: 'waiting' }],
    [{ deliveries: { ambiguous: 1 } }, { kind: 'waiting' }],
    [{ deliveries: { parked: 1, skipped: 1 } }, { kind: 'parked' }],
    [{ deliveries: { dead: 1 } }, { kind: 'parked' }],
    [{ deliveries: { skipped: 2 } }, { kind: 'shown' }],
    [{}, { kind: 'suppressed', reason: 'nothing_to_post' }],
  ] as const)('%j: %j', (given, ending) => {
    expect(endingOf(fate(given))).toEqual(ending);
  });
});

describe('types', () => {
  test('belong to a family', () => {
    expect(['charge.succeeded', 'customer.subscription.updated', 'odd'].map(familyOf)).toEqual([
      'charge',
      'customer.subscription',
      'odd',
    ]);
  });

  test('are asked about by name or by family', () => {
    const types = ['customer.subscription.*', 'invoice.paid'];
    expect(
      ['customer.subscription.deleted', 'invoice.paid', 'invoice.voided'].map((type) => wants(types, type)),
    ).toEqual([true, true, false]);
    expect(wants([], 'anything')).toBe(true);
  });

  test('are counted for the notice, the most frequent first', () => {
    const taken = ['a', 'b', 'b', 'c', 'd', 'e', 'f'].map((type) => ({ id: type, type }));
    expect(typesOf(taken)).toBe('b ×2, a, c, d, e and 1 more types');
  });
});
