import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../domain/json.ts';
import { mrrOf } from './mrr.ts';
import { decimal, roundHalfEven } from './rational.ts';

const now = 1_785_585_600;

function price(unit: number | string | null, interval = 'month', count = 1, more: JsonObject = {}): JsonObject {
  return {
    object: 'price',
    currency: 'eur',
    product: 'prod_1',
    billing_scheme: 'per_unit',
    unit_amount: typeof unit === 'number' ? unit : null,
    unit_amount_decimal: unit === null ? null : `${unit}`,
    recurring: { interval, interval_count: count, usage_type: 'licensed' },
    ...more,
  };
}

function item(of: JsonObject, quantity: number | null = 1, more: JsonObject = {}): JsonObject {
  return { object: 'subscription_item', price: of, quantity, ...more };
}

function subscription(items: JsonValue[], more: JsonObject = {}): JsonObject {
  return { object: 'subscription', status: 'active', items: { object: 'list', data: items, has_more: false }, ...more };
}

function minor(of: JsonObject): string[] {
  return mrrOf(of, now).amounts.map((amount) => `${amount.minor} ${amount.currency}`);
}

const percentOff = (percent: number, more: JsonObject = {}): JsonObject => ({
  object: 'discount',
  coupon: { object: 'coupon', percent_off: percent, duration: 'forever' },
  ...more,
});

const amountOff = (amount: number, currency = 'eur', coupon: JsonObject = {}): JsonObject => ({
  object: 'discount',
  source: {
    type: 'coupon',
    coupon: { object: 'coupon', amount_off: amount, currency, duration: 'forever', ...coupon },
  },
});

