import { day, hour } from '../calendar.ts';
import { finalizeInvoice, payInvoice } from '../changes/bill-invoice.ts';
import { beginPeriod } from '../changes/bill-subscription.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { changeSubscription, endSubscription } from '../changes/subscription.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type SubscriptionSaleOptions, tellSubscriptionSale } from './subscription-sale.ts';

export interface TrialOptions extends SubscriptionSaleOptions {
  /** `converted`: pays after the trial · `canceled`: ends with it. */
  readonly outcome?: 'converted' | 'canceled';
}

/** A trial: an invoice over nothing, trial_will_end three days before its end, then the first real invoice or the end. */
export function trial(options: TrialOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const trialDays = options.trialDays ?? 14;
  const subscribed = tellSubscriptionSale(story, { ...options, trialDays });
  story.wait(Math.max(0, trialDays - 3) * day);
  world.emit('customer.subscription.trial_will_end', subscribed.subscription);
  story.wait(3 * day);
  if (options.outcome === 'canceled') {
    endSubscription(world, subscribed.subscription, {
      reason: 'cancellation_requested',
      feedback: 'unused',
      comment: null,
    });
    return story.end('trial, canceled');
  }
  const begun = beginPeriod(world, subscribed.subscription, subscribed.customer, 2);
  changeSubscription(world, begun.subscription, { status: 'active' });
  story.wait(hour);
  const open = finalizeInvoice(world, begun.invoice);
  if (open.intent !== null && open.link !== null) {
    const paid = payInvoice(world, { invoice: open.invoice, intent: open.intent, link: open.link }, subscribed.method);
    story.wait(2);
    bookCharge(world, paid.charge);
  }
  return story.end('trial, converted');
}
