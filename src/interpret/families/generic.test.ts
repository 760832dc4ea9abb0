import { describe, expect, it } from 'vitest';
import { topics } from '../../domain/severity.ts';
import { eventName } from '../event-name.ts';
import { topicOf } from '../event-topic.ts';
import { identify } from '../interpret.ts';
import { cardText, eventOf, partsOf, tellAll } from './told.test-support.ts';

describe('eventName', () => {
  it.each([
    ['climate.order.delayed', 'Climate order delayed'],
    ['reporting.report_run.succeeded', 'Report run succeeded'],
    ['review.opened', 'Review opened'],
    ['customer.tax_id.created', 'Customer tax ID created'],
    ['three_d_secure.authentication.failed', '3D secure authentication failed'],
    ['v2.core.account[requirements].updated', 'Account requirements updated'],
    [
      'v2.core.account[configuration.merchant].capability_status_updated',
      'Account configuration merchant capability status updated',
    ],
    ['v2.money_management.outbound_payment.failed', 'Outbound payment failed'],
    ['topup.reversed', 'Top-up reversed'],
    ['quote.canceled', 'Quote cancelled'],
    ['<!channel>', 'Channel'],
    ['…', 'Stripe event'],
  ])('%s is “%s”', (type, name) => expect(eventName(type)).toBe(name));
});

describe('topicOf', () => {
  it.each([
    ['charge.dispute.created', 'disputes'],
    ['charge.succeeded', 'payments'],
    ['v1.billing.meter.no_meter_found', 'meters'],
    ['v2.core.account[identity].updated', 'connect'],
    ['v2.core.health.event_generation_failure.resolved', 'account'],
    ['application_fee.refund.updated', 'transfers'],
    ['warp.drive.engaged', 'other'],
    ['__proto__', 'other'],
  ])('%s → %s', (type, topic) => {
    expect(topicOf(type)).toBe(topic);
    expect(topics).toContain(topicOf(type));
  });
});

describe('any other event', () => {
  it('F18 of a type that nobody knew is a neat plain card', () => {
    const object = {
      id: 'wrp_1',
      object: 'warp.drive',
      status: 'engaged',
      amount: 1234,
      currency: 'kwd',
      created: 1_785_585_600,
    };
    const told = tellAll([eventOf('warp.drive.failed', object)]);
    expect(told.alert).toMatchObject({
      code: 'warp.drive.failed',
      topic: 'other',
      severity: 'high',
      tone: 'bad',
      opensCard: true,
    });
    expect(told.said).toBe('Warp drive failed: KWD 1.234');
    expect(cardText(told.card)).toMatchObject({
      headline: 'KWD 1.234 · Warp drive failed',
      Status: 'engaged',
      'Warp drive': 'wrp_1',
      Created: '2026-08-01',
    });
  });

  it('tells why something failed by its code, never by its message', () => {
    const object = {
      id: 'tu_1',
      object: 'topup',
      amount: 100,
      currency: 'usd',
      failure_code: 'insufficient_funds',
      failure_message: 'Jenny has none',
    };
    const told = tellAll([eventOf('topup.failed', object)]);
    expect(told.said).toBe('Top-up failed: USD 1.00, insufficient funds');
    expect(JSON.stringify(partsOf(told))).not.toContain('Jenny');
  });

  it('shows names and descriptions as what they are, and forged ids and statuses not at all', () => {
    const object = {
      id: '<https://evil|x>',
      object: 'thing',
      name: 'Jenny <!here>',
      description: 'call me',
      status: '<!channel>',
      metadata: { a: 'b', c: null },
    };
    const told = tellAll([eventOf('thing.created', object)]);
    const risky = partsOf(told).filter((part) => /Jenny|call me|evil|!channel/.test(JSON.stringify(part)));
    expect(risky.map((part) => part.type).sort()).toEqual(['free', 'name']);
    expect(told.card.links).toEqual([]);
    expect(told.alert?.metadata).toEqual({ a: 'b' });
  });

  it.each([
    'file.created',
    'billing_portal.session.created',
    'test_helpers.test_clock.ready',
    'issuing_authorization.request',
    'tax.settings.updated',
  ])('%s is technical: no news, with its reason', (type) => {
    const told = tellAll([eventOf(type, { id: 'x_1', object: 'x' })]);
    expect(told.meaning).toMatchObject({ alert: null, reason: { code: 'technical_event' } });
  });

  it('F19 without an id is one subject for each type and owner', () => {
    const object = { object: 'balance_settings' };
    expect(identify(eventOf('balance_settings.updated', object)).about?.keys).toEqual(['balance_settings:own']);
    expect(identify(eventOf('balance_settings.updated', object, { connectAccount: 'acct_1' })).about?.keys).toEqual([
      'balance_settings:acct_1',
    ]);
    expect(identify(eventOf('a.b', null)).about?.keys[0]).toMatch(/^event:evt_/);
  });

  it('a fault of Stripe in making events is explained', () => {
    const told = tellAll([eventOf('v2.core.health.event_generation_failure.resolved', null, { kind: 'thin' })]);
    expect(told.alert).toMatchObject({ topic: 'account', severity: 'high', opensCard: true });
    expect(told.said).toContain('some events of that time were never sent');
  });
});

