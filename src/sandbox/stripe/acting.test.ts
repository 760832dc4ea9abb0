import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { buildCoupon } from './builders/coupon.ts';
import { refused, type Scene, scene } from './client.test-support.ts';
import { cardSale } from './lifecycles/card-sale.ts';
import { dispute } from './lifecycles/dispute.ts';
import { dunning } from './lifecycles/dunning.ts';
import { review } from './lifecycles/fraud.ts';
import { mailedInvoice } from './lifecycles/mailed-invoice.ts';
import { subscriptionSale } from './lifecycles/subscription-sale.ts';
import type { Lifecycle } from './story.ts';
import type { Kind, ObjectsByKind } from './world.ts';

function one<K extends Kind>(story: Lifecycle, kind: K): ObjectsByKind[K] {
  const found = story.objects.find((object): object is ObjectsByKind[K] => object.object === kind);
  if (found === undefined) throw new Error(`the story has no ${kind}`);
  return found;
}

/** The types of the events that a call causes. */
async function causes({ sandbox }: Scene, call: () => Promise<unknown>): Promise<string[]> {
  const before = sandbox.world.events.length;
  await call();
  return sandbox.world.events.slice(before).map((event) => event.type);
}

describe('refunds', () => {
  test('a part, then the rest, then no more', async () => {
    const set = await scene();
    const sale = cardSale({ amount: 5000 });
    set.sandbox.load(sale);
    const { id } = one(sale, 'charge');
    const { stripe } = set;
    expect(await causes(set, () => stripe.refunds.create({ charge: id, amount: 2000, reason: 'duplicate' }))).toEqual([
      'refund.created',
      'charge.refunded',
    ]);
    expect(await stripe.charges.retrieve(id)).toMatchObject({ amount_refunded: 2000, refunded: false });
    expect(await refused(stripe.refunds.create({ charge: id, amount: 3001 }))).toMatchObject({ param: 'amount' });
    const rest = await stripe.refunds.create({
      payment_intent: one(sale, 'payment_intent').id,
      metadata: { by: 'anna' },
    });
    expect(rest).toMatchObject({ amount: 3000, status: 'succeeded', metadata: { by: 'anna' } });
    expect(await stripe.charges.retrieve(id)).toMatchObject({ amount_refunded: 5000, refunded: true });
    expect(await refused(stripe.refunds.create({ charge: id }))).toMatchObject({ code: 'charge_already_refunded' });
    expect((await stripe.refunds.list({ charge: id })).data).toHaveLength(2);
    const last = set.sandbox.world.events.at(-1);
    expect(last?.request).toMatchObject({ id: expect.stringMatching(/^req_/), idempotency_key: expect.any(String) });
  });

  test('what is charged back or not there cannot be refunded', async () => {
    const { sandbox, stripe } = await scene();
    const story = dispute({ outcome: 'open' });
    sandbox.load(story);
    expect(await refused(stripe.refunds.create({ charge: one(story, 'charge').id }))).toMatchObject({
      code: 'charge_disputed',
    });
    expect(await refused(stripe.refunds.create({ charge: 'ch_none' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'charge',
    });
    expect(await refused(stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' });
    const inquiry = dispute({ outcome: 'inquiry', seed: 2 });
    sandbox.load({ ...inquiry, happenings: inquiry.happenings.slice(0, inquiry.history + 1) });
    expect(await stripe.refunds.create({ charge: one(inquiry, 'charge').id })).toMatchObject({ status: 'succeeded' });
  });
});

describe('idempotency', () => {
  const options = { idempotencyKey: 'refund-1' };

  test('F78 F79 the same key acts once and answers the same', async () => {
    const { sandbox, stripe } = await scene();
    const sale = cardSale({ amount: 5000 });
    sandbox.load(sale);
    const params = { charge: one(sale, 'charge').id, amount: 1000 };
    const first = await stripe.refunds.create(params, options);
    const second = await stripe.refunds.create(params, options);
    expect(second.id).toBe(first.id);
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(sandbox.world.list('refund')).toHaveLength(1);
    expect(await refused(stripe.refunds.create({ ...params, amount: 2000 }, options))).toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
  });

  test('F81 after a day the key is forgotten', async () => {
    const { sandbox, stripe, clock } = await scene();
    const sale = cardSale({ amount: 5000 });
    sandbox.load(sale);
    const params = { charge: one(sale, 'charge').id, amount: 1000 };
    await stripe.refunds.create(params, options);
    clock.advance(24 * 3_600_000);
    await stripe.refunds.create(params, options);
    expect(sandbox.world.list('refund')).toHaveLength(2);
  });

  test('what fails its checks leaves the key free', async () => {
    const { sandbox, stripe } = await scene();
    const sale = cardSale({ amount: 5000 });
    sandbox.load(sale);
    const { id } = one(sale, 'charge');
    await refused(stripe.refunds.create({ charge: id, amount: 6000 }, options));
    expect(await stripe.refunds.create({ charge: id, amount: 500 }, options)).toMatchObject({ amount: 500 });
  });
});

describe('invoices', () => {
  test('a past due subscription is active again once its invoice is paid; a refused card is not', async () => {
    const set = await scene();
    const story = dunning({ outcome: 'past_due', failures: ['insufficient_funds'] });
    set.sandbox.load(story);
    const { stripe, sandbox } = set;
    const invoice = story.objects.findLast((object) => object.object === 'invoice')?.id ?? '';
    sandbox.faults.add({ kind: 'decline', decline: 'expired_card', calls: 1 });
    expect(await refused(stripe.invoices.pay(invoice))).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      decline_code: 'expired_card',
    });
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'open', attempt_count: 2 });
    const told = await causes(set, () => stripe.invoices.pay(invoice));
    expect(told).toContain('invoice.paid');
    expect(told.at(-1)).toBe('customer.subscription.updated');
    expect(await stripe.subscriptions.retrieve(one(story, 'subscription').id)).toMatchObject({ status: 'active' });
    expect(await refused(stripe.invoices.pay(invoice))).toMatchObject({ message: 'Invoice is already paid' });
  });

  test.each<['markUncollectible' | 'voidInvoice' | 'sendInvoice', string]>([
    ['markUncollectible', 'invoice.marked_uncollectible'],
    ['voidInvoice', 'invoice.voided'],
    ['sendInvoice', 'invoice.sent'],
  ])('%s of an open invoice', async (action, type) => {
    const set = await scene();
    const story = mailedInvoice({ outcome: 'paid' });
    const sent = story.happenings.findIndex((happening) => happening.event.type === 'invoice.sent');
    set.sandbox.load({ ...story, happenings: story.happenings.slice(0, sent + 1) });
    const { id } = one(story, 'invoice');
    expect((await causes(set, () => set.stripe.invoices[action](id))).at(-1)).toBe(type);
    if (action === 'voidInvoice')
      expect(await refused(set.stripe.invoices.voidInvoice(id))).toMatchObject({ statusCode: 400 });
  });
});

