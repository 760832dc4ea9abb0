import { describe, expect, test } from 'vitest';
import { money } from '../domain/money.ts';
import { validateBlocks } from '../sandbox/slack/validate-blocks.ts';
import { type DigestInput, renderDigest } from './digest.ts';
import { formatMoney } from './money-text.ts';
import type { ChannelView } from './view.ts';

const view: ChannelView = {
  privacy: 'redacted',
  allow: [],
  locale: 'en-US',
  timezone: 'UTC',
  now: 1_763_903_100,
  consoleUrl: null,
  mention: null,
  severity: 'normal',
};
const input: DigestInput = {
  count: 8,
  totals: [
    { currency: 'eur', tone: 'good', count: 3, minor: '900719925474099312345' },
    { currency: 'jpy', tone: 'good', count: 2, minor: '500' },
    { currency: 'eur', tone: 'bad', count: 1, minor: '4200' },
  ],
  withoutAmount: [{ tone: 'bad', count: 2 }],
  largest: [],
  since: 1_763_903_000_000,
  route: 'all',
};

describe('renderDigest', () => {
  test('F96: exact sums per currency, never added; failures apart', () => {
    const json = JSON.stringify(renderDigest(input, view).blocks);
    expect(json).toContain('*Succeeded* (5)\\n€9,007,199,254,740,993,123.45 (3)\\n¥500 (2)');
    expect(json).toContain('*Failed* (3)\\n€42.00 (1)\\n2 without an amount');
    expect(json).toContain('8 more  ·  route all');
  });

  test('the notification tells the sums too', () => {
    expect(renderDigest(input, view).text).toBe(
      '8 alerts since Nov 23, 1:03 PM UTC · Succeeded: €9,007,199,254,740,993,123.45 (3), ¥500 (2) · Failed: €42.00 (1), 2 without an amount',
    );
    expect(renderDigest({ ...input, count: 1 }, view).text).toMatch(/^1 alert since/);
  });

  test('no figure is lost with every currency at once', () => {
    const letters = 'abcdefghijklm'.split('');
    const currencies = letters.flatMap((a) => letters.slice(0, 10).map((b) => `x${a}${b}`));
    const totals = currencies.map((currency, index) => ({
      currency,
      tone: 'good' as const,
      count: 1,
      minor: money(10_000_000 + index, currency)?.minor ?? '0',
    }));
    const { blocks } = renderDigest({ ...input, count: 130, totals }, view);
    expect(validateBlocks(blocks, 'message')).toEqual([]);
    for (const total of totals) expect(JSON.stringify(blocks)).toContain(formatMoney(total, 'en-US'));
  });

  test('the console’s link stands for the rest where there is one', () => {
    const json = JSON.stringify(renderDigest(input, { ...view, consoleUrl: 'https://tillbell.example.com' }).blocks);
    expect(json).toContain('<https://tillbell.example.com/|See all in the console>');
  });
});
