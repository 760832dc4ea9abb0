import { describe, expect, test } from 'vitest';
import type { LedgerSum } from '../../store/ledger-store.ts';
import { joinSums, periodFigures } from './figures.ts';

function sum(given: Partial<LedgerSum>): LedgerSum {
  return {
    kind: 'charge',
    currency: 'eur',
    settled: 'eur',
    count: 1,
    minor: '1000',
    settledMinor: '1000',
    feeMinor: '40',
    ...given,
  };
}

const refund = sum({ kind: 'refund', minor: '-300', settledMinor: '-300', feeMinor: '0' });
const dispute = sum({ kind: 'dispute', minor: '-200', settledMinor: '-200', feeMinor: '2000' });

describe('figures of a period', () => {
  test('net is gross, refunds, disputes, fees and other, each signed as it changes the balance', () => {
    const [line] = periodFigures(
      [
        sum({}),
        refund,
        sum({ kind: 'refund_reversal', minor: '50', settledMinor: '50', feeMinor: '0' }),
        dispute,
        sum({ kind: 'fee', minor: '-99', settledMinor: '-99', feeMinor: '0' }),
        sum({ kind: 'other', minor: '-1', settledMinor: '-1', feeMinor: '0' }),
        sum({ kind: 'payout', minor: '-5000', settledMinor: '-5000', feeMinor: '0' }),
        sum({ kind: 'failed', settled: '', count: 3, settledMinor: '0', feeMinor: '0' }),
      ],
      'charged',
    ).currencies;
    expect(line).toMatchObject({ gross: '1000', refunds: '-250', disputes: '-200', fees: '-2139', other: '-1' });
    expect(line?.net).toBe(String(1000 - 250 - 200 - 2139 - 1));
  });

  test('F96 currencies are never added: a payment in dollars booked in euros stands in its own line', () => {
    const dollars = sum({ currency: 'usd', minor: '5000', settledMinor: '4600', feeMinor: '93' });
    const charged = periodFigures([sum({}), dollars], 'charged').currencies;
    expect(charged.map(({ currency, gross, fees, net }) => [currency, gross, fees, net])).toEqual([
      ['eur', '1000', '-40', '960'],
      ['usd', '5000', null, null],
    ]);
    expect(charged[1]?.booked).toMatchObject([{ currency: 'eur', gross: '4600', fees: '-93', net: '4507' }]);
    const settled = periodFigures([sum({}), dollars], 'settled').currencies;
    expect(settled.map(({ currency, gross, net }) => [currency, gross, net])).toEqual([['eur', '5600', '5467']]);
  });

  test('F97 yen, dinar, króna, shilling and forint are whole numbers of their own minor unit', () => {
    const sums = ['jpy', 'kwd', 'isk', 'ugx', 'huf'].map((currency, index) =>
      sum({
        currency,
        settled: currency,
        minor: `${BigInt(index + 1)}`,
        settledMinor: `${BigInt(index + 1)}`,
        feeMinor: '0',
      }),
    );
    const { currencies } = periodFigures(sums, 'charged');
    expect(currencies.map(({ currency, net }) => `${currency} ${net}`)).toEqual([
      'huf 5',
      'isk 3',
      'jpy 1',
      'kwd 2',
      'ugx 4',
    ]);
  });

  test('F98 nothing, less than nothing and more than a number holds stay exact', () => {
    expect(periodFigures([], 'charged')).toMatchObject({ currencies: [], paid: 0, failed: 0 });
    const huge = '90071992547409930001';
    const [line] = periodFigures([sum({ minor: huge, settledMinor: huge, feeMinor: '1' })], 'charged').currencies;
    expect(line?.net).toBe('90071992547409930000');
    const [negative] = periodFigures([refund], 'charged').currencies;
    expect(negative).toMatchObject({ gross: '0', refunds: '-300', net: '-300', payments: 0 });
  });

  test('what Stripe has not booked makes fees and net unknown, not zero', () => {
    const pending = sum({ settled: '', settledMinor: '0', feeMinor: '0', count: 2, minor: '700' });
    const [line] = periodFigures([sum({}), pending], 'charged').currencies;
    expect(line).toMatchObject({
      gross: '1700',
      payments: 3,
      fees: null,
      net: null,
      pending: { count: 2, minor: '700' },
    });
    const [settled] = periodFigures([sum({}), pending], 'settled').currencies;
    expect(settled).toMatchObject({ gross: '1000', payments: 1, pending: { count: 2, minor: '700' } });
  });

  test('MRR moves by kind; its net is their sum', () => {
    const step = (kind: LedgerSum['kind'], minor: `${bigint}`) =>
      sum({ kind, settled: '', settledMinor: '0', feeMinor: '0', minor });
    const { mrr, currencies } = periodFigures(
      [
        step('mrr_new', '2000'),
        step('mrr_expansion', '500'),
        step('mrr_contraction', '-100'),
        step('mrr_churn', '-900'),
      ],
      'charged',
    );
    expect(mrr).toMatchObject([{ currency: 'eur', net: '1500', churn: { count: 1, minor: '-900' } }]);
    expect(currencies).toEqual([]);
  });

  test('accounts are joined by kind and currency, never across', () => {
    const joined = joinSums([
      [sum({}), refund],
      [sum({}), sum({ currency: 'usd', settled: 'usd' })],
    ]);
    expect(joined.map(({ kind, currency, minor, count }) => [kind, currency, minor, count])).toEqual([
      ['charge', 'eur', '2000', 2],
      ['refund', 'eur', '-300', 1],
      ['charge', 'usd', '1000', 1],
    ]);
  });
});
