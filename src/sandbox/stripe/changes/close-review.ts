import type Stripe from 'stripe';
import type { World } from '../world.ts';
import { idOf } from './collect-payment.ts';

/** review.closed; its charge and intent no longer name it. */
export function closeReview(world: World, review: Stripe.Review, reason: Stripe.Review.ClosedReason): Stripe.Review {
  const charge = world.find('charge', idOf(review.charge) ?? '');
  if (charge !== null) world.change(charge, { review: null });
  const intent = world.find('payment_intent', idOf(review.payment_intent) ?? '');
  if (intent !== null) world.change(intent, { review: null });
  const { object } = world.change(review, { open: false, closed_reason: reason, reason });
  world.emit('review.closed', object);
  return object;
}
