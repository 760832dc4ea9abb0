import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../domain/json.ts';
import { differences, eventTelling, stateName, typeToTell } from './object-state.ts';

const charge: JsonObject = {
  id: 'ch_1',
  object: 'charge',
  created: 1_000,
  livemode: true,
  status: 'succeeded',
  captured: true,
  amount_captured: 500,
  amount_refunded: 0,
  refunded: false,
  disputed: false,
};
const told = { seenAt: 9_000, livemode: true, apiVersion: '2026-10-28.endive', connectAccount: null };

describe('what of an object no event showed', () => {
  test('an object without any snapshot differs by nothing, and is new', () => {
    expect(differences('charge', charge, [])).toEqual({});
  });

  test('one snapshot that shows it as it is is enough', () => {
    expect(differences('charge', charge, [{ ...charge, amount_refunded: 1 }, charge])).toBeNull();
    expect(differences('charge', charge, [{ ...charge, description: 'other' }])).toBeNull();
  });

  test('a field that an old version does not have says nothing', () => {
    const { amount_captured: _, ...old } = charge;
    expect(differences('charge', charge, [old])).toBeNull();
    expect(differences('refund', { id: 're_1', status: 'failed' }, [{ id: 're_1' }])).toBeNull();
  });

  test('the old values of what changed are named', () => {
    expect(differences('charge', { ...charge, amount_refunded: 200 }, [charge])).toEqual({ amount_refunded: 0 });
    const before = { status: 'pending', amount: 1, arrival_date: 5 };
    expect(differences('payout', { status: 'failed', amount: 1, arrival_date: 5 }, [before])).toEqual({
      status: 'pending',
    });
  });
});

describe('the event that tells it', () => {
  test.each([
    ['charge', { status: 'succeeded' }, {}, 'charge.succeeded'],
    ['charge', { status: 'failed' }, {}, 'charge.failed'],
    ['charge', { status: 'pending' }, {}, 'charge.pending'],
    ['charge', { status: 'succeeded' }, { status: 'pending' }, 'charge.succeeded'],
    ['charge', { status: 'succeeded', refunded: true }, { refunded: false }, 'charge.refunded'],
    ['charge', { status: 'succeeded', captured: false, refunded: true }, { refunded: false }, 'charge.expired'],
    ['charge', { status: 'succeeded', captured: true }, { captured: false }, 'charge.captured'],
    ['charge', { status: 'succeeded', disputed: true }, { disputed: false }, 'charge.updated'],
    ['refund', { status: 'succeeded' }, {}, 'refund.created'],
    ['refund', { status: 'failed' }, { status: 'succeeded' }, 'refund.failed'],
    ['refund', { status: 'canceled' }, { status: 'pending' }, 'refund.updated'],
    ['dispute', { status: 'needs_response' }, {}, 'charge.dispute.created'],
    ['dispute', { status: 'under_review' }, { status: 'needs_response' }, 'charge.dispute.updated'],
    ['dispute', { status: 'lost' }, { status: 'under_review' }, 'charge.dispute.closed'],
    ['payout', { status: 'pending' }, {}, 'payout.created'],
    ['payout', { status: 'paid' }, { status: 'pending' }, 'payout.paid'],
    ['payout', { status: 'failed' }, { status: 'paid' }, 'payout.failed'],
    ['payout', { status: 'paid' }, { arrival_date: 1 }, 'payout.updated'],
  ] as const)('%s %j, before %j: %s', (kind, object, before, type) => {
    expect(typeToTell(kind, object, before)).toBe(type);
  });

  test('is a snapshot event with an id that follows from the object and its state', () => {
    const event = eventTelling({ kind: 'charge', object: charge, before: {}, ...told });
    expect(event).toEqual({
      id: 'tillbell_reconcile_ch_1_succeeded',
      object: 'event',
      api_version: '2026-10-28.endive',
      created: 1_000,
      data: { object: charge },
      livemode: true,
      pending_webhooks: 0,
      request: { id: null, idempotency_key: null },
      type: 'charge.succeeded',
    });
  });

  test('of a known object has the second in which it was seen, and what it was before', () => {
    const object = { ...charge, amount_refunded: 200 };
    const event = eventTelling({
      kind: 'charge',
      object,
      before: { amount_refunded: 0 },
      ...told,
      connectAccount: 'acct_1',
    });
    expect(event).toMatchObject({
      id: 'tillbell_reconcile_ch_1_succeeded_refunded_200',
      account: 'acct_1',
      created: 9_000,
      data: { previous_attributes: { amount_refunded: 0 } },
      type: 'charge.refunded',
    });
  });

  test('two states of one object have two names', () => {
    expect(stateName('charge', { ...charge, captured: false })).toBe('succeeded_uncaptured');
    expect(stateName('charge', { ...charge, disputed: true })).toBe('succeeded_disputed');
    expect(stateName('payout', { status: 'paid', arrival_date: 7 })).toBe('paid_7');
    expect(stateName('dispute', {})).toBe('unknown');
  });
});
