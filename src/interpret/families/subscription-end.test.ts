import { describe, expect, it } from 'vitest';
import type { StripeEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { day, event, now, subscription, updated } from './subscription.test-support.ts';
import { cardText, eventOf, partsOf, tellAll } from './told.test-support.ts';

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