describe('a balance', () => {
  it('F19 F96 has no id and names each currency by itself', () => {
    const balance = {
      object: 'balance',
      available: [
        { amount: 230_400, currency: 'usd' },
        { amount: -1200, currency: 'eur' },
      ],
      pending: [{ amount: 5, currency: 'jpy' }],
    };
    const told = tellAll([eventOf('balance.available', balance)]);
    expect(told.touch.keys).toEqual(['balance:own']);
    expect(told.alert).toMatchObject({ code: 'balance.available', topic: 'balance', tone: 'warning', amount: null });
    expect(told.said).toBe('Available balance now USD 2304.00, EUR -12.00');
    expect(cardText(told.card)).toMatchObject({
      headline: 'USD 2304.00, EUR -12.00 available in the balance',
      Pending: 'JPY 5',
    });
  });
});

describe('the catalogue', () => {
  it('names what was made', () => {
    const price = {
      id: 'price_1',
      object: 'price',
      nickname: 'Gold',
      unit_amount: 2000,
      currency: 'eur',
      product: 'prod_1',
      recurring: { interval: 'month', interval_count: 1 },
    };
    const told = tellAll([eventOf('price.created', price)]);
    expect(told.said).toBe('Price created: Gold, EUR 20.00 / month');
    expect(told.alert).toMatchObject({
      code: 'catalog.price.created',
      topic: 'catalog',
      severity: 'low',
      prices: ['price_1'],
      products: ['prod_1'],
    });
    // F24: a price is reported as a plan, too.
    const plan = eventOf('plan.created', {
      id: 'price_1',
      object: 'plan',
      nickname: 'Gold',
      amount: 2000,
      currency: 'eur',
      interval: 'month',
    });
    expect(tellAll([eventOf('price.created', price), plan]).alert?.change).toBeNull();
  });

  it('updates open no card, and details say nothing', () => {
    const product = { id: 'prod_1', object: 'product', name: 'Gold', active: false };
    const archived = tellAll([eventOf('product.updated', product, { previous: { active: true } })]);
    expect(archived.alert).toMatchObject({ opensCard: false });
    expect(archived.said).toBe('Archived');
    const renamed = tellAll([eventOf('product.updated', product, { previous: { name: 'Silver' } })]);
    expect(renamed.said).toBe('Renamed: Gold');
    expect(tellAll([eventOf('product.updated', product, { previous: { updated: 1 } })]).meaning).toMatchObject({
      reason: { code: 'catalog_detail' },
    });
  });
});
