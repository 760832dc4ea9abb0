import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StripeEvent } from '../../domain/event.ts';
import { isObject, type JsonObject, type JsonValue } from '../../domain/json.ts';
import { cardText, eventOf, partsOf, plainContext, tellAll, textOf } from './told.test-support.ts';

const at = 1_785_585_600;
const price = {
  id: 'price_1',
  object: 'price',
  currency: 'eur',
  nickname: 'Gold',
  product: 'prod_1',
  unit_amount: 2000,
  unit_amount_decimal: '2000',
  transform_quantity: { divide_by: 10, round: 'up' },
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
};
const coupon = { id: 'C', object: 'coupon', percent_off: 25.5, duration: 'forever' };

const samples: readonly { readonly type: string; readonly object: JsonObject; readonly previous?: JsonObject }[] = [
  {
    type: 'customer.subscription.updated',
    object: {
      id: 'sub_1',
      object: 'subscription',
      status: 'active',
      customer: 'cus_1',
      cancel_at: at,
      cancel_at_period_end: true,
      cancellation_details: { reason: 'cancellation_requested', feedback: 'unused', comment: 'bye' },
      discounts: [{ id: 'di_1', object: 'discount', source: { coupon } }],
      items: { object: 'list', data: [{ id: 'si_1', price, quantity: 3, current_period_end: at }], has_more: false },
      pause_collection: { behavior: 'void', resumes_at: at },
      pending_update: { expires_at: at },
      trial_end: at,
    },
    previous: {
      items: { data: [{ price: { ...price, unit_amount_decimal: '100' }, quantity: 1 }] },
      status: 'trialing',
    },
  },
  {
    type: 'subscription_schedule.expiring',
    object: { id: 'sub_sched_1', object: 'subscription_schedule', subscription: 'sub_1', phases: [{ end_date: at }] },
  },
  {
    type: 'charge.dispute.updated',
    object: {
      id: 'dp_1',
      object: 'dispute',
      amount: 4200,
      currency: 'usd',
      charge: 'ch_1',
      payment_intent: 'pi_1',
      created: at,
      reason: 'fraudulent',
      status: 'under_review',
      evidence_details: { due_by: at, submission_count: 1, past_due: true },
      balance_transactions: [{ id: 'txn_1', amount: -4200, fee: 1500, currency: 'usd' }],
      payment_method_details: { type: 'card', card: { brand: 'visa', network: 'visa', case_type: 'chargeback' } },
    },
    previous: { status: 'needs_response', evidence_details: { submission_count: 0 } },
  },
  {
    type: 'radar.early_fraud_warning.created',
    object: {
      id: 'issfr_1',
      object: 'radar.early_fraud_warning',
      actionable: true,
      charge: 'ch_1',
      fraud_type: 'misc',
    },
  },
  {
    type: 'review.closed',
    object: {
      id: 'prv_1',
      object: 'review',
      open: false,
      closed_reason: 'approved',
      ip_address: '203.0.113.7',
      charge: 'ch_1',
    },
  },
  {
    type: 'payout.failed',
    object: {
      id: 'po_1',
      object: 'payout',
      amount: 100,
      currency: 'jpy',
      arrival_date: at,
      status: 'failed',
      failure_code: 'no_account',
      destination: { id: 'ba_1', last4: '6789' },
      trace_id: { value: '0210' },
    },
  },
  {
    type: 'customer.updated',
    object: {
      id: 'cus_1',
      object: 'customer',
      name: 'Jenny',
      email: 'j@example.com',
      balance: -5,
      currency: 'eur',
      delinquent: true,
    },
    previous: { delinquent: false, balance: 0, email: 'k@example.com' },
  },
  {
    type: 'customer.source.expiring',
    object: {
      id: 'card_1',
      object: 'card',
      customer: 'cus_1',
      brand: 'Visa',
      last4: '4242',
      exp_month: 8,
      exp_year: 2030,
    },
  },
  {
    type: 'customer.discount.created',
    object: { id: 'di_1', object: 'discount', customer: 'cus_1', end: at, source: { coupon } },
  },
  {
    type: 'customer.tax_id.updated',
    object: { id: 'txi_1', type: 'eu_vat', verification: { status: 'unverified' } },
    previous: { verification: { status: 'pending' } },
  },
  {
    type: 'cash_balance.funds_available',
    object: { object: 'cash_balance', customer: 'cus_1', available: { eur: 100 } },
  },
  {
    type: 'account.updated',
    object: {
      id: 'acct_1',
      object: 'account',
      charges_enabled: false,
      email: 'a@example.com',
      requirements: {
        past_due: ['x'],
        currently_due: ['x', 'y'],
        disabled_reason: 'requirements.past_due',
        current_deadline: at,
      },
    },
    previous: { charges_enabled: true, requirements: { past_due: [] } },
  },
  {
    type: 'capability.updated',
    object: { id: 'transfers', object: 'capability', account: 'acct_1', status: 'inactive' },
    previous: { status: 'active' },
  },
  {
    type: 'balance.available',
    object: { object: 'balance', available: [{ amount: 1, currency: 'eur' }], pending: [] },
  },
  { type: 'price.updated', object: price, previous: { unit_amount: 1000, active: false } },
  { type: 'coupon.created', object: { ...coupon, name: '25% off', amount_off: 5, currency: 'eur' } },
  {
    type: 'topup.failed',
    object: {
      id: 'tu_1',
      object: 'topup',
      amount: 100,
      currency: 'usd',
      status: 'failed',
      failure_code: 'x',
      description: 'd',
      created: at,
    },
  },
];

