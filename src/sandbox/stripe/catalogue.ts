import type Stripe from 'stripe';
import { buildPrice } from './builders/price.ts';
import { buildProduct } from './builders/product.ts';
import type { Interval } from './calendar.ts';
import { about } from './exchange.ts';
import { createRandom } from './random.ts';
import type { Scope } from './scope.ts';
import type { World } from './world.ts';

export const plans = {
  Starter: { id: 'prod_Starter', name: 'Starter', euros: 9 },
  Pro: { id: 'prod_Pro', name: 'Pro', euros: 49 },
  Team: { id: 'prod_Team', name: 'Team', euros: 199 },
} as const;
export type PlanName = keyof typeof plans;

/** 2020-01-02: the catalogue is older than any story. */
const since = 1_577_923_200;

/**
 * A plan's price, with its product, put into the world if it is not there yet. Ids depend on nothing but the plan, the
 * currency and the interval, so that all stories sell the same things. A year costs ten months.
 */
export function priceOf(world: World, plan: PlanName, currency: string, interval: Interval = 'month'): Stripe.Price {
  const { id, name, euros } = plans[plan];
  const scope: Scope = {
    random: createRandom(`price/${plan}/${currency}/${interval}`),
    account: world.account,
    livemode: world.livemode,
    now: () => since,
  };
  if (world.find('product', id) === null) {
    world.put(buildProduct(scope, name, { id, description: `The ${name} plan` }));
  }
  const amount = about(interval === 'year' ? euros * 10 : euros, currency);
  const price = buildPrice(scope, { product: id, amount, currency, interval });
  return world.find('price', price.id) ?? world.put(price);
}

/** The name that Stripe writes on invoice lines: `1 × Pro (at €49.00 / month)`, with ISO codes instead of symbols. */
export function lineText(price: Stripe.Price, quantity: number, productName: string): string {
  return `${quantity} × ${productName} (at ${price.unit_amount ?? 0} ${price.currency.toUpperCase()} / ${price.recurring?.interval ?? 'once'})`;
}
