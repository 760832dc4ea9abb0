import { expect, test } from 'vitest';
import { checkYears } from './check-years.ts';

/** `npm run soak ledger` goes on with thousands. */
const years = 12;

test('random years agree with the oracle to the last minor unit, over zones with odd shifts (F92, F94, F96–F98)', {
  timeout: 120_000,
}, async () => {
  expect(await checkYears(years, 7)).toBeGreaterThan(years * 30);
});
