import type Stripe from 'stripe';
import { buildInvoiceLine } from '../builders/invoice-line.ts';
import { intervalOf, later } from '../calendar.ts';
import { lineText } from '../catalogue.ts';
import type { World } from '../world.ts';
import { draftInvoice } from './bill-invoice.ts';
import { idOf } from './collect-payment.ts';
import { changeSubscription } from './subscription.ts';

/** The lines for one period of each item; metered items without usage cost nothing. */
function periodLines(
  world: World,
  subscription: Stripe.Subscription,
  period: { readonly start: number; readonly end: number },
  free = false,
): Stripe.InvoiceLineItem[] {
  return subscription.items.data.map((item) => {
    const quantity = item.quantity ?? 1;
    const product = world.find('product', idOf(item.price.product) ?? '');
    const text = lineText(item.price, quantity, product?.name ?? 'Plan');
    return buildInvoiceLine(world, {
      amount: free ? 0 : (item.price.unit_amount ?? 0) * quantity,
      currency: item.price.currency,
      description: free ? `Trial period for ${product?.name ?? 'Plan'}` : text,
      price: item.price,
      quantity,
      periodStart: period.start,
      periodEnd: period.end,
      subscription: { id: subscription.id, item: item.id },
    });
  });
}

/** The first invoice of a new subscription: over one period, or over nothing while it is on trial. */
export function draftFirstInvoice(
  world: World,
  subscription: Stripe.Subscription,
  customer: Stripe.Customer,
): Stripe.Invoice {
  const item = subscription.items.data[0];
  const period = { start: item?.current_period_start ?? world.now(), end: item?.current_period_end ?? world.now() };
  return draftInvoice(world, {
    customer,
    currency: subscription.currency,
    subscription: subscription.id,
    reason: 'subscription_create',
    lines: periodLines(world, subscription, period, subscription.status === 'trialing'),
    periodStart: world.now(),
    periodEnd: world.now(),
    number: 1,
  });
}

/**
 * A new period begins: every item moves on (customer.subscription.updated, an `items` change and no plan change) and a
 * draft over it is made (invoice.created).
 */
export function beginPeriod(
  world: World,
  before: Stripe.Subscription,
  customer: Stripe.Customer,
  number: number,
): { subscription: Stripe.Subscription; invoice: Stripe.Invoice } {
  const first = before.items.data[0];
  const start = first?.current_period_end ?? world.now();
  const items = before.items.data.map((item) => ({
    ...item,
    current_period_start: item.current_period_end,
    current_period_end: later(item.current_period_end, intervalOf(item.price.recurring?.interval)),
  }));
  const moved = { ...before, items: { ...before.items, data: items } };
  const invoice = draftInvoice(world, {
    customer,
    currency: before.currency,
    subscription: before.id,
    reason: 'subscription_cycle',
    lines: periodLines(world, moved, { start, end: items[0]?.current_period_end ?? start }),
    periodStart: first?.current_period_start ?? start,
    periodEnd: start,
    number,
  });
  const subscription = changeSubscription(world, before, { items: moved.items, latest_invoice: invoice.id });
  return { subscription, invoice };
}
