import fc from 'fast-check';
import type Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { idOf } from '../changes/collect-payment.ts';
import type { Lifecycle } from '../story.ts';
import type { StripeObject } from '../world.ts';
import { cardSale } from './card-sale.ts';
import { dispute } from './dispute.ts';
import { dunning } from './dunning.ts';
import { everyLifecycle } from './every-lifecycle.ts';
import { renewal } from './renewal.ts';

const typesOf = (lifecycle: Lifecycle) => lifecycle.events.map((event) => event.type);
const present = (lifecycle: Lifecycle) => typesOf(lifecycle).slice(lifecycle.history);
const ids = fc.integer({ min: 0, max: 1_000_000 });

describe.each(Object.entries(everyLifecycle))('%s', (_name, tell) => {
  test('every event is told once, and time never runs back', () => {
    fc.assert(
      fc.property(ids, (seed) => {
        const { events, happenings } = tell({ seed });
        expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
        for (const [index, happening] of happenings.entries()) {
          const before = happenings[index - 1];
          expect(happening.event.created).toBe(Math.floor(happening.at / 1000));
          if (before !== undefined) expect(happening.at).toBeGreaterThan(before.at);
        }
      }),
      { numRuns: 5 },
    );
  });

  test('every link leads to an object of the story', () => {
    const { objects, events } = tell({ seed: 7 });
    const known = new Set(objects.map((object) => object.id));
    for (const object of [...objects, ...events.map((event) => event.data.object)]) {
      for (const link of linksOf(object)) expect(known, `${object.object} → ${link}`).toContain(link);
    }
  });

  test('sums agree', () => {
    fc.assert(
      fc.property(ids, (seed) => {
        for (const object of tell({ seed }).objects) expectSums(object);
      }),
      { numRuns: 5 },
    );
  });

  test('the same seed tells the same, another seed something else', () => {
    expect(JSON.stringify(tell({ seed: 3 }))).toBe(JSON.stringify(tell({ seed: 3 })));
    expect(tell({ seed: 3 }).events[0]?.id).not.toBe(tell({ seed: 4 }).events[0]?.id);
  });

  test('previous_attributes name only what changed', () => {
    for (const event of tell().events) {
      const object: Record<string, unknown> = { ...event.data.object };
      const previous: Record<string, unknown> = { ...event.data.previous_attributes };
      for (const key of Object.keys(previous)) expect(object[key], `${event.type} ${key}`).not.toEqual(previous[key]);
    }
  });

  test('the last snapshot of every object is the object', () => {
    const { objects, events } = tell();
    const last = new Map<string, object>();
    for (const { data } of events) if ('id' in data.object) last.set(String(data.object.id), data.object);
    for (const object of objects) {
      const shown = last.get(object.id);
      // What changes without an event of its own (a charge's `disputed`) is allowed to differ, states are not.
      if (shown !== undefined && 'status' in object) expect(shown).toHaveProperty('status', object.status);
    }
  });
});

test('a card sale speaks six or seven times', () => {
  expect(typesOf(cardSale())).toEqual([
    'customer.created',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'checkout.session.completed',
    'charge.updated',
  ]);
});

test('a renewal is an items change, then an invoice that is paid', () => {
  const story = renewal({ renewals: 6 });
  expect(present(story)).toEqual([
    'invoice.created',
    'customer.subscription.updated',
    'invoice.finalized',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
    'charge.updated',
  ]);
  const moved = story.events.slice(story.history).find((event) => event.type === 'customer.subscription.updated');
  expect(Object.keys(moved?.data.previous_attributes ?? {}).sort()).toEqual(['items', 'latest_invoice']);
  const periods = story.objects.flatMap((object) =>
    object.object === 'invoice' ? object.lines.data.map((line) => [line.period.start, line.period.end]) : [],
  );
  expect(periods).toHaveLength(7);
  for (const [index, [start]] of periods.entries()) if (index > 0) expect(start).toBe(periods[index - 1]?.[1]);
});

test('dunning counts its attempts and names the next one until it gives up', () => {
  const story = dunning({ outcome: 'canceled' });
  const failed = story.events.flatMap((event) => (event.type === 'invoice.payment_failed' ? [event.data.object] : []));
  expect(failed.map((invoice) => invoice.attempt_count)).toEqual([1, 2, 3, 4]);
  expect(failed.map((invoice) => invoice.next_payment_attempt !== null)).toEqual([true, true, true, false]);
  expect(present(story).slice(-3)).toEqual([
    'customer.subscription.deleted',
    'invoice.updated',
    'invoice.marked_uncollectible',
  ]);
});

test('a dispute that is won gives back what it took, less the fee', () => {
  const story = dispute({ currency: 'usd' });
  const decided = story.objects.find((object) => object.object === 'dispute');
  expect(decided?.balance_transactions.map((one) => Math.sign(one.amount))).toEqual([-1, 1]);
  expect(decided?.balance_transactions.reduce((sum, one) => sum + one.net, 0)).toBe(-2000);
});

test('within a day a story keeps its order and its dates, and ends before the evening', () => {
  const story = dunning({ pace: 'within_a_day', outcome: 'canceled' });
  const [first, last] = [story.happenings[story.history], story.happenings.at(-1)];
  expect((last?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(8 * 3_600_000);
  const failed = story.events.find((event) => event.type === 'invoice.payment_failed');
  const next = failed?.type === 'invoice.payment_failed' ? failed.data.object.next_payment_attempt : null;
  expect(next).toBeGreaterThanOrEqual((failed?.created ?? 0) + 3 * 86_400 - 5);
});

const linkFields = [
  'charge',
  'customer',
  'invoice',
  'latest_charge',
  'latest_invoice',
  'payment_intent',
  'subscription',
  'balance_transaction',
  'payment_method',
  'default_payment_method',
  'review',
] as const;

function linksOf(object: object): string[] {
  const fields: Record<string, unknown> = { ...object };
  return linkFields.flatMap((field) => {
    const value = fields[field];
    return typeof value === 'string' ? [value] : [];
  });
}

function expectSums(object: StripeObject): void {
  if (object.object === 'balance_transaction') expect(object.net).toBe(object.amount - object.fee);
  if (object.object === 'charge') {
    expect(object.amount_refunded).toBeLessThanOrEqual(object.amount);
    if (object.refunded) expect(object.amount_refunded).toBe(object.amount);
  }
  if (object.object === 'invoice') expectInvoiceSums(object);
  if (object.object === 'payment_intent' && object.status === 'succeeded') {
    expect(object.amount_received).toBeGreaterThan(0);
    expect(idOf(object.latest_charge)).not.toBeNull();
  }
}

function expectInvoiceSums(invoice: Stripe.Invoice): void {
  if (!invoice.lines.has_more) {
    expect(invoice.lines.data.reduce((sum, line) => sum + line.amount, 0)).toBe(invoice.total);
  }
  expect(invoice.amount_due).toBe(invoice.amount_paid + invoice.amount_remaining);
  if (invoice.status === 'paid') expect(invoice.amount_remaining).toBe(0);
  expect(Number.isInteger(invoice.total)).toBe(true);
}
