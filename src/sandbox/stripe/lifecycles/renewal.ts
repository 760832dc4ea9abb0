import { hour, minute } from '../calendar.ts';
import { finalizeInvoice, payInvoice } from '../changes/bill-invoice.ts';
import { beginPeriod } from '../changes/bill-subscription.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { periodEndOf } from '../changes/subscription.ts';
import { beginStory, type Lifecycle, type Story, type StoryOptions } from '../story.ts';
import { type Subscribed, type SubscriptionSaleOptions, tellSubscriptionSale } from './subscription-sale.ts';

export interface RenewalOptions extends SubscriptionSaleOptions {
  /** How many renewals follow the sale. Default 1: the story ends in month 2. */
  readonly renewals?: number;
}

/** A subscription that is sold and then renews, month after month. */
export function renewal(options: RenewalOptions = {}): Lifecycle {
  const story = beginStory(options);
  const renewals = options.renewals ?? 1;
  tellRenewal(story, tellSubscribedFor(story, renewals - 1, options));
  return story.end(`renewal, month ${renewals + 1}`);
}

/** The history of a subscription until its current period ends, with so many renewals in it. */
export function tellSubscribedFor(
  story: Story,
  renewals: number,
  options: Omit<SubscriptionSaleOptions, keyof StoryOptions>,
): Subscribed {
  return story.history(() => {
    let subscribed = tellSubscriptionSale(story, options);
    for (let count = 0; count < renewals; count++) {
      waitForPeriodEnd(story, subscribed);
      subscribed = tellRenewal(story, subscribed);
    }
    waitForPeriodEnd(story, subscribed);
    return subscribed;
  });
}

/** The next period: the draft stays open for an hour, then it is finalized and charged. */
function tellRenewal(story: Story, subscribed: Subscribed): Subscribed {
  const { world } = story;
  const number = subscribed.invoices + 1;
  const begun = beginPeriod(world, subscribed.subscription, subscribed.customer, number);
  story.wait(hour);
  const open = finalizeInvoice(world, begun.invoice);
  if (open.intent !== null && open.link !== null) {
    const paid = payInvoice(world, { invoice: open.invoice, intent: open.intent, link: open.link }, subscribed.method);
    story.wait(2);
    bookCharge(world, paid.charge);
  }
  return { ...subscribed, subscription: begun.subscription, invoices: number };
}

/** Until the second in which the period ends, or a little after: Stripe's scheduler is not that exact. */
function waitForPeriodEnd(story: Story, subscribed: Subscribed): void {
  const left = periodEndOf(subscribed.subscription) - story.world.now();
  story.wait(Math.max(left, 0) + story.world.random.int(0, minute));
}
