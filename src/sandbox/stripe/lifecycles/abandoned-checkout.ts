import { buildCheckoutSession } from '../builders/checkout-session.ts';
import { day } from '../calendar.ts';
import { about } from '../exchange.ts';
import { anyPerson, type TradedCurrency } from '../people.ts';
import { beginStory, type Lifecycle, type StoryOptions } from '../story.ts';

/** Somebody opened the checkout and left: a day later, checkout.session.expired. */
export function abandonedCheckout(options: StoryOptions & { readonly currency?: TradedCurrency } = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const currency = options.currency ?? 'eur';
  const amount = about(world.random.int(1000, 50_000) / 100, currency);
  const session = world.put(
    buildCheckoutSession(
      world,
      { mode: 'payment', amount, currency },
      { customer_email: anyPerson(world.random).email },
    ),
  );
  story.wait(day);
  const { object } = world.change(session, { status: 'expired', url: null });
  world.emit('checkout.session.expired', object);
  return story.end('abandoned checkout');
}
