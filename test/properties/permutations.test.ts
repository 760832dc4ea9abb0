import { describe, expect, test } from 'vitest';
import { lifecycles } from './lifecycles.ts';
import { checkPermutations } from './permutations.ts';
import { phraseText } from './phrase-text.ts';
import { runSubjects } from './subject-run.ts';

const runs = 2_500;
const now = 1_785_800_000;

function headlines(name: string): string[] {
  const lifecycle = lifecycles.find((one) => one.name === name);
  return runSubjects(lifecycle?.events ?? [], now).subjects.map(
    ({ kind, card }) => `${kind}: ${phraseText(card.headline)}`,
  );
}

describe('never back in time', () => {
  test('F30 F31 F33 any permutation with any duplication gives the state and the card of the ordered run', () => {
    expect(checkPermutations(runs)).toBeGreaterThanOrEqual(2_000);
  }, 120_000);

  test('the ordered runs say what happened', () => {
    expect(headlines('payment')).toEqual([
      'payment: 27.00 EUR lost in a dispute',
      expect.stringContaining('dispute: '),
    ]);
    expect(headlines('dunning')).toEqual(['payment: 20.00 USD paid']);
    expect(headlines('old shapes')).toEqual(['payment: 20.00 USD paid']);
    expect(headlines('reversals')).toEqual([
      'payment: 42.00 EUR paid',
      'payment: 7.00 EUR payment failed',
      expect.stringContaining('payout: '),
    ]);
  });
});
