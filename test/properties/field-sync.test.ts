import { expect, test } from 'vitest';
import { checkFieldSync, playFieldSync } from './field-sync.ts';

// The slice of `npm run soak field-sync` that every change must pass.
test('any interleaving of edits on both sides, delays, duplicates and crashes converges by the rule', async () => {
  expect(await checkFieldSync(1, 3_000)).toBe(3_000);
});

test('one seed is one interleaving', async () => {
  expect(await playFieldSync(7)).toEqual(await playFieldSync(7));
});
