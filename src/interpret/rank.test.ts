import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../domain/json.ts';
import type { Snapshot } from '../domain/subject.ts';
import { compareRank, levelOf } from './rank.ts';

const shown = (object: JsonObject, type = 'x.updated'): Snapshot => ({
  object,
  at: 100,
  event: 'evt_1',
  type,
  previous: null,
});
const inState = (name: string, status: string) => shown({ id: 'x_1', object: name, status });

// Stripe's own state machines: each line is a way that an object goes and never comes back.
const oneWay: readonly (readonly [string, string, string])[] = [
  ['payment_intent', 'requires_payment_method', 'succeeded'],
  ['payment_intent', 'processing', 'succeeded'],
  ['payment_intent', 'requires_capture', 'canceled'],
  ['charge', 'pending', 'failed'],
  ['charge', 'pending', 'succeeded'],
  ['refund', 'pending', 'succeeded'],
  ['refund', 'succeeded', 'failed'],
  ['invoice', 'draft', 'open'],
  ['invoice', 'open', 'uncollectible'],
  ['invoice', 'uncollectible', 'paid'],
  ['invoice', 'uncollectible', 'void'],
  ['checkout.session', 'open', 'expired'],
  ['subscription', 'incomplete', 'active'],
  ['subscription', 'past_due', 'canceled'],
  ['subscription', 'incomplete', 'incomplete_expired'],
  ['dispute', 'warning_needs_response', 'needs_response'],
  ['dispute', 'warning_under_review', 'warning_closed'],
  ['dispute', 'under_review', 'lost'],
  ['payout', 'in_transit', 'paid'],
  ['payout', 'paid', 'failed'],
  ['topup', 'succeeded', 'reversed'],
  ['quote', 'open', 'accepted'],
];

describe('levelOf', () => {
  test.each(oneWay)('%s: %s is left for good when it is %s', (name, from, to) => {
    expect(levelOf(inState(name, to))).toBeGreaterThan(levelOf(inState(name, from)));
  });

  test.each([
    ['payment_intent', 'processing', 'requires_payment_method'],
    ['payment_intent', 'requires_action', 'requires_payment_method'],
    ['subscription', 'past_due', 'active'],
    ['subscription', 'paused', 'active'],
    ['subscription', 'active', 'trialing'],
    ['dispute', 'needs_response', 'under_review'],
  ])('%s goes from %s to %s and back', (name, a, b) => {
    expect(levelOf(inState(name, a))).toBe(levelOf(inState(name, b)));
  });

  test('F32 nothing comes after a deletion', () => {
    const gone = shown({ id: 'cus_1', object: 'customer' }, 'customer.deleted');
    expect(levelOf(gone)).toBeGreaterThan(levelOf(inState('invoice', 'paid')));
    expect(levelOf(shown({ id: 'cus_1', object: 'customer', deleted: true }))).toBe(levelOf(gone));
  });

  test('a checkout that is complete may still be paid, and a failed debit is later than its completion', () => {
    const session = (status: string, payment_status: string, type = 'checkout.session.completed') =>
      levelOf(shown({ id: 'cs_1', object: 'checkout.session', status, payment_status }, type));
    expect(session('complete', 'paid')).toBeGreaterThan(session('complete', 'unpaid'));
    expect(session('complete', 'unpaid')).toBeGreaterThan(session('open', 'unpaid'));
  });

  test('an unknown state, an unknown object and a bare name may all still change', () => {
    expect(levelOf(inState('invoice', 'archived'))).toBe(0);
    expect(levelOf(inState('moon', 'landed'))).toBe(0);
    expect(levelOf(inState('__proto__', 'constructor'))).toBe(0);
    expect(levelOf(shown({ id: 'ch_1', object: 'charge' }))).toBeLessThan(0);
  });
});

describe('compareRank', () => {
  test("a charge's refunds and disputes only grow within a second", () => {
    const charge = (more: JsonObject) =>
      shown({ id: 'ch_1', object: 'charge', status: 'succeeded', captured: true, ...more });
    expect(compareRank(charge({ amount_refunded: 1500 }), charge({ amount_refunded: 0 }))).toBe(1);
    expect(compareRank(charge({ amount_refunded: 0 }), charge({ disputed: true }))).toBe(-1);
    expect(compareRank(charge({}), charge({}))).toBe(0);
  });

  test('F31 created comes before updated', () => {
    const created = shown({ id: 'po_1', object: 'payout', status: 'paid' }, 'payout.created');
    expect(compareRank(created, shown({ id: 'po_1', object: 'payout', status: 'paid' }, 'payout.updated'))).toBe(-1);
  });
});
