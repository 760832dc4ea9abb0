import type Stripe from 'stripe';
import { buildRequest } from '../builders/event.ts';
import { day } from '../calendar.ts';
import { endSubscription, periodEndOf, scheduleCancellation, undoCancellation } from '../changes/subscription.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type SubscriptionSaleOptions, tellSubscriptionSale } from './subscription-sale.ts';

export interface CancellationOptions extends SubscriptionSaleOptions {
  /** `at_period_end`: scheduled, then ended · `undone`: scheduled, then taken back · `at_once`. */
  readonly how?: 'at_period_end' | 'undone' | 'at_once';
  readonly feedback?: Stripe.Subscription.CancellationDetails.Feedback;
  readonly comment?: string | null;
}

/** A customer leaves, and says why. */
export function cancellation(options: CancellationOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const how = options.how ?? 'at_period_end';
  const { subscription } = story.history(() => {
    const sold = tellSubscriptionSale(story, options);
    story.wait(8 * day);
    return sold;
  });
  const words = {
    reason: 'cancellation_requested',
    feedback: options.feedback ?? 'too_expensive',
    comment: options.comment === undefined ? 'Good product, small budget.' : options.comment,
  } as const;
  world.request = buildRequest(world);
  if (how === 'at_once') {
    endSubscription(world, subscription, words);
    return story.end('canceled at once');
  }
  const scheduled = scheduleCancellation(world, subscription, words);
  if (how === 'undone') {
    story.wait(2 * day);
    world.request = buildRequest(world);
    undoCancellation(world, scheduled);
    return story.end('cancellation undone');
  }
  world.request = null;
  story.wait(periodEndOf(subscription) - world.now());
  endSubscription(world, scheduled, null);
  return story.end('canceled at period end');
}