/** What a member of an object may be where Stripe, a version or a bug has it otherwise. */
const odd: fc.Arbitrary<JsonValue | undefined> = fc.constantFrom<(JsonValue | undefined)[]>(
  undefined,
  null,
  '',
  0,
  -1,
  0.5,
  1e300,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  { id: 'x_1', object: 'x' },
  { object: 'list', data: [null], has_more: true },
  { id: null, deleted: true },
  '<!channel>',
  'martian',
);

/** One member of an object, somewhere in it, made odd. */
function spoiled(object: JsonObject, random: readonly number[], value: JsonValue | undefined): JsonObject {
  const copy = structuredClone(object);
  let here: JsonObject | JsonValue[] = copy;
  for (const [depth, pick] of random.entries()) {
    const keys: string[] = Object.keys(here);
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined) return copy;
    const next: JsonValue | undefined = (here as JsonObject)[key];
    const deeper = depth < random.length - 1 && (isObject(next) || Array.isArray(next));
    if (!deeper) {
      (here as JsonObject)[key] = value;
      return copy;
    }
    here = next as JsonObject | JsonValue[];
  }
  return copy;
}

const path = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });

const anyEvent: fc.Arbitrary<StripeEvent> = fc
  .record({
    sample: fc.constantFrom(...samples),
    spoils: fc.array(fc.tuple(path, odd), { maxLength: 4 }),
    previousSpoils: fc.array(fc.tuple(path, odd), { maxLength: 2 }),
    thin: fc.boolean(),
  })
  .map(({ sample, spoils, previousSpoils, thin }) =>
    eventOf(thin ? `v1.${sample.type}` : sample.type, apply(sample.object, spoils), {
      previous: sample.previous === undefined ? null : apply(sample.previous, previousSpoils),
    }),
  );

function apply(
  object: JsonObject,
  spoils: readonly (readonly [readonly number[], JsonValue | undefined])[],
): JsonObject {
  return spoils.reduce((all, [where, value]) => spoiled(all, where, value), object);
}

describe('events that are not as they should be', () => {
  it('nulls, missing and expanded members: never an error, never a programmer’s word, never foreign text as ours', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        // Names of payment methods and intervals are Stripe's own in a signed event; the renderer escapes them like everything else.
        fc.pre(!/"(brand|network|type|interval)":"<!channel>"/.test(JSON.stringify(event.object)));
        const told = tellAll([event], {
          ...plainContext,
          known: { ch_1: event.object ?? {}, cus_1: event.object ?? {} },
        });
        const parts = partsOf(told);
        const text = textOf(parts);
        expect(text).not.toMatch(/undefined|null|NaN|Infinity|\[object/);
        expect(textOf(told.card.headline)).not.toBe('');
        expect(told.card.facts.every((fact) => textOf(fact.value) !== '')).toBe(true);
        // Only values that redaction and escaping know as foreign may hold what somebody else wrote.
        const foreign = parts.filter((part) => JSON.stringify(part).includes('<!channel>'));
        expect(foreign.filter((part) => part.type === 'words' || part.type === 'term')).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('F30–F33 any order and any repetition of a life gives the same card', () => {
    const life = (type: string, object: JsonObject, seconds: number, previous: JsonObject | null = null): StripeEvent =>
      eventOf(type, object, { created: at + seconds, previous });
    const [subscription, , dispute] = samples;
    const lives: StripeEvent[][] = [
      ['incomplete', 'active', 'past_due', 'active', 'canceled'].map((status, index) =>
        life(
          `customer.subscription.${index === 0 ? 'created' : index === 4 ? 'deleted' : 'updated'}`,
          { ...subscription?.object, status },
          Math.floor(index / 2),
          index === 0 ? null : { status: ['incomplete', 'active', 'past_due', 'active'][index - 1] ?? null },
        ),
      ),
      [
        life('charge.dispute.created', { ...dispute?.object, status: 'needs_response' }, 0),
        life('charge.dispute.funds_withdrawn', { ...dispute?.object, status: 'needs_response' }, 0),
        life('charge.dispute.updated', { ...dispute?.object }, 0, { status: 'needs_response' }),
        life('charge.dispute.closed', { ...dispute?.object, status: 'won' }, 9, { status: 'under_review' }),
        life('charge.dispute.funds_reinstated', { ...dispute?.object, status: 'won' }, 9),
      ],
    ];
    for (const events of lives) {
      const ordered = cardText(tellAll(events).card);
      const anyOrder = fc
        .tuple(
          fc.shuffledSubarray(events, { minLength: events.length }),
          fc.array(fc.constantFrom(...events), { maxLength: 4 }),
        )
        .map(([shuffled, repeated]) => [...shuffled, ...repeated]);
      fc.assert(
        fc.property(anyOrder, (played) => {
          expect(cardText(tellAll(played).card)).toEqual(ordered);
        }),
        { numRuns: 300 },
      );
    }
  });
});
