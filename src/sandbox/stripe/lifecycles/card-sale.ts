import type Stripe from 'stripe';
import { buildCheckoutSession, checkoutCustomerOf } from '../builders/checkout-session.ts';
import { buildCustomer } from '../builders/customer.ts';
import { buildRequest } from '../builders/event.ts';
import { buildPaymentIntent } from '../builders/payment-intent.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { bookCharge, collectPayment, type PaymentMade } from '../changes/collect-payment.ts';
import { about } from '../exchange.ts';
import { anyPerson, type TradedCurrency } from '../people.ts';
import { beginStory, type Lifecycle, type Story, type StoryOptions } from '../story.ts';

export interface CardSaleOptions extends StoryOptions {
  /** Minor units of `currency`. Default: about €5 to €400. */
  readonly amount?: number;
  readonly currency?: TradedCurrency;
  /** False: charged by the API, without Checkout. */
  readonly checkout?: boolean;
  /** False: a guest, without a customer object. */
  readonly customer?: boolean;
  readonly description?: string | null;
  readonly metadata?: Stripe.Metadata;
}

/** What a sale leaves behind for what may follow it: a refund, a dispute. */
export interface Sale extends PaymentMade {
  readonly method: Stripe.PaymentMethod;
  readonly customer: Stripe.Customer | null;
}

/** One sale by card: payment_intent.created, charge.succeeded, payment_intent.succeeded, checkout.session.completed, charge.updated. */
export function cardSale(options: CardSaleOptions = {}): Lifecycle {
  const story = beginStory(options);
  tellCardSale(story, options);
  return story.end('card sale');
}

/** The same within a longer story. */
export function tellCardSale(story: Story, options: Omit<CardSaleOptions, keyof StoryOptions> = {}): Sale {
  const { world } = story;
  const { random } = world;
  const person = anyPerson(random);
  const currency = options.currency ?? 'eur';
  const amount = options.amount ?? about(random.int(500, 40_000) / 100, currency);
  const description = options.description === undefined ? `Order #${random.int(1000, 9999)}` : options.description;
  const metadata = options.metadata ?? { order_id: String(random.int(10_000, 99_999)) };
  world.request = buildRequest(world);
  const session =
    options.checkout === false
      ? null
      : world.put(buildCheckoutSession(world, { mode: 'payment', amount, currency }, { metadata }));
  const customer = options.customer === false ? null : world.put(buildCustomer(world, person, { currency }));
  if (customer !== null) world.emit('customer.created', customer);
  const method = world.put(
    buildCardMethod(world, person, anyCard(random, person.country), { customer: customer?.id ?? null }),
  );
  const created = world.put(
    buildPaymentIntent(
      world,
      { amount, currency, customer: customer?.id ?? null, description, receiptEmail: person.email },
      { metadata },
    ),
  );
  world.emit('payment_intent.created', created);
  story.wait(random.int(0, 2));
  const { intent, charge } = collectPayment(world, created, method, { metadata });
  if (session !== null) {
    const complete = world.change(session, {
      status: 'complete',
      payment_status: 'paid',
      payment_intent: intent.id,
      customer: customer?.id ?? null,
      customer_details: checkoutCustomerOf(person),
      url: null,
    }).object;
    world.emit('checkout.session.completed', complete);
  }
  world.request = null;
  story.wait(random.int(1, 3));
  return { intent, charge: bookCharge(world, charge), method, customer };
}