describe('mrrOf', () => {
  it.each([
    ['day', 1, 100, '3042'], // 100 × 365 ÷ 12 = 3041.67
    ['day', 7, 700, '3042'],
    ['week', 1, 700, '3042'],
    ['month', 1, 4900, '4900'],
    ['month', 3, 9000, '3000'],
    ['month', 6, 1000, '167'],
    ['year', 1, 12_000, '1000'],
    ['year', 3, 100_000, '2778'],
  ])('F98 brings every %s × %i to a month', (interval, count, unit, expected) => {
    expect(minor(subscription([item(price(unit, interval, count))]))).toEqual([`${expected} eur`]);
  });

  it('rounds a half to the even neighbour, once for all items of a currency', () => {
    expect(minor(subscription([item(price(1, 'month', 2))]))).toEqual(['0 eur']);
    expect(minor(subscription([item(price(3, 'month', 2))]))).toEqual(['2 eur']);
    // A third of a cent three times is one cent, not nothing.
    const thirds = [1, 2, 3].map(() => item(price(1, 'month', 3)));
    expect(minor(subscription(thirds))).toEqual(['1 eur']);
  });

  it('F98 reads fractions of a cent exactly', () => {
    expect(minor(subscription([item(price('0.05'), 1000)]))).toEqual(['50 eur']);
    expect(minor(subscription([item(price('9007199254740993'), 3)]))).toEqual(['27021597764222979 eur']);
  });

  it('adds several items and keeps currencies apart (F96)', () => {
    const items = [
      item(price(1000)),
      item(price(500), 4),
      item(price(700, 'month', 1, { currency: 'usd' })),
      item(price(0), 3),
    ];
    expect(minor(subscription(items))).toEqual(['3000 eur', '700 usd']);
  });

  it('counts metered and tiered prices as nothing and says so', () => {
    const metered = price(10, 'month', 1, {
      recurring: { interval: 'month', interval_count: 1, usage_type: 'metered' },
    });
    const tiered = price(null, 'month', 1, { billing_scheme: 'tiered', tiers_mode: 'graduated' });
    const mrr = mrrOf(subscription([item(price(1000)), item(metered, null), item(tiered, 5)]), now);
    expect(mrr.amounts).toEqual([{ minor: '1000', currency: 'eur' }]);
    expect(mrr.gaps).toEqual(['metered', 'tiered']);
  });

  it('says where a price or the rest of the list is unknown', () => {
    expect(mrrOf(subscription([{ price: 'price_1', quantity: 1 }]), now).gaps).toEqual(['unknown_price']);
    expect(mrrOf(subscription([item(price(null))]), now).gaps).toEqual(['unknown_price']);
    expect(mrrOf(subscription([item(price(1, 'fortnight'))]), now).gaps).toEqual(['unknown_price']);
    expect(mrrOf({ status: 'active', items: { data: [item(price(1))], has_more: true } }, now).gaps).toEqual([
      'more_items',
    ]);
  });

  it('sells packages as transform_quantity says', () => {
    const packed = (round: string): JsonObject =>
      price(1000, 'month', 1, { transform_quantity: { divide_by: 10, round } });
    expect(minor(subscription([item(packed('up'), 21)]))).toEqual(['3000 eur']);
    expect(minor(subscription([item(packed('down'), 21)]))).toEqual(['2000 eur']);
    expect(minor(subscription([item(packed('up'), 20)]))).toEqual(['2000 eur']);
  });

  it('F45 reads the old shape: plan and quantity at the top', () => {
    const plan = { object: 'plan', amount: 2000, currency: 'usd', interval: 'year', interval_count: 1 };
    expect(minor({ object: 'subscription', status: 'active', plan, quantity: 3 })).toEqual(['500 usd']);
    expect(minor(subscription([{ plan: { ...plan, interval: 'month' }, quantity: 2 }]))).toEqual(['4000 usd']);
  });

  it.each([
    ['active', {}, true],
    ['past_due', {}, true],
    ['trialing', {}, false],
    ['unpaid', {}, false],
    ['paused', {}, false],
    ['incomplete', {}, false],
    ['canceled', {}, false],
    ['active', { pause_collection: { behavior: 'void' } }, false],
  ])('a subscription that is %s with %o earns: %s', (status, more, counts) => {
    const mrr = mrrOf(subscription([item(price(4900))], { status, ...more }), now);
    expect(mrr.counts).toBe(counts);
    expect(mrr.amounts).toEqual([{ minor: '4900', currency: 'eur' }]);
  });

  describe('discounts', () => {
    it('takes a lasting percentage off all items, to the tenth of a percent', () => {
      expect(minor(subscription([item(price(1000)), item(price(1000))], { discounts: [percentOff(25.5)] }))).toEqual([
        '1490 eur',
      ]);
      expect(minor(subscription([item(price(1000))], { discount: percentOff(100) }))).toEqual(['0 eur']);
    });

    it('takes an amount off once a period, never below zero', () => {
      expect(minor(subscription([item(price(1000)), item(price(500))], { discounts: [amountOff(1200)] }))).toEqual([
        '300 eur',
      ]);
      expect(minor(subscription([item(price(1000))], { discounts: [amountOff(5000)] }))).toEqual(['0 eur']);
      expect(minor(subscription([item(price(12_000, 'year'))], { discounts: [amountOff(1200)] }))).toEqual(['900 eur']);
    });

    it('takes one after the other, as Stripe does', () => {
      const discounts = [amountOff(200), percentOff(50)];
      expect(minor(subscription([item(price(1000))], { discounts }))).toEqual(['400 eur']);
      expect(minor(subscription([item(price(1000))], { discounts: discounts.toReversed() }))).toEqual(['300 eur']);
    });

    it('leaves out what was for one invoice or is over', () => {
      const once = { object: 'discount', coupon: { percent_off: 50, duration: 'once' } };
      const over = percentOff(50, { end: now });
      const running = percentOff(10, { end: now + 1 });
      expect(minor(subscription([item(price(1000))], { discounts: [once, over, running] }))).toEqual(['900 eur']);
    });

    it('keeps to the products and the item it is for', () => {
      const other = amountOff(500, 'eur', { applies_to: { products: ['prod_2'] } });
      const items = [item(price(1000)), item(price(1000, 'month', 1, { product: 'prod_2' }))];
      expect(minor(subscription(items, { discounts: [other] }))).toEqual(['1500 eur']);
      const own = item(price(1000), 1, { discounts: [percentOff(50)] });
      expect(minor(subscription([own, item(price(1000))]))).toEqual(['1500 eur']);
    });

    it('flags what it cannot read: a bare id, a coupon by id, another currency', () => {
      const gapsOf = (discount: JsonValue): readonly string[] =>
        mrrOf(subscription([item(price(1000))], { discounts: [discount] }), now).gaps;
      expect(gapsOf('di_1')).toEqual(['unknown_discount']);
      expect(gapsOf({ object: 'discount', source: { type: 'coupon', coupon: 'SPRING' } })).toEqual([
        'unknown_discount',
      ]);
      expect(gapsOf(amountOff(100, 'usd'))).toEqual(['unknown_discount']);
      expect(gapsOf(amountOff(100, 'usd', { currency_options: { eur: { amount_off: 90 } } }))).toEqual([]);
    });
  });

  it('is the same whatever the order of items and never throws', () => {
    const anyPrice = fc
      .tuple(
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom('day', 'week', 'month', 'year'),
        fc.integer({ min: 1, max: 12 }),
      )
      .map(([unit, interval, every]) => item(price(unit, interval, every)));
    fc.assert(
      fc.property(fc.array(anyPrice, { maxLength: 6 }), (items) => {
        expect(minor(subscription(items))).toEqual(minor(subscription(items.toReversed())));
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (anything) => {
        const value = anything as JsonValue;
        mrrOf(
          subscription([item({ unit_amount: value, currency: 'eur' }), value], { discounts: [value], plan: value }),
          now,
        );
      }),
    );
  });
});

describe('rational', () => {
  it('reads plain decimals only', () => {
    expect(decimal('25.50')).toEqual({ n: 51n, d: 2n });
    expect([decimal('1e3'), decimal(''), decimal('1.'), decimal('NaN')]).toEqual([null, null, null, null]);
  });

  it('rounds half-even on both sides of zero', () => {
    const halves = [-5n, -3n, -1n, 1n, 3n, 5n].map((n) => roundHalfEven({ n, d: 2n }));
    expect(halves).toEqual([-2n, -2n, 0n, 0n, 2n, 2n]);
    expect([roundHalfEven({ n: -7n, d: 4n }), roundHalfEven({ n: 7n, d: 3n })]).toEqual([-2n, 2n]);
  });
});