describe('a draft', () => {
  test('is finalized once; what made it fail is gone', async () => {
    const set = await scene();
    const story = mailedInvoice({ outcome: 'not_finalized' });
    set.sandbox.load(story);
    const { id } = one(story, 'invoice');
    expect(await set.stripe.invoices.retrieve(id)).toMatchObject({
      status: 'draft',
      last_finalization_error: { code: 'customer_tax_location_invalid' },
    });
    expect(await causes(set, () => set.stripe.invoices.finalizeInvoice(id))).toEqual([
      'invoice.finalized',
      'payment_intent.created',
    ]);
    expect(await set.stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', last_finalization_error: null });
    expect(await refused(set.stripe.invoices.finalizeInvoice(id))).toMatchObject({ statusCode: 400 });
  });
});

describe('subscriptions', () => {
  const begin = async () => {
    const set = await scene();
    const story = subscriptionSale({ at: Math.floor(set.clock.now() / 1000) });
    set.sandbox.load(story);
    return { set, stripe: set.stripe, id: one(story, 'subscription').id };
  };
  const last = (set: Scene) => set.sandbox.world.events.at(-1);

  test('cancel at the period’s end, and undo it', async () => {
    const { set, stripe, id } = await begin();
    const canceled = await stripe.subscriptions.update(id, {
      cancel_at_period_end: true,
      cancellation_details: { feedback: 'too_expensive', comment: 'sorry' },
    });
    expect(canceled).toMatchObject({
      cancel_at_period_end: true,
      cancel_at: canceled.items.data[0]?.current_period_end,
      cancellation_details: { feedback: 'too_expensive', comment: 'sorry', reason: 'cancellation_requested' },
    });
    expect(last(set)).toMatchObject({
      data: { previous_attributes: { cancel_at: null, cancel_at_period_end: false } },
    });
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({ cancel_at: null });
  });

  test('pause and resume, extend the trial, apply a coupon, keep metadata', async () => {
    const { set, stripe, id } = await begin();
    expect(await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })).toMatchObject({
      pause_collection: { behavior: 'void', resumes_at: null },
    });
    expect(await stripe.subscriptions.update(id, { pause_collection: '' })).toMatchObject({ pause_collection: null });
    const end = Math.floor(set.clock.now() / 1000) + 86_400;
    expect(await stripe.subscriptions.update(id, { trial_end: end })).toMatchObject({
      status: 'trialing',
      trial_end: end,
    });
    expect(await refused(stripe.subscriptions.update(id, { trial_end: 5 }))).toMatchObject({ param: 'trial_end' });
    expect(await refused(stripe.subscriptions.update(id, { discounts: [{ coupon: 'none' }] }))).toMatchObject({
      code: 'resource_missing',
    });
    const coupon = set.sandbox.world.put(buildCoupon(set.sandbox.world, 20));
    expect((await stripe.subscriptions.update(id, { discounts: [{ coupon: coupon.id }] })).discounts).toHaveLength(1);
    await stripe.subscriptions.update(id, { metadata: { owner: 'U1', note: 'x' } });
    const kept = await stripe.subscriptions.update(id, { metadata: { note: '' } });
    expect(kept.metadata).toEqual({ owner: 'U1' });
    expect(last(set)).toMatchObject({ data: { previous_attributes: { metadata: { note: 'x' } } } });
  });

  test('what is canceled stays so', async () => {
    const { set, stripe, id } = await begin();
    await stripe.subscriptions.cancel(id, { cancellation_details: { feedback: 'unused' } });
    expect(last(set)).toMatchObject({
      type: 'customer.subscription.deleted',
      data: { object: { status: 'canceled', cancellation_details: { feedback: 'unused' } } },
    });
    expect(await refused(stripe.subscriptions.cancel(id))).toMatchObject({ statusCode: 404 });
    expect(await refused(stripe.subscriptions.update(id, { cancel_at_period_end: true }))).toMatchObject({
      statusCode: 400,
    });
  });
});

