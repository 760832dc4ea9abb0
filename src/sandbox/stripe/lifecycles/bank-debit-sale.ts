import { buildCharge } from '../builders/charge.ts';
import { buildCheckoutSession, checkoutCustomerOf } from '../builders/checkout-session.ts';
import { buildCustomer } from '../builders/customer.ts';
import type { Decline } from '../builders/decline.ts';
import { paymentErrorOf } from '../builders/decline.ts';
import { buildRequest } from '../builders/event.ts';
import { buildPaymentIntent } from '../builders/payment-intent.ts';
import { buildSepaMethod } from '../builders/payment-method.ts';
import { day } from '../calendar.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { about } from '../exchange.ts';
import { anyPerson } from '../people.ts';
import { beginStory, type Lifecycle, type StoryOptions } from '../story.ts';

export interface BankDebitSaleOptions extends StoryOptions {
  /** Cents. */
  readonly amount?: number;
  /** Default succeeded. */
  readonly outcome?: 'succeeded' | 'failed';
}

const noFunds: Decline = {
  code: 'insufficient_funds',
  declineCode: 'insufficient_funds',
  message: 'The customer has insufficient funds to complete this payment.',
  networkCode: 'AM04',
  advice: null,
};

/** SEPA: the checkout completes unpaid, the debit is pending for days, then it succeeds or fails. Euros only. */
export function bankDebitSale(options: BankDebitSaleOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const { random } = world;
  const person = anyPerson(random);
  const amount = options.amount ?? about(random.int(1000, 90_000) / 100, 'eur');
  world.request = buildRequest(world);
  const opened = world.put(
    buildCheckoutSession(world, { mode: 'payment', amount, currency: 'eur' }, { payment_method_types: ['sepa_debit'] }),
  );
  const customer = world.put(buildCustomer(world, person, { currency: 'eur' }));
  world.emit('customer.created', customer);
  const method = world.put(buildSepaMethod(world, person, { customer: customer.id }));
  const facts = { amount, currency: 'eur', customer: customer.id, description: 'Annual membership' };
  const created = world.put(buildPaymentIntent(world, { ...facts, methodTypes: ['sepa_debit'] }));
  world.emit('payment_intent.created', created);
  const pending = world.put(
    buildCharge(world, { ...facts, method, paymentIntent: created.id, status: 'pending' }, { captured: true }),
  );
  world.emit('charge.pending', pending);
  const { object: processing } = world.change(created, {
    status: 'processing',
    payment_method: method.id,
    latest_charge: pending.id,
  });
  world.emit('payment_intent.processing', processing);
  const { object: complete } = world.change(opened, {
    status: 'complete',
    payment_intent: created.id,
    customer: customer.id,
    customer_details: checkoutCustomerOf(person),
    url: null,
  });
  world.emit('checkout.session.completed', complete);
  world.request = null;
  story.wait(5 * day);
  if (options.outcome === 'failed') {
    const { object: charge } = world.change(pending, {
      status: 'failed',
      paid: false,
      captured: false,
      amount_captured: 0,
      failure_code: noFunds.code,
      failure_message: noFunds.message,
      receipt_url: null,
    });
    world.emit('charge.failed', charge);
    const { object: intent } = world.change(processing, {
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: paymentErrorOf(noFunds, charge.id, method),
    });
    world.emit('payment_intent.payment_failed', intent);
    world.emit('checkout.session.async_payment_failed', complete);
    return story.end('bank debit failed');
  }
  const { object: charge } = world.change(pending, { status: 'succeeded' });
  world.emit('charge.succeeded', charge);
  const { object: intent } = world.change(processing, { status: 'succeeded', amount_received: amount });
  world.emit('payment_intent.succeeded', intent);
  const { object: paid } = world.change(complete, { payment_status: 'paid' });
  world.emit('checkout.session.async_payment_succeeded', paid);
  story.wait(2);
  bookCharge(world, charge);
  return story.end('bank debit paid');
}
