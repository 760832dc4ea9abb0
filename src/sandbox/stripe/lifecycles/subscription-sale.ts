import type Stripe from 'stripe';
import { buildCheckoutSession, checkoutCustomerOf } from '../builders/checkout-session.ts';
import { buildCustomer } from '../builders/customer.ts';
import { buildRequest } from '../builders/event.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { buildSubscription } from '../builders/subscription.ts';
import { day, type Interval } from '../calendar.ts';
import { type PlanName, priceOf } from '../catalogue.ts';
import { finalizeInvoice, payInvoice } from '../changes/bill-invoice.ts';
import { draftFirstInvoice } from '../changes/bill-subscription.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { changeSubscription } from '../changes/subscription.ts';
import { anyPerson, type TradedCurrency } from '../people.ts';
import { beginStory, type Lifecycle, type Story, type StoryOptions } from '../story.ts';

export interface SubscriptionSaleOptions extends StoryOptions {
  readonly plan?: PlanName;
  readonly interval?: Interval;
  readonly currency?: TradedCurrency;
  readonly quantity?: number;
  /** Days of trial; 0 or absent for none. */
  readonly trialDays?: number;
}

/** What a subscription's story goes on from. */
export interface Subscribed {
  readonly customer: Stripe.Customer;
  readonly method: Stripe.PaymentMethod;
  readonly subscription: Stripe.Subscription;
  /** How many invoices it has had. */
  readonly invoices: number;
}

/** Somebody subscribes through Checkout: customer, subscription, invoice, payment, session. */
export function subscriptionSale(options: SubscriptionSaleOptions = {}): Lifecycle {
  const story = beginStory(options);
  tellSubscriptionSale(story, options);
  return story.end('subscription sale');
}

/** The same within a longer story. */
export function tellSubscriptionSale(
  story: Story,
  options: Omit<SubscriptionSaleOptions, keyof StoryOptions> = {},
): Subscribed {
  const { world } = story;
  const { random } = world;
  const person = anyPerson(random);
  const price = priceOf(world, options.plan ?? 'Pro', options.currency ?? 'eur', options.interval ?? 'month');
  const quantity = options.quantity ?? 1;
  const trialDays = options.trialDays ?? 0;
  const due = trialDays > 0 ? 0 : (price.unit_amount ?? 0) * quantity;
  world.request = buildRequest(world);
  const opened = world.put(
    buildCheckoutSession(world, { mode: 'subscription', amount: due, currency: price.currency }),
  );
  const { customer, method } = enrol(story, person, price.currency);
  let subscription = world.put(
    buildSubscription(
      world,
      { customer: customer.id, price, quantity, trialEnd: trialDays > 0 ? world.now() + trialDays * day : null },
      { default_payment_method: method.id },
    ),
  );
  const draft = draftFirstInvoice(world, subscription, customer);
  subscription = world.put({ ...subscription, latest_invoice: draft.id });
  // Until the first invoice is paid the subscription is only incomplete; on trial there is nothing to pay.
  const begun = trialDays > 0 ? subscription : world.put({ ...subscription, status: 'incomplete' });
  world.emit('customer.subscription.created', begun);
  const open = finalizeInvoice(world, draft);
  const paid =
    open.intent === null || open.link === null
      ? null
      : payInvoice(world, { invoice: open.invoice, intent: open.intent, link: open.link }, method);
  if (begun.status === 'incomplete') subscription = changeSubscription(world, begun, { status: 'active' });
  const { object: complete } = world.change(opened, {
    status: 'complete',
    payment_status: due === 0 ? 'no_payment_required' : 'paid',
    subscription: subscription.id,
    invoice: draft.id,
    customer: customer.id,
    customer_details: checkoutCustomerOf(person),
    url: null,
  });
  world.emit('checkout.session.completed', complete);
  world.request = null;
  if (paid !== null) {
    story.wait(random.int(1, 3));
    bookCharge(world, paid.charge);
  }
  return { customer, method, subscription, invoices: 1 };
}

function enrol(story: Story, person: ReturnType<typeof anyPerson>, currency: string) {
  const { world } = story;
  const created = world.put(buildCustomer(world, person, { currency }));
  world.emit('customer.created', created);
  const method = world.put(
    buildCardMethod(world, person, anyCard(world.random, person.country), { customer: created.id }),
  );
  world.emit('payment_method.attached', method);
  const { object: customer, previous } = world.change(created, {
    invoice_settings: { ...created.invoice_settings, default_payment_method: method.id },
  });
  world.emit('customer.updated', customer, previous);
  return { customer, method };
}