describe('disputes and reviews', () => {
  const begin = async () => {
    const set = await scene();
    const story = dispute({ outcome: 'open' });
    set.sandbox.load(story);
    return { set, stripe: set.stripe, id: one(story, 'dispute').id };
  };

  test('evidence is staged, then submitted once', async () => {
    const { stripe, id } = await begin();
    const staged = await stripe.disputes.update(id, { evidence: { uncategorized_text: 'hello' }, submit: false });
    expect(staged).toMatchObject({
      status: 'needs_response',
      evidence_details: { has_evidence: true, submission_count: 0 },
    });
    const sent = await stripe.disputes.update(id, { submit: true });
    expect(sent).toMatchObject({
      status: 'under_review',
      evidence: { uncategorized_text: 'hello' },
      evidence_details: { submission_count: 1 },
    });
    expect(await refused(stripe.disputes.update(id, { submit: true }))).toMatchObject({ statusCode: 400 });
  });

  test('evidence without submit=false goes out at once', async () => {
    const { stripe, id } = await begin();
    expect(await stripe.disputes.update(id, { evidence: { uncategorized_text: 'hello' } })).toMatchObject({
      status: 'under_review',
    });
  });

  test('metadata alone submits nothing; an accepted dispute is lost', async () => {
    const { set, stripe, id } = await begin();
    expect(await stripe.disputes.update(id, { metadata: { owner: 'U1' } })).toMatchObject({
      status: 'needs_response',
      metadata: { owner: 'U1' },
    });
    expect(await causes(set, () => stripe.disputes.close(id))).toEqual(['charge.dispute.closed']);
    expect(await stripe.disputes.retrieve(id)).toMatchObject({ status: 'lost' });
  });

  test('a review is approved once', async () => {
    const set = await scene();
    const story = review();
    const opened = story.happenings.findIndex((happening) => happening.event.type === 'review.opened');
    set.sandbox.load({ ...story, happenings: story.happenings.slice(0, opened + 1) });
    const { id } = one(story, 'review');
    expect(await set.stripe.reviews.approve(id)).toMatchObject({ open: false, closed_reason: 'approved' });
    expect(await refused(set.stripe.reviews.approve(id))).toMatchObject({ statusCode: 400 });
  });
});

test('metadata has its limits', async () => {
  const { sandbox, stripe } = await scene();
  const story = cardSale();
  sandbox.load(story);
  const { id } = one(story, 'customer');
  const put = (metadata: Stripe.MetadataParam) => stripe.customers.update(id, { metadata });
  await put({ ['k'.repeat(40)]: 'v'.repeat(500) });
  expect(await refused(put({ ['k'.repeat(41)]: 'v' }))).toMatchObject({ statusCode: 400 });
  expect(await refused(put({ k: 'v'.repeat(501) }))).toMatchObject({ statusCode: 400 });
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
  expect(await refused(put(many))).toMatchObject({ message: 'You can have up to 50 metadata keys on an object.' });
});
