import { type DeclineName, declines } from '../builders/decline.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { day, hour } from '../calendar.ts';
import { failInvoice, finalizeInvoice, payInvoice, writeOffInvoice } from '../changes/bill-invoice.ts';
import { beginPeriod } from '../changes/bill-subscription.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { changeSubscription, endSubscription } from '../changes/subscription.ts';
import { anyPerson } from '../people.ts';
import { beginStory, type Lifecycle, type Story } from '../story.ts';
import { tellSubscribedFor } from './renewal.ts';
import type { Subscribed, SubscriptionSaleOptions } from './subscription-sale.ts';

export interface DunningOptions extends SubscriptionSaleOptions {
  /** Why each attempt fails; 1 to 4. Default: four refusals. */
  readonly failures?: readonly [DeclineName, ...DeclineName[]];
  /** `recovered`: the attempt after the last failure succeeds · else what the account does when all have failed. */
  readonly outcome?: 'recovered' | 'canceled' | 'unpaid' | 'past_due';
  /** The month in which it fails; 2 is the first renewal. Default 4. */
  readonly month?: number;
}

/** Days between the attempts of Stripe's classic schedule: 3, 5 and 7 days after the one before. */
const retryDays = [3, 5, 7] as const;

/** A renewal that the bank refuses, attempt by attempt, until it is recovered or lost. */
export function dunning(options: DunningOptions = {}): Lifecycle {
  const story = beginStory(options);
  const outcome = options.outcome ?? 'recovered';
  const subscribed = tellSubscribedFor(story, (options.month ?? 4) - 2, options);
  const { world } = story;
  const begun = beginPeriod(world, subscribed.subscription, subscribed.customer, subscribed.invoices + 1);
  story.wait(hour);
  const open = finalizeInvoice(world, begun.invoice);
  if (open.intent === null || open.link === null) throw new RangeError('dunning needs a plan that costs something');
  let { invoice, intent } = { invoice: open.invoice, intent: open.intent };
  let { subscription } = begun;
  const failures = options.failures ?? ['insufficient_funds', 'do_not_honor', 'insufficient_funds', 'expired_card'];
  for (const [index, name] of failures.entries()) {
    const wait = retryDays[index];
    const last = index === failures.length - 1 && outcome !== 'recovered';
    const next = wait === undefined || last ? null : world.now() + wait * day;
    ({ invoice, intent } = failInvoice(world, { invoice, intent }, subscribed.method, declines[name], next));
    if (index === 0) {
      subscription = changeSubscription(world, subscription, { status: 'past_due' });
      markDelinquent(story, subscribed, true);
    }
    story.wait((wait ?? 7) * day);
  }
  if (outcome === 'recovered') {
    const method = payWithNewCard(story, subscribed);
    const paid = payInvoice(world, { invoice, intent, link: open.link }, method);
    changeSubscription(world, subscription, { status: 'active', default_payment_method: method.id });
    markDelinquent(story, subscribed, false);
    story.wait(2);
    bookCharge(world, paid.charge);
  } else if (outcome === 'canceled') {
    endSubscription(world, subscription, { reason: 'payment_failed' });
    writeOffInvoice(world, invoice, 'uncollectible');
  } else if (outcome === 'unpaid') {
    changeSubscription(world, subscription, { status: 'unpaid' });
  }
  return story.end(`dunning, ${failures.length} failed, ${outcome}`);
}

function markDelinquent(story: Story, subscribed: Subscribed, delinquent: boolean): void {
  const customer = story.world.find('customer', subscribed.customer.id) ?? subscribed.customer;
  const { object, previous } = story.world.change(customer, { delinquent });
  story.world.emit('customer.updated', object, previous);
}

function payWithNewCard(story: Story, subscribed: Subscribed) {
  const { world } = story;
  const person = anyPerson(world.random);
  const method = world.put(
    buildCardMethod(
      world,
      { ...person, name: subscribed.customer.name ?? person.name, email: subscribed.customer.email ?? person.email },
      anyCard(world.random, person.country),
      { customer: subscribed.customer.id },
    ),
  );
  world.emit('payment_method.attached', method);
  return method;
}
