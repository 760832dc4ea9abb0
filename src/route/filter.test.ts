import { describe, expect, it } from 'vitest';
import { sampleAlert } from '../../test/sample-alert.ts';
import type { RatesConfig } from '../config/config.ts';
import { compileFilter } from './filter.ts';

const rates = {
  settlement: false,
  base: 'eur',
  table: { '2026-01-01': { usd: '0.90', jpy: '0.0060' }, '2026-11-01': { usd: '0.92' }, '2026-12-01': { usd: '0.10' } },
};

function test(source: string, changes: Parameters<typeof sampleAlert>[0] = {}, table: RatesConfig | null = null) {
  const compiled = compileFilter(source, table);
  if (!compiled.ok) throw new Error(compiled.faults.map((fault) => fault.message).join());
  return compiled.filter.test(sampleAlert(changes));
}

describe('settlement amounts', () => {
  const settling = { settlement: true, base: '', table: {} };
  const sold = {
    amount: { minor: '10000' as const, currency: 'usd' },
    settled: { minor: '9312' as const, currency: 'eur' },
  };

  it('count where the amount is compared in the currency of the balance, on either side', () => {
    expect(test('amount >= money("93.12 EUR")', sold, settling)).toBeNull();
    expect(test('money("93.12 EUR") <= amount', sold, settling)).toBeNull();
    expect(test('amount > money("93.12 EUR")', sold, settling)?.reason.code).toBe('no_match');
    expect(test('money("93.13 EUR") > amount', sold, settling)).toBeNull();
  });

  it('do not count in another currency, before they are known, or where the configuration does not ask for them', () => {
    expect(test('amount >= money("1 GBP")', sold, settling)?.reason.code).toBe('no_rate');
    expect(test('amount >= money("1 EUR")', { amount: sold.amount }, settling)?.reason.code).toBe('no_rate');
    expect(test('amount >= money("1 EUR")', sold, null)?.reason.code).toBe('no_rate');
  });

  it('go before a rate of the table', () => {
    expect(test('amount < money("92.01 EUR")', sold, { ...rates })).toBeNull();
    expect(test('amount < money("92.01 EUR")', sold, { ...rates, settlement: true })?.reason.code).toBe('no_match');
  });
});

const usd = { minor: '10869' as const, currency: 'usd' };

describe('filters', () => {
  it.each([
    'amount >= money("42.00 EUR")',
    'amount == money("42 EUR") && amount != money("42.01 EUR")',
    'amount < money("42.01 EUR") && money("42.01 EUR") > amount',
    '"prod_Pro" in products && "price_1" in prices && size(plans) == 0',
    'topic == "payments" && event_type.startsWith("charge.") && livemode && severity == "normal"',
    'account == "main" && customer == "cus_1" && country == "DE" && payment_method == "card" && decline_code == ""',
    'metadata.order_id == "77" && metadata["order_id"] == "77" && !has(metadata.other)',
    'object.amount == 4200 && object.amount + 1 == 4201 && object.amount % 2 == 0 && object.amount > 1.5',
    'object.lines.data.exists(line, line.quantity == 2)',
    'object.?missing.orValue(3) == 3',
    'object.missing == 1 || true',
    're2(object.id, "^ch_[0-9]+$")',
    'currency == "eur"',
  ])('match: %s', (source) => {
    expect(test(source)).toBeNull();
  });

  it('a plain no is a no-match with a reason', () => {
    expect(test('amount > money("42.00 EUR")')).toEqual({
      reason: { code: 'no_match', text: 'its filter says no' },
      failed: false,
    });
  });

  it('another currency is compared by the newest rate that holds at the time of the event, exactly', () => {
    // 108.69 USD × 0.92 = 99.9948 EUR; 108.70 × 0.92 = 100.004.
    expect(test('amount >= money("100.00 EUR")', { amount: usd }, rates)?.reason.code).toBe('no_match');
    expect(test('amount >= money("100.00 EUR")', { amount: { ...usd, minor: '10870' } }, rates)).toBeNull();
    const march = Date.UTC(2026, 2, 1) / 1000;
    expect(
      test('amount > money("97.82 EUR") && amount < money("97.83 EUR")', { amount: usd, at: march }, rates),
    ).toBeNull();
  });

  it('a zero-decimal currency is no hundred times too large', () => {
    expect(test('amount >= money("60.00 EUR")', { amount: { minor: '10000', currency: 'jpy' } }, rates)).toBeNull();
    expect(test('amount > money("60.00 EUR")', { amount: { minor: '10000', currency: 'jpy' } }, rates)).not.toBeNull();
  });

  it('another currency without a rate is a no-match that says so', () => {
    const gbp = { minor: '99999999', currency: 'gbp' } as const;
    expect(test('amount >= money("1.00 EUR")', { amount: usd })?.reason.code).toBe('no_rate');
    expect(test('amount >= money("1.00 EUR")', { amount: gbp }, rates)?.reason.text).toContain('GBP');
    expect(test('amount >= money("1.00 EUR")', { amount: usd, at: 0 }, rates)?.reason.code).toBe('no_rate');
  });

  it('an absent amount is a no-match that says so, and `||` goes on', () => {
    expect(test('amount >= money("1.00 EUR")', { amount: null })).toMatchObject({ reason: { code: 'no_amount' } });
    expect(test('amount >= money("1.00 EUR") || topic == "payments"', { amount: null })).toBeNull();
  });

  it('a runtime error is a no-match, counted as failed, and repeats nothing of the alert', () => {
    const absent = test('object.nope == 1');
    expect(absent).toMatchObject({ failed: true, reason: { code: 'filter_absent' } });
    const broken = test('int(object.name) == 1', { object: { name: 'Jane Secret' } });
    expect(broken).toMatchObject({ failed: true, reason: { code: 'filter_error' } });
    expect(JSON.stringify(broken)).not.toContain('Jane');
  });

  it('prototypes are out of reach', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, never>;
    expect(test('object.constructor == 1')?.failed).toBe(true);
    expect(test('object.polluted == true', { object: hostile })?.failed).toBe(true);
  });
});

