import { describe, expect, test } from 'vitest';
import { add, compare, decimalsOf, decimalText, isZero, type Money, money, negate, subtract } from './money.ts';

const eur = (minor: Money['minor']): Money => ({ minor, currency: 'eur' });
const usd = (minor: Money['minor']): Money => ({ minor, currency: 'usd' });

describe('an amount as Stripe states it', () => {
  test.each([
    [1200, 'EUR', { minor: '1200', currency: 'eur' }],
    [-5, 'usd', { minor: '-5', currency: 'usd' }],
    [0, 'jpy', { minor: '0', currency: 'jpy' }],
    ['0012', 'EUR', { minor: '12', currency: 'eur' }],
    ['-12', 'eur', { minor: '-12', currency: 'eur' }],
    ['123456789012345678901234567890', 'eur', { minor: '123456789012345678901234567890', currency: 'eur' }],
    [1.5, 'eur', null],
    [Number.NaN, 'eur', null],
    [Number.POSITIVE_INFINITY, 'eur', null],
    ['1234567890123456789012345678901', 'eur', null],
    ['', 'eur', null],
    ['12.5', 'eur', null],
    ['x12', 'eur', null],
    ['12x', 'eur', null],
    ['--1', 'eur', null],
    [null, 'eur', null],
    [undefined, 'eur', null],
    [true, 'eur', null],
    [1, 'eu', null],
    [1, 'euro', null],
    [1, 'eu1', null],
    [1, ' eur', null],
    [1, null, null],
    [1, undefined, null],
  ])('F98 %j %j is %j', (amount, currency, expected) => {
    expect(money(amount, currency)).toEqual(expected);
  });
});

test('a BigInt is exact', () => {
  expect(money(12n, 'EUR')).toEqual({ minor: '12', currency: 'eur' });
});

describe('F97 decimal places are Stripe’s, not those of Intl', () => {
  test.each('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))('%s has none', (currency) => {
    expect(decimalsOf(currency)).toBe(0);
    expect(decimalsOf(currency.toUpperCase())).toBe(0);
    expect(decimalText({ minor: '500', currency })).toBe('500');
  });

  test.each('bhd jod kwd omr tnd'.split(' '))('%s has three', (currency) => {
    expect(decimalsOf(currency)).toBe(3);
    expect(decimalText({ minor: '1234', currency })).toBe('1.234');
    expect(decimalText({ minor: '-4', currency })).toBe('-0.004');
  });

  test.each(['eur', 'usd', 'isk', 'ugx', 'huf', 'twd'])('%s has two', (currency) => {
    expect(decimalsOf(currency)).toBe(2);
    expect(decimalText({ minor: '1234', currency })).toBe('12.34');
  });

  test.each([
    ['0', '0.00'],
    ['5', '0.05'],
    ['-5', '-0.05'],
    ['-1234', '-12.34'],
    ['100', '1.00'],
  ] as const)('%s cents are %s', (minor, text) => {
    expect(decimalText(eur(minor))).toBe(text);
  });
});

describe('F96 arithmetic stays within one currency', () => {
  test('sums, differences and signs are exact at any size', () => {
    expect(add(eur('9007199254740993'), eur('1'))).toEqual(eur('9007199254740994'));
    expect(subtract(eur('1'), eur('3'))).toEqual(eur('-2'));
    expect(negate(eur('7'))).toEqual(eur('-7'));
    expect(negate(eur('0'))).toEqual(eur('0'));
    expect([isZero(eur('0')), isZero(eur('1')), isZero(eur('-1'))]).toEqual([true, false, false]);
  });

  test('order', () => {
    expect([compare(eur('1'), eur('2')), compare(eur('2'), eur('1')), compare(eur('2'), eur('2'))]).toEqual([-1, 1, 0]);
    // By value, not by text.
    expect(compare(eur('9'), eur('10'))).toBe(-1);
  });

  test('two currencies are never added or compared: that throws, naming both', () => {
    expect(() => add(eur('1'), usd('1'))).toThrow(new RangeError('cannot add eur and usd'));
    expect(() => subtract(eur('1'), usd('1'))).toThrow(RangeError);
    expect(() => compare(eur('1'), usd('1'))).toThrow(new RangeError('cannot compare eur and usd'));
  });
});
