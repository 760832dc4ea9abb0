import { describe, expect, test } from 'vitest';
import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { LedgerFact } from '../../domain/ledger.ts';
import { ledgerFacts } from './ledger-facts.ts';

function event(type: string, object: JsonObject, previous: JsonObject | null = null): StripeEvent {
  return {
    id: 'evt_1',
    type,
    created: 1_000,
    livemode: true,
    apiVersion: null,
    connectAccount: null,
    kind: 'snapshot',
    object,
    related: null,
    previous,
  };
}

const facts = (type: string, object: JsonObject, previous: JsonObject | null = null) =>
  ledgerFacts(event(type, object, previous), { account: 'main', tags: [] });

/** Kind, source, second, amount. */
const brief = (all: readonly LedgerFact[]) =>
  all.map((fact) =>
    fact.type === 'subscription'
      ? `mrr ${fact.mrr.map(({ minor, currency }) => `${minor} ${currency}`).join('+')} ${fact.detail ?? ''}`.trim()
      : `${fact.kind} ${fact.source} ${fact.at} ${fact.amount.minor} ${fact.amount.currency}`,
  );

const charge = { id: 'ch_1', object: 'charge', amount: 500, amount_captured: 500, captured: true, currency: 'eur' };

describe('what events say of money', () => {
  test('a charge counts once it came through or was captured, and once whichever event tells it', () => {
    expect(brief(facts('charge.succeeded', charge))).toEqual(['charge ch_1 1000 500 eur']);
    const intent = {
      id: 'pi_1',
      object: 'payment_intent',
      amount_received: 500,
      currency: 'eur',
      latest_charge: 'ch_1',
    };
    expect(brief(facts('payment_intent.succeeded', intent))).toEqual(['charge ch_1 1000 500 eur']);
    expect(facts('charge.succeeded', { ...charge, captured: false, amount_captured: 0 })).toEqual([]);
    expect(brief(facts('charge.captured', { ...charge, amount_captured: 300 }))).toEqual(['charge ch_1 1000 300 eur']);
    expect(facts('charge.updated', charge)).toEqual([]);
    expect(facts('charge.refunded', { ...charge, amount_refunded: 500 })).toEqual([]);
    expect(brief(facts('charge.failed', charge))).toEqual(['failed ch_1 1000 500 eur']);
  });

  test('F98 what is no whole amount of a currency is no movement', () => {
    for (const amount of [null, 1.5, '12x', 10 ** 30]) {
      expect(facts('charge.succeeded', { ...charge, amount, amount_captured: amount })).toEqual([]);
    }
    expect(facts('charge.succeeded', { ...charge, currency: null })).toEqual([]);
    expect(facts('charge.succeeded', {})).toEqual([]);
  });

  test('a refund leaves when it is made and returns where the bank sends it back', () => {
    const refund = { id: 're_1', object: 'refund', amount: 200, currency: 'eur', created: 900, charge: 'ch_1' };
    expect(brief(facts('refund.created', { ...refund, status: 'succeeded' }))).toEqual(['refund re_1 900 -200 eur']);
    expect(brief(facts('refund.failed', { ...refund, status: 'failed' }))).toEqual([
      'refund re_1 900 -200 eur',
      'refund_reversal re_1 1000 200 eur',
    ]);
    expect(facts('refund.updated', { ...refund, status: 'canceled' })).toEqual([]);
    // The shape of before 2022: the refunds are in the charge.
    const old = { ...charge, refunds: { object: 'list', data: [{ ...refund, status: 'succeeded' }] } };
    expect(brief(facts('charge.refunded', old))).toEqual(['refund re_1 900 -200 eur']);
  });

  test('a dispute is what its balance transactions say', () => {
    const txn = { id: 'txn_1', created: 950, amount: -460, fee: 2000, currency: 'eur', source: 'dp_1' };
    const dispute = {
      id: 'dp_1',
      object: 'dispute',
      amount: 500,
      currency: 'usd',
      charge: 'ch_1',
      balance_transactions: [{ ...txn, reporting_category: 'dispute' }],
    };
    expect(facts('charge.dispute.created', dispute)).toMatchObject([
      { type: 'transaction', id: 'txn_1', kind: 'dispute', fee: '2000', presented: { minor: '-500', currency: 'usd' } },
    ]);
  });

  test('payouts: made, failed, called off', () => {
    const payout = { id: 'po_1', object: 'payout', amount: 900, currency: 'eur', created: 800 };
    expect(brief(facts('payout.paid', { ...payout, status: 'paid' }))).toEqual(['payout po_1 800 -900 eur']);
    expect(brief(facts('payout.failed', { ...payout, status: 'failed' }))).toEqual([
      'payout po_1 800 -900 eur',
      'payout_reversal po_1 1000 900 eur',
    ]);
  });

  test('dunning: recovered after a failed try, lost when written off, and not lost when paid after all', () => {
    const invoice = { id: 'in_1', object: 'invoice', currency: 'eur', amount_paid: 700, amount_remaining: 700 };
    expect(facts('invoice.paid', { ...invoice, attempt_count: 1 })).toEqual([]);
    const [recovered] = facts('invoice.paid', { ...invoice, attempt_count: 2 });
    const [lost] = facts('invoice.marked_uncollectible', { ...invoice, attempt_count: 4 });
    expect(facts('invoice.voided', { ...invoice, attempt_count: 0 })).toEqual([]);
    expect(recovered).toMatchObject({ kind: 'recovered', amount: { minor: '700' }, rank: 2 });
    expect(lost).toMatchObject({ kind: 'lost', amount: { minor: '700' }, rank: 1 });
  });

  test('MRR by a subscription’s life: trial, active, past due, paused, unpaid, cancelled with its reason', () => {
    const price = {
      id: 'price_1',
      currency: 'eur',
      unit_amount: 2000,
      product: 'prod_1',
      recurring: { interval: 'month' },
    };
    const of = (status: string, more: JsonObject = {}) => ({
      id: 'sub_1',
      object: 'subscription',
      status,
      items: { object: 'list', data: [{ price, quantity: 2 }] },
      ...more,
    });
    const mrr = (type: string, object: JsonObject) => brief(facts(`customer.subscription.${type}`, object))[0];
    expect(mrr('created', of('trialing'))).toBe('mrr');
    expect(mrr('updated', of('active'))).toBe('mrr 4000 eur');
    expect(mrr('updated', of('past_due'))).toBe('mrr 4000 eur');
    expect(mrr('updated', of('active', { pause_collection: { behavior: 'void' } }))).toBe('mrr  voluntary:paused');
    expect(mrr('updated', of('unpaid'))).toBe('mrr  involuntary:unpaid');
    const ended = (details: JsonObject) => mrr('deleted', of('canceled', { cancellation_details: details }));
    expect(ended({ reason: 'cancellation_requested', feedback: 'too_expensive' })).toBe('mrr  voluntary:too_expensive');
    expect(ended({ reason: 'payment_failed' })).toBe('mrr  involuntary:payment_failed');
    expect(ended({})).toBe('mrr  voluntary:not_said');
  });

  test('the event’s own word on what was before; products are tags', () => {
    const price = (amount: number) => ({
      id: `price_${amount}`,
      currency: 'eur',
      unit_amount: amount,
      product: 'prod_1',
      recurring: { interval: 'month' },
    });
    const items = (amount: number) => ({ object: 'list', data: [{ price: price(amount), quantity: 1 }] });
    const now = { id: 'sub_1', object: 'subscription', status: 'active', items: items(3000) };
    const [fact] = facts('customer.subscription.updated', now, { items: items(2000) });
    expect(fact).toMatchObject({
      mrr: [{ minor: '3000', currency: 'eur' }],
      before: [{ minor: '2000', currency: 'eur' }],
      tags: ['prod_1'],
    });
    expect(facts('customer.subscription.updated', now)).toMatchObject([{ before: null }]);
    expect(facts('customer.subscription.created', now)).toMatchObject([{ before: [] }]);
  });

  test('Tillbell’s own events, and objects that move nothing, say nothing', () => {
    expect(facts('tillbell.incident.opened', charge)).toEqual([]);
    expect(facts('customer.created', { id: 'cus_1', object: 'customer' })).toEqual([]);
    expect(facts('charge.succeeded', { id: 'ch_1', object: '__proto__' })).toEqual([]);
  });
});
