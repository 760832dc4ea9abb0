import { describe, expect, it } from 'vitest';
import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { cardText, eventOf, partsOf, plainContext, tellAll } from './told.test-support.ts';

const day = 86_400;
const now = 1_785_585_660; // 2026-08-01

function item(unit: number, quantity = 1, more: JsonObject = {}): JsonObject {
  return {
    id: `si_${unit}`,
    object: 'subscription_item',
    quantity,
    current_period_end: now + 31 * day,
    price: {
      id: `price_${unit}`,
      object: 'price',
      currency: 'eur',
      nickname: `Plan ${unit}`,
      product: 'prod_1',
      unit_amount: unit,
      unit_amount_decimal: `${unit}`,
      recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
    },
    ...more,
  };
}

function list(...items: JsonObject[]): JsonObject {
  return { object: 'list', data: items, has_more: false };
}

function subscription(more: JsonObject = {}): JsonObject {
  return {
    id: 'sub_1',
    object: 'subscription',
    status: 'active',
    customer: 'cus_1',
    currency: 'eur',
    start_date: now - 90 * day,
    items: list(item(2000)),
    cancel_at: null,
    cancel_at_period_end: false,
    ...more,
  };
}

function event(verb: string, more: JsonObject = {}, rest: Partial<StripeEvent> = {}): StripeEvent {
  return eventOf(`customer.subscription.${verb}`, subscription(more), rest);
}

const updated = (previous: JsonObject, more: JsonObject = {}): StripeEvent => event('updated', more, { previous });

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

describe('a subscription ends', () => {
  const why = { reason: 'cancellation_requested', feedback: 'too_expensive', comment: '<!channel> too much' };

  it('is scheduled to be cancelled at the end of the period, with the reason and the words of the customer as free text', () => {
    const previous = { cancel_at_period_end: false, cancel_at: null };
    const told = tellAll([updated(previous, { cancel_at_period_end: true, cancellation_details: why })]);
    expect(told.alert).toMatchObject({ code: 'subscription.cancel_scheduled', severity: 'high', tone: 'warning' });
    expect(told.said).toBe('Will be cancelled on 2026-09-01: too expensive – “<!channel> too much”');
    const comment = partsOf(told).filter((part) => JSON.stringify(part).includes('<!channel>'));
    expect(comment.map((part) => part.type)).toEqual(comment.map(() => 'free'));
    expect(cardText(told.card)).toMatchObject({
      headline: 'EUR 20.00 a month · Subscription ends on 2026-09-01',
      Ends: '2026-09-01',
    });
  });

  it('in flexible billing only cancel_at says so', () => {
    const told = tellAll([updated({ cancel_at: null }, { cancel_at: now + 5 * day })]);
    expect(told.said).toBe('Will be cancelled on 2026-08-06');
    const moved = tellAll([updated({ cancel_at: now + 5 * day }, { cancel_at: now + 9 * day })]);
    expect(moved.said).toBe('Will be cancelled on 2026-08-10');
    const back = tellAll([updated({ cancel_at: now + 5 * day })]);
    expect(back.alert).toMatchObject({ code: 'subscription.reactivated', tone: 'good' });
  });

  it('F32 is told from the snapshot when it was deleted before anything else was known', () => {
    const deleted = event('deleted', {
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
      canceled_at: now,
    });
    const told = tellAll([deleted]);
    expect(told.alert).toMatchObject({ code: 'subscription.canceled', severity: 'high', tone: 'bad', opensCard: true });
    expect(told.said).toBe('Cancelled: its payment failed');
    // F30: nothing that arrives later brings it back.
    const late = tellAll([deleted, { ...event('created'), created: now - 90 * day }]);
    expect(cardText(late.card)['headline']).toBe('EUR 20.00 a month · Subscription cancelled');
  });

  it('type and status disagree: deleted says cancelled although the object still says active', () => {
    const told = tellAll([event('deleted')]);
    expect(told.alert?.code).toBe('subscription.canceled');
    expect(cardText(told.card)['headline']).toContain('Subscription cancelled');
  });
});

