import { buildRequest } from '../builders/event.ts';
import { day } from '../calendar.ts';
import { changeSubscription } from '../changes/subscription.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type SubscriptionSaleOptions, tellSubscriptionSale } from './subscription-sale.ts';

export interface PauseOptions extends SubscriptionSaleOptions {
  /**
   * `collection`: invoices go on, but are kept as drafts (`pause_collection`) · `subscription`: a trial ended without a
   * payment method, so the subscription itself pauses (customer.subscription.paused and resumed).
   */
  readonly what?: 'collection' | 'subscription';
}

/** Paused, and two weeks later resumed. */
export function pause(options: PauseOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const collection = (options.what ?? 'collection') === 'collection';
  const { subscription } = story.history(() => {
    const sold = tellSubscriptionSale(story, { ...options, trialDays: collection ? 0 : 7 });
    story.wait(7 * day);
    return sold;
  });
  if (collection) {
    world.request = buildRequest(world);
    const paused = changeSubscription(world, subscription, {
      pause_collection: { behavior: 'keep_as_draft', resumes_at: world.now() + 30 * day },
    });
    story.wait(14 * day);
    world.request = buildRequest(world);
    changeSubscription(world, paused, { pause_collection: null });
    return story.end('collection paused and resumed');
  }
  const { object: paused, previous } = world.change(subscription, { status: 'paused' });
  world.emit('customer.subscription.updated', paused, previous);
  world.emit('customer.subscription.paused', paused);
  story.wait(14 * day);
  world.request = buildRequest(world);
  const { object: resumed, previous: before } = world.change(paused, { status: 'active' });
  world.emit('customer.subscription.updated', resumed, before);
  world.emit('customer.subscription.resumed', resumed);
  return story.end('subscription paused and resumed');
}
