import { buildCharge } from '../builders/charge.ts';
import { buildRequest } from '../builders/event.ts';
import { buildPaymentIntent } from '../builders/payment-intent.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { day, minute } from '../calendar.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { about } from '../exchange.ts';
import { anyPerson, type TradedCurrency } from '../people.ts';
import { beginStory, type Lifecycle, type Story, type StoryOptions } from '../story.ts';

export interface AuthorizedSaleOptions extends StoryOptions {
  readonly currency?: TradedCurrency;
  /** `captured` in full, `partly` captured, or left to expire after a week. Default captured. */
  readonly outcome?: 'captured' | 'partly' | 'expired';
}

/** 3-D Secure, then money that is held and taken later: requires_action, amount_capturable_updated, captured or expired. */
export function authorizedSale(options: AuthorizedSaleOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const held = holdMoney(story, options.currency ?? 'eur');
  const outcome = options.outcome ?? 'captured';
  if (outcome === 'expired') {
    story.wait(7 * day);
    const { object: charge, previous } = world.change(held.charge, {
      amount_refunded: held.charge.amount,
      refunded: true,
    });
    world.emit('charge.expired', charge, previous);
    const { object: intent } = world.change(held.intent, {
      status: 'canceled',
      amount_capturable: 0,
      canceled_at: world.now(),
      cancellation_reason: 'automatic',
    });
    world.emit('payment_intent.canceled', intent);
    return story.end('authorized sale expired');
  }
  story.wait(day);
  world.request = buildRequest(world);
  const amount = outcome === 'partly' ? Math.floor(held.charge.amount / 20) * 10 : held.charge.amount;
  const { object: charge, previous } = world.change(held.charge, {
    captured: true,
    amount_captured: amount,
    amount_refunded: held.charge.amount - amount,
  });
  world.emit('charge.captured', charge, previous);
  const { object: intent } = world.change(held.intent, {
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  });
  world.emit('payment_intent.succeeded', intent);
  world.request = null;
  story.wait(2);
  bookCharge(world, charge);
  return story.end(outcome === 'partly' ? 'authorized sale partly captured' : 'authorized sale captured');
}

function holdMoney(story: Story, currency: TradedCurrency) {
  const { world } = story;
  const { random } = world;
  const person = anyPerson(random);
  const amount = about(random.int(2000, 60_000) / 100, currency);
  world.request = buildRequest(world);
  const method = world.put(buildCardMethod(world, person, anyCard(random, person.country)));
  const created = world.put(
    buildPaymentIntent(
      world,
      { amount, currency, customer: null, description: 'Room booking', receiptEmail: person.email },
      { capture_method: 'manual' },
    ),
  );
  world.emit('payment_intent.created', created);
  const { object: asked } = world.change(created, {
    status: 'requires_action',
    payment_method: method.id,
    next_action: {
      redirect_to_url: { return_url: 'https://shop.example.com/thanks', url: 'https://hooks.stripe.com/3d_secure_2/x' },
      type: 'redirect_to_url',
    },
  });
  world.emit('payment_intent.requires_action', asked);
  story.wait(minute);
  const charge = world.put(
    buildCharge(world, {
      amount,
      currency,
      method,
      customer: null,
      paymentIntent: created.id,
      status: 'succeeded',
      captured: false,
      description: created.description,
    }),
  );
  world.emit('charge.succeeded', charge);
  const { object: intent } = world.change(asked, {
    status: 'requires_capture',
    next_action: null,
    amount_capturable: amount,
    latest_charge: charge.id,
  });
  world.emit('payment_intent.amount_capturable_updated', intent);
  world.request = null;
  return { charge, intent };
}
