import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shuffleDeliveries } from './shuffle.ts';
import { tradingDay } from './trading-day.ts';

const day = tradingDay({ seed: 1 });

test('a day has its sales and everything else, in order and within the day', () => {
  expect(day.lifecycles.length).toBeGreaterThan(90);
  const types = new Set(day.entries.map((entry) => entry.happening.event.type));
  for (const type of [
    'charge.succeeded',
    'charge.failed',
    'checkout.session.completed',
    'checkout.session.async_payment_succeeded',
    'customer.subscription.created',
    'customer.subscription.deleted',
    'customer.subscription.trial_will_end',
    'invoice.payment_failed',
    'invoice.paid',
    'invoice_payment.paid',
    'charge.refunded',
    'refund.failed',
    'charge.dispute.created',
    'charge.dispute.funds_reinstated',
    'charge.dispute.closed',
    'radar.early_fraud_warning.created',
    'review.opened',
    'payout.paid',
    'payout.failed',
    'account.updated',
  ] as const) {
    expect(types).toContain(type);
  }
  for (const [index, { offset, happening }] of day.entries.entries()) {
    expect(offset).toBeGreaterThanOrEqual(day.entries[index - 1]?.offset ?? 0);
    expect(offset).toBeLessThan(86_400_000);
    expect(happening.event.created).toBe(Math.floor((day.startsAt * 1000 + offset) / 1000));
  }
  const ids = [...day.history, ...day.entries.map((entry) => entry.happening)].map((one) => one.event.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('what lies behind the day is over before it', () => {
  expect(day.history.length).toBeGreaterThan(0);
  for (const { at } of day.history) expect(at).toBeLessThan(day.startsAt * 1000 + 86_400_000);
  const renewed = day.lifecycles.filter((told) => told.name.startsWith('renewal'));
  for (const told of renewed) {
    expect(told.happenings[told.history]?.at).toBeGreaterThanOrEqual(day.startsAt * 1000);
  }
});

test('the same seed is the same day', () => {
  expect(tradingDay({ seed: 1 }).entries.map((entry) => entry.happening.event)).toEqual(
    day.entries.map((entry) => entry.happening.event),
  );
  expect(tradingDay({ seed: 2 }).entries[0]?.happening.event.id).not.toBe(day.entries[0]?.happening.event.id);
});

test('deliveries lose nothing, come out of order, and some come twice or as twins', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const deliveries = shuffleDeliveries(day.entries, { seed, duplicates: 0.1, twins: 0.1 });
      const firsts = deliveries.filter((one) => one.kind === 'first').map((one) => one.event.id);
      expect(new Set(firsts)).toEqual(new Set(day.entries.map((entry) => entry.happening.event.id)));
      expect(firsts).not.toEqual(day.entries.map((entry) => entry.happening.event.id));
      for (const one of deliveries) expect(firsts.includes(one.event.id)).toBe(one.kind !== 'twin');
      expect(new Set(deliveries.map((one) => one.kind)).size).toBe(3);
    }),
    { numRuns: 10 },
  );
});
