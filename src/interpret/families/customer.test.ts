import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json.ts';
import { identify } from '../interpret.ts';
import { cardText, eventOf, partsOf, tellAll } from './told.test-support.ts';

const customer = (more: JsonObject = {}): JsonObject => ({
  id: 'cus_1',
  object: 'customer',
  name: 'Jenny Rosen',
  email: 'jenny@example.com',
  phone: '+15555555555',
  currency: 'eur',
  balance: 0,
  delinquent: false,
  created: 1_785_585_600,
  ...more,
});

const card = (more: JsonObject = {}): JsonObject => ({
  id: 'pm_1',
  object: 'payment_method',
  type: 'card',
  customer: 'cus_1',
  card: { brand: 'visa', last4: '4242', exp_month: 8, exp_year: 2030 },
  ...more,
});

describe('a customer', () => {
  it('is told by name and e-mail, each as its own kind of value', () => {
    const told = tellAll([eventOf('customer.created', customer())]);
    expect(told.alert).toMatchObject({
      code: 'customer.created',
      topic: 'customers',
      severity: 'low',
      customer: 'cus_1',
    });
    expect(cardText(told.card)).toMatchObject({ headline: 'New customer', who: 'Jenny Rosen · jenny@example.com' });
    const personal = partsOf(told).filter((part) => /Jenny|jenny@|\+1555/.test(JSON.stringify(part)));
    expect(personal.map((part) => part.type).sort()).toEqual(['email', 'name', 'phone']);
  });

  it('that owes something is said, and that it no longer does', () => {
    const owing = tellAll([
      eventOf('customer.updated', customer({ delinquent: true }), { previous: { delinquent: false } }),
    ]);
    expect(owing.alert).toMatchObject({ code: 'customer.delinquent', tone: 'bad', opensCard: true });
    expect(cardText(owing.card)['headline']).toBe('Customer owes you a payment');
    const paid = tellAll([eventOf('customer.updated', customer(), { previous: { delinquent: true } })]);
    expect(paid.alert).toMatchObject({ code: 'customer.no_longer_delinquent', tone: 'good' });
  });

  it('says which details changed, never what they are', () => {
    const previous = { email: 'old@example.com', name: 'J', metadata: { x: null } };
    const told = tellAll([eventOf('customer.updated', customer(), { previous })]);
    expect(told.said).toBe('Name, E-mail address changed');
    expect(tellAll([eventOf('customer.updated', customer(), { previous: { metadata: {} } })]).meaning).toMatchObject({
      reason: { code: 'details_changed' },
    });
  });

  it('tells a change of balance with its direction', () => {
    const told = tellAll([eventOf('customer.updated', customer({ balance: -500 }), { previous: { balance: 0 } })]);
    expect(told.said).toBe("Balance EUR 0.00 → EUR -5.00 (negative: in the customer's favour)");
    expect(cardText(told.card)).toMatchObject({ 'Credit balance': 'EUR 5.00' });
  });

  it('F32 that was deleted stays deleted', () => {
    const told = tellAll([
      eventOf('customer.deleted', customer()),
      eventOf('customer.updated', customer(), { created: 1_785_999_999 }),
    ]);
    expect(cardText(told.card)['headline']).toBe('Customer deleted');
  });
});

describe('what belongs to a customer', () => {
  it.each([
    ['payment_method.attached', card(), null, 'pm_1'],
    ['payment_method.detached', card({ customer: null }), { customer: 'cus_1' }, 'pm_1'],
    ['customer.source.expiring', { id: 'card_1', object: 'card', customer: 'cus_1' }, null, 'card_1'],
    ['customer.tax_id.created', { id: 'txi_1', object: 'tax_id', owner: { customer: 'cus_1' } }, null, 'txi_1'],
    [
      'cash_balance.funds_available',
      { object: 'cash_balance', customer: 'cus_1', available: { eur: 100 } },
      null,
      'cash_balance:cus_1',
    ],
  ])('F19 %s is kept with the customer', (type, object, previous, objectId) => {
    expect(identify(eventOf(type, object, { previous })).about).toEqual({
      kind: 'customer',
      keys: ['cus_1'],
      objectId,
    });
  });

  it('a guest has only the object itself', () => {
    expect(identify(eventOf('payment_method.attached', card({ customer: null }))).about?.keys).toEqual(['pm_1']);
  });

  it.each([
    ['payment_method.attached', card(), 'Visa •••• 4242 added', false],
    ['payment_method.automatically_updated', card(), 'Visa •••• 4242 renewed by its bank, valid to 8/2030', false],
    [
      'cash_balance.funds_available',
      { object: 'cash_balance', customer: 'cus_1', available: { eur: 100 } },
      'Cash balance of EUR 1.00 can be used',
      true,
    ],
    [
      'customer_cash_balance_transaction.created',
      {
        id: 'ccsbtxn_1',
        object: 'customer_cash_balance_transaction',
        customer: 'cus_1',
        type: 'funded',
        net_amount: 5000,
        currency: 'jpy',
      },
      'JPY 5000 received by bank transfer',
      true,
    ],
    [
      'customer.discount.created',
      { id: 'di_1', object: 'discount', customer: 'cus_1', coupon: { id: 'C', name: 'Spring', percent_off: 25.5 } },
      'Discount given: Spring (25.5% off)',
      true,
    ],
    [
      'customer.tax_id.created',
      { id: 'txi_1', object: 'tax_id', type: 'eu_vat', value: 'DE1', customer: 'cus_1' },
      'Tax ID added: EU VAT',
      false,
    ],
  ])('%s', (type, object, said, opensCard) => {
    const told = tellAll([eventOf(type, object)]);
    expect([told.said, told.alert?.opensCard]).toEqual([said, opensCard]);
    expect(JSON.stringify(partsOf(told))).not.toContain('DE1');
  });

  it('a discount also changes its subscription', () => {
    const discount = { id: 'di_1', object: 'discount', customer: 'cus_1', subscription: 'sub_1' };
    expect(identify(eventOf('customer.discount.created', discount))).toMatchObject({
      also: [{ kind: 'subscription', keys: ['sub_1'], objectId: 'di_1' }],
    });
  });
});
