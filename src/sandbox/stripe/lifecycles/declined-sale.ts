import { buildCustomer } from '../builders/customer.ts';
import { type DeclineName, declines } from '../builders/decline.ts';
import { buildRequest } from '../builders/event.ts';
import { buildPaymentIntent } from '../builders/payment-intent.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { bookCharge, collectPayment, declinePayment } from '../changes/collect-payment.ts';
import { about } from '../exchange.ts';
import { anyPerson, type TradedCurrency } from '../people.ts';
import { beginStory, type Lifecycle, type StoryOptions } from '../story.ts';

export interface DeclinedSaleOptions extends StoryOptions {
  readonly amount?: number;
  readonly currency?: TradedCurrency;
  /** One refusal for each name. Default: one, for lack of funds. */
  readonly declines?: readonly DeclineName[];
  /** True: the customer then pays with another card. */
  readonly recovered?: boolean;
}

/** A card is refused at the till, perhaps several times; then the customer gives up or pays with another. */
export function declinedSale(options: DeclinedSaleOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const { random } = world;
  const person = anyPerson(random);
  const currency = options.currency ?? 'eur';
  const amount = options.amount ?? about(random.int(500, 40_000) / 100, currency);
  world.request = buildRequest(world);
  const customer = world.put(buildCustomer(world, person, { currency }));
  world.emit('customer.created', customer);
  let intent = world.put(
    buildPaymentIntent(world, {
      amount,
      currency,
      customer: customer.id,
      description: `Order #${random.int(1000, 9999)}`,
      receiptEmail: person.email,
    }),
  );
  world.emit('payment_intent.created', intent);
  for (const name of options.declines ?? ['insufficient_funds']) {
    story.wait(random.int(5, 60));
    const method = world.put(buildCardMethod(world, person, anyCard(random, person.country)));
    intent = declinePayment(world, intent, method, declines[name]).intent;
  }
  if (options.recovered === true) {
    story.wait(random.int(20, 120));
    const method = world.put(buildCardMethod(world, person, anyCard(random, person.country)));
    const paid = collectPayment(world, intent, method);
    world.request = null;
    story.wait(2);
    bookCharge(world, paid.charge);
  }
  return story.end(options.recovered === true ? 'declined, then paid' : 'declined sale');
}
