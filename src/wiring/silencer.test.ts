import { describe, expect, it } from 'vitest';
import { readWords } from './silencer.ts';

const hour = 3_600_000;
const none = {
  customer: null,
  product: null,
  route: null,
  ms: null,
  digestMs: null,
  drop: false,
  reason: '',
  unknown: [],
};

describe('what people write after /tillbell mute', () => {
  it.each([
    ['', none],
    ['cus_1', { ...none, customer: 'cus_1' }],
    ['cus_1 for 7d because a test account', { ...none, customer: 'cus_1', ms: 168 * hour, reason: 'a test account' }],
    ['1h prod_Pro --drop', { ...none, product: 'prod_Pro', ms: hour, drop: true }],
    ['route everything else for 24h', { ...none, route: 'everything else', ms: 24 * hour }],
    ['everything 4h --digest 10m', { ...none, ms: 4 * hour, digestMs: 600_000 }],
    ['4h --digest often', { ...none, ms: 4 * hour, digestMs: 0 }],
    ['all for 4h', { ...none, ms: 4 * hour }],
    ['<!channel> *', { ...none, unknown: ['<!channel>', '*'] }],
    ['payments for 2 hours', { ...none, unknown: ['payments', '2', 'hours'] }],
  ])('%s', (text, expected) => {
    expect(readWords(text)).toEqual(expected);
  });
});
