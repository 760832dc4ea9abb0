import type Stripe from 'stripe';
import { isObject, type JsonObject, listAt, textAt } from '../../../domain/json.ts';
import { buildDiscount } from '../builders/coupon.ts';
import { idOf } from '../changes/collect-payment.ts';
import { changeSubscription, endSubscription, periodEndOf } from '../changes/subscription.ts';
import { missing, refuse } from './api-error.ts';
import { booleanParam, choiceParam, integerParam, mergedMetadata } from './params.ts';
import { required } from './read-routes.ts';
import type { Call, Route } from './route.ts';

const feedbacks = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;

export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/subscriptions/:id',
    permission: 'subscription_write',
    allowed: [
      'cancel_at_period_end',
      'pause_collection',
      'trial_end',
      'metadata',
      'discounts',
      'cancellation_details',
      'default_payment_method',
      'proration_behavior',
      'description',
    ],
    handle: updateSubscription,
  },
  {
    method: 'DELETE',
    path: '/v1/subscriptions/:id',
    permission: 'subscription_write',
    allowed: ['cancellation_details', 'invoice_now', 'prorate'],
    handle: (call) => {
      const subscription = required(call, 'subscription');
      // A canceled subscription is gone for this call, though it can still be read.
      if (subscription.status === 'canceled') throw missing('subscription', call.id);
      return endSubscription(call.world, subscription, {
        reason: 'cancellation_requested',
        ...wordsOf(call.params),
      });
    },
  },
  {
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    permission: 'subscription_write',
    allowed: ['billing_cycle_anchor', 'proration_behavior'],
    handle: (call) => {
      const subscription = required(call, 'subscription');
      if (subscription.status !== 'paused') throw refuse('You can only resume a subscription that is paused.');
      const resumed = changeSubscription(call.world, subscription, { status: 'active' });
      call.world.emit('customer.subscription.resumed', resumed);
      return resumed;
    },
  },
];

function updateSubscription(call: Call): Stripe.Subscription {
  const { world, params } = call;
  const subscription = required(call, 'subscription');
  const closed = subscription.status === 'canceled';
  if (closed && Object.keys(params).some((name) => !['metadata', 'cancellation_details', 'expand'].includes(name))) {
    throw refuse('A canceled subscription can only update its cancellation_details and metadata.');
  }
  const fields: Partial<Stripe.Subscription> = {
    metadata: mergedMetadata(subscription.metadata, params['metadata']),
    ...cancellation(call, subscription),
    ...trial(call),
    ...discounts(call, subscription),
  };
  const pause = params['pause_collection'];
  if (pause === '') fields.pause_collection = null;
  else if (isObject(pause)) fields.pause_collection = pauseOf(pause);
  const method = textAt(params, 'default_payment_method');
  if (method !== null) {
    if (world.find('payment_method', method) === null) throw missing('PaymentMethod', method, 'default_payment_method');
    fields.default_payment_method = method;
  }
  return changeSubscription(world, subscription, fields);
}

function cancellation({ world, params }: Call, subscription: Stripe.Subscription): Partial<Stripe.Subscription> {
  const atEnd = booleanParam(params, 'cancel_at_period_end');
  const details = subscription.cancellation_details;
  const words = wordsOf(params);
  const said = {
    comment: words.comment ?? details?.comment ?? null,
    feedback: words.feedback ?? details?.feedback ?? null,
    feedback_option: null,
    reason: atEnd === true ? 'cancellation_requested' : (details?.reason ?? null),
  };
  if (atEnd === null) return { cancellation_details: said };
  if (!atEnd) {
    return {
      cancel_at: null,
      cancel_at_period_end: false,
      canceled_at: null,
      cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    };
  }
  return {
    cancel_at: periodEndOf(subscription),
    cancel_at_period_end: true,
    canceled_at: subscription.canceled_at ?? world.now(),
    cancellation_details: said,
  };
}

function trial({ world, params }: Call): Partial<Stripe.Subscription> {
  const text = params['trial_end'];
  if (text === undefined) return {};
  if (text === 'now') return { trial_end: world.now(), status: 'active' };
  const end = integerParam(params, 'trial_end') ?? 0;
  if (end <= world.now()) throw refuse('Invalid trial_end: must be a time in the future', { param: 'trial_end' });
  return { trial_end: end, trial_start: world.now(), status: 'trialing' };
}

function discounts({ world, params }: Call, subscription: Stripe.Subscription): Partial<Stripe.Subscription> {
  if (params['discounts'] === undefined) return {};
  if (params['discounts'] === '') return { discounts: [] };
  const ids = listAt(params, 'discounts').map((wanted) => {
    const existing = textAt(wanted, 'discount');
    if (existing !== null) return existing;
    const coupon = textAt(wanted, 'coupon') ?? '';
    if (world.find('coupon', coupon) === null) throw missing('coupon', coupon, 'discounts[0][coupon]');
    const facts = { coupon, customer: idOf(subscription.customer) ?? '', subscription: subscription.id };
    const discount = world.put(buildDiscount(world, facts));
    world.emit('customer.discount.created', discount);
    return discount.id;
  });
  return { discounts: ids };
}

function pauseOf(pause: JsonObject): Stripe.Subscription.PauseCollection {
  const behavior = choiceParam(pause, 'behavior', ['keep_as_draft', 'mark_uncollectible', 'void']);
  if (behavior === null) {
    throw refuse('Missing required param: pause_collection[behavior].', {
      code: 'parameter_missing',
      param: 'pause_collection[behavior]',
    });
  }
  return { behavior, resumes_at: integerParam(pause, 'resumes_at') };
}

function wordsOf(params: JsonObject) {
  const details = params['cancellation_details'];
  if (!isObject(details)) return {};
  return { comment: textAt(details, 'comment'), feedback: choiceParam(details, 'feedback', feedbacks) };
}
