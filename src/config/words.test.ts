import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmountText } from '../domain/amount-text.ts';
import { decimalText } from '../domain/money.ts';
import { durationText, parseDuration } from './duration.ts';
import { type Path, pathText } from './fault.ts';
import { parsePath } from './fault-path.ts';
import { mentionOf } from './mention.ts';
import { shown } from './shown.ts';
import { editDistance, nearest } from './suggest.ts';

describe('durations', () => {
  it.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['2w', 1_209_600_000],
    ['5', null],
    ['', null],
    ['1.5h', null],
    ['-1s', null],
  ] as const)('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it('are read as they are written', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e9 - 1 }), (ms) => parseDuration(durationText(ms)) === ms));
  });
});

describe('mentions', () => {
  it.each([
    ['@here', '<!here>'],
    ['<!channel>', '<!channel>'],
    ['S0FIN', '<!subteam^S0FIN>'],
    ['<!subteam^S0FIN>', '<!subteam^S0FIN>'],
    ['@U0ANNA', '<@U0ANNA>'],
    ['none', ''],
    ['<!channel', null],
    ['<@U0ANNA> please', null],
    ['<https://evil|x>', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(mentionOf(text)).toBe(expected);
  });
});

describe('amounts', () => {
  it.each([
    ['1000.00 EUR', '1000.00'],
    ['1000 EUR', '1000.00'],
    ['500 JPY', '500'],
    ['1.234 KWD', '1.234'],
    ['1.5 JPY', null],
    ['1.005 EUR', null],
    ['EUR 1', null],
    ['1,000 EUR', null],
  ])('%s', (text, expected) => {
    const parsed = parseAmountText(text);
    expect(parsed === null ? null : decimalText(parsed)).toBe(expected);
  });
});

describe('suggestions', () => {
  it('count one mistake for a letter that is wrong, missing, too many or swapped', () => {
    expect(['paymets', 'paymentss', 'paynents', 'paymetns'].map((word) => editDistance(word, 'payments'))).toEqual([
      1, 1, 1, 1,
    ]);
  });

  it('say nothing where nothing is near', () => {
    expect(nearest('frogs', ['payments', 'refunds'])).toBeNull();
    expect(nearest('x'.repeat(10_000), ['payments'])).toBeNull();
  });
});

it('paths are read as they are written', () => {
  const step = fc.oneof(fc.nat(1_000), fc.string({ minLength: 1, unit: 'binary' }));
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.array(step), (first, rest) => {
      const path: Path = [first, ...rest];
      expect(parsePath(pathText(path))).toEqual(path);
    }),
  );
});

it('F68 no secret is ever shown', () => {
  for (const secret of [
    'whsec_abc',
    'sk_live_abc',
    'rk_test_abc',
    'xoxb-1-2',
    'xapp-1',
    'postgres://u:p@h/d',
    'https://hooks.slack.com/services/T/B/x',
    'a'.repeat(44),
  ]) {
    expect(shown(secret)).toBe('a value that looks like a secret');
  }
  expect(shown('evil\u202E\n')).toBe('"evil��"');
});
