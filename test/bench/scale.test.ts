import { expect, test } from 'vitest';
import { ratesOf, simulate } from '../../bench/scale.ts';

const platform = { accounts: 300, rate: 600, seconds: 60, shown: 1 / 3 };

test('a platform of accounts of every size: each sees its payments within five seconds, disputes at once', () => {
  const result = simulate(platform, { wholeWay: 2_000, postgres: 2_000, headroom: 0.6 });
  expect(result.paymentP99).toBeLessThanOrEqual(5_000);
  expect(result.largestP99).toBeLessThanOrEqual(2_600);
  expect(result.disputeMax).toBeLessThanOrEqual(1_500);
  expect(result.processes).toBe(1);
  expect(result.messagesPerSecond).toBeLessThanOrEqual(platform.accounts);
});

test('the rates of all accounts are the platform’s, the largest far above the median', () => {
  const rates = ratesOf(platform);
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(platform.rate);
  expect((rates[0] ?? 0) / (rates[150] ?? 1)).toBeGreaterThan(100);
});