describe('a subscription is in trouble', () => {
  it.each([
    ['past_due', { status: 'active' }, { status: 'past_due' }, 'high', false],
    ['unpaid', { status: 'past_due' }, { status: 'unpaid' }, 'high', true],
    ['recovered', { status: 'past_due' }, { status: 'active' }, 'normal', false],
    ['expired', { status: 'incomplete' }, { status: 'incomplete_expired' }, 'normal', true],
    ['paused', { status: 'trialing' }, { status: 'paused' }, 'normal', true],
    ['resumed', { status: 'paused' }, { status: 'active' }, 'normal', true],
    ['collection_paused', { pause_collection: null }, { pause_collection: { behavior: 'void' } }, 'normal', true],
    ['collection_resumed', { pause_collection: { behavior: 'void' } }, {}, 'normal', true],
  ])('%s', (code, previous, more, severity, opensCard) => {
    expect(tellAll([updated(previous, more)]).alert).toMatchObject({
      code: `subscription.${code}`,
      severity,
      opensCard,
    });
  });

  it('says until when payments pause', () => {
    const told = tellAll([
      updated({ pause_collection: null }, { pause_collection: { behavior: 'void', resumes_at: now + 30 * day } }),
    ]);
    expect(told.said).toBe('Payments paused until 2026-08-31');
    expect(cardText(told.card)).toMatchObject({
      headline: 'EUR 20.00 a month · Subscription paused',
      'Payments resume': '2026-08-31',
    });
  });

  it('F20 a thin notification is told with its object, and without it', () => {
    const thin = { kind: 'thin', related: { id: 'sub_1', type: 'subscription', url: null } } as const;
    const fetched = tellAll([eventOf('v1.customer.subscription.past_due', subscription({ status: 'past_due' }), thin)]);
    expect(fetched.alert).toMatchObject({ code: 'subscription.past_due', opensCard: true, severity: 'high' });
    const bare = tellAll([eventOf('v1.customer.subscription.past_due', null, thin)]);
    expect(bare.touch.keys).toEqual(['sub_1']);
    expect(bare.alert).toMatchObject({ severity: 'high', opensCard: true });
    expect(bare.said).toBe('Customer subscription past due – subscription sub_1 (details could not be fetched)');
  });
});

describe('a schedule', () => {
  const schedule = (verb: string, more: JsonObject = {}): StripeEvent =>
    eventOf(`subscription_schedule.${verb}`, {
      id: 'sub_sched_1',
      object: 'subscription_schedule',
      status: 'not_started',
      customer: 'cus_1',
      phases: [{ start_date: now + day, end_date: now + 30 * day }],
      ...more,
    });

  it('belongs to its subscription', () => {
    expect(tellAll([schedule('created', { subscription: 'sub_1' })]).touch).toEqual({
      kind: 'subscription',
      keys: ['sub_sched_1', 'sub_1'],
      objectId: 'sub_sched_1',
    });
  });

  it.each([
    ['created', {}, 'Subscription scheduled to start on 2026-08-02', true],
    ['created', { status: 'active' }, 'Later phases were scheduled', false],
    ['expiring', { end_behavior: 'cancel' }, 'Schedule ends on 2026-08-31, and the subscription with it', true],
    ['expiring', { end_behavior: 'release' }, 'Schedule ends on 2026-08-31', false],
    ['aborted', {}, 'Schedule ended early: the subscription was cancelled over an unpaid invoice', true],
    ['released', {}, 'Schedule released: the subscription goes on as it is', false],
  ])('%s %o', (verb, more, said, opensCard) => {
    const told = tellAll([schedule(verb, more)]);
    expect([told.said, told.alert?.opensCard]).toEqual([said, opensCard]);
  });
});
