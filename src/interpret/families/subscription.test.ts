import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import { day, event, item, list, now, subscription, updated } from './subscription.test-support.ts';
import { cardText, eventOf, plainContext, tellAll } from './told.test-support.ts';

describe('a subscription begins', () => {
  it('is told with its MRR, by plan and customer', () => {
    const context = {
      ...plainContext,
      known: { cus_1: { id: 'cus_1', object: 'customer', name: 'Jenny Rosen', email: 'jenny@example.com' } },
    };
    const told = tellAll([event('created')], context);
    expect(told.touch).toEqual({ kind: 'subscription', keys: ['sub_1'], objectId: 'sub_1' });
    expect(told.alert).toMatchObject({
      code: 'subscription.created',
      topic: 'subscriptions',
      opensCard: true,
      customer: 'cus_1',
      amount: { minor: '2000', currency: 'eur' },
      products: ['prod_1'],
      prices: ['price_2000'],
    });
    expect(told.said).toBe('Subscription started, MRR EUR 20.00');
    expect(cardText(told.card)).toMatchObject({
      headline: 'EUR 20.00 a month · Subscription active',
      who: 'Jenny Rosen · jenny@example.com',
      what: 'Plan 2000',
      Renews: '2026-09-01',
    });
  });

  it('waits silently for its first payment, then says that it started, once', () => {
    const waiting = event('created', { status: 'incomplete' });
    expect(tellAll([waiting]).alert).toMatchObject({ code: 'subscription.incomplete', opensCard: false });
    const started = tellAll([waiting, updated({ status: 'incomplete' })]);
    expect(started.alert).toMatchObject({ code: 'subscription.created', opensCard: true });
    // F24: a thin notification of the same start is the same happening.
    const again = tellAll([
      waiting,
      updated({ status: 'incomplete' }),
      eventOf('v1.customer.subscription.active', subscription()),
    ]);
    expect(again.alert?.change).toBeNull();
  });

  it('tells a trial with its end, and what it will be worth', () => {
    const told = tellAll([event('created', { status: 'trialing', trial_end: now + 14 * day })]);
    expect(told.said).toBe('Trial started, until 2026-08-15, MRR EUR 20.00');
    expect(cardText(told.card)).toMatchObject({
      headline: 'EUR 20.00 a month · Subscription on trial',
      MRR: 'none during the trial',
    });
    const ending = tellAll([event('trial_will_end', { status: 'trialing', trial_end: now + 3 * day })]);
    expect([ending.alert?.code, ending.said]).toEqual(['subscription.trial_ending', 'Trial ends on 2026-08-04']);
    const over = tellAll([updated({ status: 'trialing' })]);
    expect([over.alert?.code, over.alert?.opensCard]).toEqual(['subscription.trial_converted', false]);
  });
});

describe('a subscription changes', () => {
  it.each([
    ['upgraded', item(5000, 3), 'Upgraded: MRR EUR 20.00 → EUR 150.00', 'good'],
    ['downgraded', item(900), 'Downgraded: MRR EUR 20.00 → EUR 9.00', 'warning'],
    ['upgraded', item(2000, 2), 'Upgraded: MRR EUR 20.00 → EUR 40.00', 'good'],
    [
      'plan_changed',
      item(6000, 1, {
        price: { ...(item(6000)['price'] as JsonObject), recurring: { interval: 'month', interval_count: 3 } },
      }),
      'Plan changed: MRR EUR 20.00 → EUR 20.00',
      'neutral',
    ],
  ])('%s', (code, current, said, tone) => {
    const told = tellAll([updated({ items: list(item(2000)) }, { items: list(current) })]);
    expect(told.alert).toMatchObject({ code: `subscription.${code}`, tone, opensCard: true });
    expect(told.said).toBe(said);
  });

  it('F45 upgrades in the shape of 2018: plan, quantity and period at the top', () => {
    const plan = { id: 'gold', object: 'plan', amount: 2000, currency: 'usd', interval: 'month', interval_count: 1 };
    const old = {
      id: 'sub_1',
      object: 'subscription',
      status: 'active',
      billing: 'send_invoice',
      days_until_due: 30,
      plan,
      quantity: 3,
      current_period_end: now + day,
    };
    const quantity = tellAll([eventOf('customer.subscription.updated', old, { previous: { quantity: 1 } })]);
    expect(quantity.said).toBe('Upgraded: MRR USD 20.00 → USD 60.00');
    expect(cardText(quantity.card)).toMatchObject({
      Renews: '2026-08-02',
      Quantity: '3',
      Billing: 'by invoice, due in 30 days',
    });
    // Both shapes at once, as 2018 to 2020 had it: what the top says of before counts for the one item.
    const both = { ...old, items: list({ id: 'si_1', plan, quantity: 3 }) };
    const two = tellAll([eventOf('customer.subscription.updated', both, { previous: { quantity: 2 } })]);
    expect(two.said).toBe('Upgraded: MRR USD 40.00 → USD 60.00');
    const previous = { plan: { ...plan, id: 'silver', amount: 9000 } };
    const other = tellAll([eventOf('customer.subscription.updated', old, { previous })]);
    expect(other.said).toBe('Downgraded: MRR USD 270.00 → USD 60.00');
  });

  it('says what an MRR leaves out, and gives none where prices are unknown', () => {
    const metered = item(1, 1, {
      price: { id: 'price_m', currency: 'eur', unit_amount: 1, recurring: { usage_type: 'metered' } },
    });
    const told = tellAll([updated({ items: list(item(2000)) }, { items: list(item(3000), metered) })]);
    expect(told.said).toBe('Upgraded: MRR EUR 20.00 → EUR 30.00 (without usage-based prices)');
    const bare = tellAll([
      updated({ items: list(item(2000)) }, { items: list({ id: 'si_1', price: 'price_9', quantity: 1 }) }),
    ]);
    expect([bare.alert?.code, bare.said]).toEqual(['subscription.plan_changed', 'Plan changed']);
  });

  it('a plain renewal says nothing: its payment does', () => {
    const before = list(item(2000, 1, { current_period_end: now }));
    const told = tellAll([updated({ items: before, latest_invoice: 'in_0' })]);
    expect(told.meaning).toMatchObject({ alert: null, reason: { code: 'renewal_told_by_payment' } });
    const old = tellAll([updated({ current_period_end: now, current_period_start: now - day })]);
    expect(old.meaning).toMatchObject({ reason: { code: 'renewal_told_by_payment' } });
  });

  it.each([[{ metadata: { a: null } }], [{ default_payment_method: 'pm_1' }], [{}]])(
    '%o is a mere detail',
    (previous) => {
      expect(tellAll([updated(previous)]).meaning).toMatchObject({ alert: null, reason: { code: 'details_changed' } });
    },
  );

  it('tells two changes of one event in one reply', () => {
    const told = tellAll([
      updated({ items: list(item(2000)), cancel_at_period_end: true }, { items: list(item(5000)) }),
    ]);
    expect(told.said).toBe('Upgraded: MRR EUR 20.00 → EUR 50.00. Reactivated: it will not be cancelled');
  });

  it('tells of pending updates', () => {
    const pending = updated({ pending_update: null }, { pending_update: { expires_at: now + day } });
    expect(tellAll([pending]).said).toBe('A change waits for its payment until 2026-08-02');
    expect(tellAll([event('pending_update_applied')]).alert?.code).toBe('subscription.update_applied');
    expect(tellAll([event('pending_update_expired')]).alert).toMatchObject({
      code: 'subscription.update_expired',
      severity: 'high',
    });
  });
});
