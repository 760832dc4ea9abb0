import type Stripe from 'stripe';
import type { World } from '../world.ts';

/** customer.subscription.updated with what the changed fields were before. */
export function changeSubscription(
  world: World,
  subscription: Stripe.Subscription,
  fields: Partial<Stripe.Subscription>,
): Stripe.Subscription {
  const { object, previous } = world.change(subscription, fields);
  world.emit('customer.subscription.updated', object, previous);
  return object;
}

export interface CancellationWords {
  readonly reason: 'cancellation_requested' | 'payment_failed' | 'payment_disputed';
  readonly feedback?: Stripe.Subscription.CancellationDetails.Feedback | null;
  readonly comment?: string | null;
}

/** At the end of the paid period: it goes on until then and can be undone. */
export function scheduleCancellation(
  world: World,
  subscription: Stripe.Subscription,
  words: CancellationWords,
): Stripe.Subscription {
  return changeSubscription(world, subscription, {
    cancel_at: periodEndOf(subscription),
    cancel_at_period_end: true,
    canceled_at: world.now(),
    cancellation_details: detailsOf(words),
  });
}

export function undoCancellation(world: World, subscription: Stripe.Subscription): Stripe.Subscription {
  return changeSubscription(world, subscription, {
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
  });
}

/** Now and for good: customer.subscription.deleted. What was said when it was scheduled stays. */
export function endSubscription(
  world: World,
  subscription: Stripe.Subscription,
  words: CancellationWords | null,
): Stripe.Subscription {
  const { object } = world.change(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? world.now(),
    ended_at: world.now(),
    ...(words === null ? {} : { cancellation_details: detailsOf(words) }),
  });
  world.emit('customer.subscription.deleted', object);
  return object;
}

/** Unix seconds: the end of the period that its first item has paid for. */
export function periodEndOf(subscription: Stripe.Subscription): number {
  return subscription.items.data[0]?.current_period_end ?? subscription.billing_cycle_anchor;
}

function detailsOf(words: CancellationWords): Stripe.Subscription.CancellationDetails {
  return {
    comment: words.comment ?? null,
    feedback: words.feedback ?? null,
    feedback_option: null,
    reason: words.reason,
  };
}