describe('filters are refused at load, at their place', () => {
  it.each<[string, string, number, RegExp]>([
    ['amount >= 1000', 'bad_filter', 0, /money\("1000\.00 EUR"\)/],
    ['livemode && produts', 'bad_filter', 12, /products/],
    ['type == "charge.succeeded"', 'bad_filter', 0, /event_type/],
    ['livemode &&', 'bad_filter', 11, /^$/],
    ['customer', 'filter_type', 0, /compare/],
    ['livemode && customer.matches("(a+)+$")', 'matches_refused', 12, /re2/],
    ['amount > money("many")', 'bad_amount', 15, /1000\.00 EUR/],
    ['amount > money(currency)', 'bad_amount', 15, /1000\.00 EUR/],
    ['amount > money("1.5 JPY")', 'bad_amount', 15, /1000\.00 EUR/],
    ['re2(customer, "(?=a)")', 'bad_pattern', 14, /look-around/],
    ['re2(customer, "a{1000}a{1000}")', 'bad_pattern', 14, /repeat/],
    ['re2(customer, customer)', 'bad_pattern', 14, /re2\(text/],
    ['products.all(a, products.all(b, a == b))', 'nested_loop', 16, /one loop/],
    ['nothere(amount)', 'bad_filter', 0, /^$/],
  ])('%s', (source, code, offset, suggestion) => {
    const compiled = compileFilter(source, null);
    expect(compiled.ok).toBe(false);
    if (compiled.ok) return;
    expect(compiled.faults[0]).toMatchObject({ code, offset });
    expect(compiled.faults[0]?.suggestion ?? '').toMatch(suggestion);
  });

  it('what is far too long, too deep or has too many loops', () => {
    const loops = Array.from({ length: 5 }, () => 'products.exists(p, p == "a")').join(' || ');
    for (const source of ['('.repeat(500), `${'('.repeat(500)}true${')'.repeat(500)}`, 'x'.repeat(3_000), loops]) {
      expect(compileFilter(source, null).ok).toBe(false);
    }
  });

  it('a pathological pattern on hostile text ends within its budget of characters', () => {
    const compiled = compileFilter('object.list.exists(text, re2(text, "(a+)+$"))', null);
    if (!compiled.ok) throw new Error('refused');
    const list = Array.from({ length: 1_000 }, () => `${'a'.repeat(100)}!`);
    expect(compiled.filter.test(sampleAlert({ object: { list } }))).toMatchObject({
      reason: { code: 'filter_budget' },
      failed: true,
    });
  });
});
