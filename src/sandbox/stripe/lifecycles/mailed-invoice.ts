import { buildCustomer } from '../builders/customer.ts';
import { buildRequest } from '../builders/event.ts';
import { buildInvoiceLine } from '../builders/invoice-line.ts';
import { anyCard, buildCardMethod } from '../builders/payment-method.ts';
import { day } from '../calendar.ts';
import { lineText, type PlanName, priceOf } from '../catalogue.ts';
import {
  draftInvoice,
  failFinalization,
  finalizeInvoice,
  payInvoice,
  settleInvoice,
  writeOffInvoice,
} from '../changes/bill-invoice.ts';
import { bookCharge } from '../changes/collect-payment.ts';
import { anyPerson, type TradedCurrency } from '../people.ts';
import { beginStory, type Lifecycle, type StoryOptions } from '../story.ts';

export interface MailedInvoiceOptions extends StoryOptions {
  readonly currency?: TradedCurrency;
  readonly plan?: PlanName;
  /** Lines of the invoice. Over ten, the object holds only the first ten. Default 2. */
  readonly lines?: number;
  readonly outcome?: 'paid' | 'overdue_paid' | 'paid_elsewhere' | 'void' | 'uncollectible' | 'not_finalized';
}

/** An invoice that the customer gets by mail and pays when it pleases them. */
export function mailedInvoice(options: MailedInvoiceOptions = {}): Lifecycle {
  const story = beginStory(options);
  const { world } = story;
  const { random } = world;
  const outcome = options.outcome ?? 'paid';
  const person = anyPerson(random);
  const price = priceOf(world, options.plan ?? 'Team', options.currency ?? 'eur');
  world.request = buildRequest(world);
  const customer = world.put(buildCustomer(world, person, { currency: price.currency }));
  world.emit('customer.created', customer);
  const lines = Array.from({ length: options.lines ?? 2 }, (_, index) =>
    buildInvoiceLine(world, {
      amount: (price.unit_amount ?? 0) * (index + 1),
      currency: price.currency,
      description: lineText(price, index + 1, 'Consulting'),
      price,
      quantity: index + 1,
      periodStart: world.now(),
      periodEnd: world.now(),
      subscription: null,
    }),
  );
  const draft = draftInvoice(world, {
    customer,
    person,
    currency: price.currency,
    subscription: null,
    reason: 'manual',
    lines,
    periodStart: world.now(),
    periodEnd: world.now(),
    collection: 'send_invoice',
    number: 1,
  });
  if (outcome === 'not_finalized') {
    world.request = null;
    failFinalization(world, draft);
    return story.end(`mailed invoice, ${outcome}`);
  }
  const open = finalizeInvoice(world, draft);
  world.emit('invoice.sent', open.invoice);
  world.request = null;
  if (outcome === 'overdue_paid' || outcome === 'uncollectible') {
    story.wait(27 * day);
    world.emit('invoice.will_be_due', open.invoice);
    story.wait(4 * day);
    world.emit('invoice.overdue', open.invoice);
  }
  story.wait(4 * day);
  if (outcome === 'void' || outcome === 'uncollectible') {
    world.request = buildRequest(world);
    writeOffInvoice(world, open.invoice, outcome);
  } else if (outcome === 'paid_elsewhere') {
    world.request = buildRequest(world);
    settleInvoice(world, open.invoice, null, { amount_paid_off_stripe: open.invoice.amount_due });
  } else if (open.intent !== null && open.link !== null) {
    const method = world.put(buildCardMethod(world, person, anyCard(random, person.country)));
    const paid = payInvoice(world, { invoice: open.invoice, intent: open.intent, link: open.link }, method);
    story.wait(2);
    bookCharge(world, paid.charge);
  }
  return story.end(`mailed invoice, ${outcome}`);
}
