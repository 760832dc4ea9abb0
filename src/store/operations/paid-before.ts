import { first, type Steps } from './query.ts';

/** Whether a customer paid anything before `at` (Unix seconds). */
export function* paidBefore(query: {
  account: string;
  livemode: boolean;
  customer: string;
  at: number;
}): Steps<boolean> {
  const found = yield* first<{ id: string }>(
    `SELECT id FROM movements WHERE account = ? AND livemode = ? AND kind = 'charge' AND at < ? AND customer = ? LIMIT 1`,
    query.account,
    query.livemode ? 1 : 0,
    query.at,
    query.customer,
  );
  return found !== null;
}
