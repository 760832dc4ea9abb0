import { buildRequest } from '../builders/event.ts';
import { buildInvoiceLine } from '../builders/invoice-line.ts';
import { planOf } from '../builders/price.ts';
import { day } from '../calendar.ts';
import { type PlanName, plans, priceOf } from '../catalogue.ts';
import { draftInvoice, finalizeInvoice, payInvoice } from '../changes/bill-invoice.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { changeSubscription } from '../changes/subscription.ts';
import { beginStory, type Lifecycle } from '../story.ts';
import { type SubscriptionSaleOptions, tellSubscriptionSale } from './subscription-sale.ts';

export interface PlanChangeOptions extends SubscriptionSaleOptions {
  /** Default: from Pro to Team, an upgrade. */
  readonly to?: PlanName;
}

/** Another plan ten days into the period. What costs more is billed at once, in parts; what costs less is credited later. */
export function planChange(options: PlanChangeOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const subscribed = story.history(() => {
    const sold = tellSubscriptionSale(story, options);
    story.wait(10 * day);
    return sold;
  });
  const { subscription, customer, method } = subscribed;
  const item = subscription.items.data[0];
  if (item === undefined) throw new RangeError('a subscription without an item cannot change its plan');
  const to = options.to ?? 'Team';
  const price = priceOf(world, to, subscription.currency, options.interval ?? 'month');
  const quantity = item.quantity ?? 1;
  const left = (item.current_period_end - world.now()) / (item.current_period_end - item.current_period_start);
  world.request = buildRequest(world);
  const changed = changeSubscription(world, subscription, {
    items: { ...subscription.items, data: [{ ...item, price, plan: planOf(price) }] },
  });
  const common = {
    currency: subscription.currency,
    quantity,
    periodStart: world.now(),
    periodEnd: item.current_period_end,
    subscription: { id: subscription.id, item: item.id },
    proration: true,
  };
  const lines = [
    buildInvoiceLine(world, {
      ...common,
      amount: -Math.round((item.price.unit_amount ?? 0) * quantity * left),
      description: `Unused time on ${plans[options.plan ?? 'Pro'].name}`,
      price: item.price,
    }),
    buildInvoiceLine(world, {
      ...common,
      amount: Math.round((price.unit_amount ?? 0) * quantity * left),
      description: `Remaining time on ${plans[to].name}`,
      price,
    }),
  ];
  if ((price.unit_amount ?? 0) <= (item.price.unit_amount ?? 0)) return story.end('downgrade');
  const draft = draftInvoice(world, {
    customer,
    currency: subscription.currency,
    subscription: subscription.id,
    reason: 'subscription_update',
    lines,
    periodStart: world.now(),
    periodEnd: world.now(),
    number: subscribed.invoices + 1,
  });
  changeSubscription(world, changed, { latest_invoice: draft.id });
  const open = finalizeInvoice(world, draft);
  if (open.intent !== null && open.link !== null) {
    const paid = payInvoice(world, { invoice: open.invoice, intent: open.intent, link: open.link }, method);
    world.request = null;
    story.wait(2);
    bookCharge(world, paid.charge);
  }
  return story.end('upgrade');
}
