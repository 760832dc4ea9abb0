import { describe, expect, test } from 'vitest';
import type { Phrase } from '../../domain/phrase.ts';
import { joinPeople, personOf, whoPhrase } from './customer.ts';
import { methodOf, methodPhrase } from './method.ts';
import { catalogIds, linesPhrase, planName, pricePhrase } from './price.ts';
import { term } from './value.ts';

const text = (phrase: Phrase): string =>
  phrase
    .map((part) =>
      'text' in part ? part.text : part.type === 'money' ? part.money.minor : part.type === 'number' ? part.value : '?',
    )
    .join('');

describe('customers', () => {
  test.each([
    [
      { billing_details: { name: 'A', email: 'a@x.io', address: { country: 'DE' } } },
      { name: 'A', email: 'a@x.io', country: 'DE' },
    ],
    [
      { customer_name: 'B', customer_email: 'b@x.io', customer_address: { country: 'FR' } },
      { name: 'B', email: 'b@x.io', country: 'FR' },
    ],
    [
      { customer_details: { name: 'C', email: null }, customer_email: 'c@x.io' },
      { name: 'C', email: 'c@x.io' },
    ],
    [
      { object: 'customer', name: 'D', email: 'd@x.io' },
      { name: 'D', email: 'd@x.io' },
    ],
    [
      { customer: { object: 'customer', name: 'E' }, receipt_email: 'e@x.io' },
      { name: 'E', email: 'e@x.io' },
    ],
    [{ source: { object: 'card', name: 'F' } }, { name: 'F' }],
    [
      { customer: 'cus_1', billing_details: null },
      { name: null, email: null },
    ],
  ])('%j', (object, person) => {
    expect(personOf(object)).toMatchObject(person);
  });

  test('the first that knows a part gives it; what is known beside comes last', () => {
    expect(
      joinPeople([
        { name: null, email: 'a@x.io', phone: null, country: null },
        { name: 'B', email: 'b@x.io', phone: null, country: 'DE' },
      ]),
    ).toEqual({
      name: 'B',
      email: 'a@x.io',
      phone: null,
      country: 'DE',
    });
    expect(text(whoPhrase([{ receipt_email: 'a@x.io' }], { object: 'customer', name: 'A', email: 'other@x.io' }))).toBe(
      'A · a@x.io',
    );
    expect(whoPhrase([], null)).toEqual([]);
  });
});

describe('methods', () => {
  test.each([
    [{ payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } } }, 'Visa •••• 4242'],
    [
      {
        payment_method_details: { type: 'card', card: { brand: 'amex', last4: '0005', wallet: { type: 'apple_pay' } } },
      },
      'Apple Pay (American Express •••• 0005)',
    ],
    [{ payment_method_details: { type: 'sepa_debit', sepa_debit: { last4: '3000' } } }, 'SEPA Direct Debit •••• 3000'],
    [{ payment_method_details: { type: 'klarna' } }, 'Klarna'],
    [{ payment_method_details: { type: 'moon_pay', moon_pay: null } }, 'moon pay'],
    [{ source: { object: 'card', brand: 'Visa', last4: '1881' } }, 'Visa •••• 1881'],
    [{ object: 'payment_method', type: 'card', card: { brand: 'mastercard', last4: '<!channel>' } }, 'Mastercard'],
  ])('%j', (object, name) => {
    const method = methodOf(object);
    expect(method === null ? null : text(methodPhrase(method))).toBe(name);
  });

  test('none where none is named', () => {
    expect(methodOf({ payment_method_details: null, source: 'src_1', payment_method: 'pm_1' })).toBeNull();
  });
});

describe('prices', () => {
  const gold = { price: { id: 'price_1', product: 'prod_1', nickname: 'Gold monthly' } };

  test('the product’s name, else the nickname, else Stripe’s line text', () => {
    expect(planName(gold, { prod_1: { name: 'Gold' } })).toBe('Gold');
    expect(planName(gold, {})).toBe('Gold monthly');
    expect(text(linesPhrase([{ description: '3 × Seats (at $5.00 / month)' }], {}, false))).toBe('Seats');
    expect(text(linesPhrase(['x', null, gold, gold], {}, true))).toBe('Gold monthly and more');
    expect(
      text(
        linesPhrase(
          ['a', 'b', 'c', 'd', 'e'].map((description) => ({ description })),
          {},
          false,
        ),
      ),
    ).toBe('a, b, c and 2 more');
  });

  test('F45 ids of all versions: price, plan, pricing.price_details', () => {
    const lines = [
      gold,
      { plan: { id: 'plan_1', product: 'prod_2' } },
      { pricing: { price_details: { price: 'price_3', product: 'prod_3' } } },
    ];
    expect(catalogIds(lines, {})).toEqual({
      products: ['prod_1', 'prod_2', 'prod_3'],
      prices: ['plan_1', 'price_1', 'price_3'],
      plans: ['plan_1'],
    });
    expect(catalogIds([{ price: 'price_4' }], { price_4: { id: 'price_4', product: 'prod_4' } }).products).toEqual([
      'prod_4',
    ]);
  });

  test('F98 a price with its interval; metered and tiered ones say nothing that is not whole', () => {
    expect(
      text(pricePhrase({ unit_amount: 2000, currency: 'usd', recurring: { interval: 'month', interval_count: 3 } })),
    ).toBe('2000 / 3 months');
    expect(pricePhrase({ unit_amount: null, unit_amount_decimal: '0.5', currency: 'usd' })).toEqual([]);
    expect(text(pricePhrase({ unit_amount: null, unit_amount_decimal: '50.0', currency: 'usd' }))).toBe('50');
  });
});

test('F69 what cannot be Stripe’s own word is foreign text', () => {
  expect(term('insufficient_funds')).toEqual({ type: 'term', text: 'insufficient_funds' });
  expect(term('<!channel>')).toEqual({ type: 'free', text: '<!channel>', key: 'code' });
  expect(term('')).toBeNull();
});
